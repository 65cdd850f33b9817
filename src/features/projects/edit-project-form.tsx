import { useState } from 'react'
import { useController, useForm, useWatch } from 'react-hook-form'
import type * as z from 'zod'
import type { Project } from '../../../contract/console.ts'
import { contractResolver, problemBeside, showAtFields } from '../../lib/contract-form.ts'
import { formatInstant, zoneLongName } from '../../lib/time.ts'
import { Field } from '../../ui/field.tsx'
import { FormShell } from '../../ui/form-shell.tsx'
import { LeaveDialog } from '../../ui/leave-dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { useNow } from '../../ui/use-now.ts'
import { ZonePicker } from '../../ui/zone-picker.tsx'
import {
  changedFields,
  type ProjectValues,
  projectForm,
  projectLabels,
  projectValues,
} from './project-form.ts'
import { useSaveProject } from './use-save-project.ts'

const labels = projectLabels

export function EditProjectForm({ project }: { project: Project }) {
  const [begun, setBegun] = useState(project)
  const form = useForm<ProjectValues, unknown, z.output<typeof projectForm>>({
    resolver: contractResolver(projectForm, labels),
    defaultValues: projectValues(begun),
  })
  const { errors, isDirty } = form.formState
  const [activityDays, deliveryDays] = useWatch({
    control: form.control,
    name: ['activityDays', 'deliveryDays'],
  })
  const isShorter = isFewer(activityDays, begun.activityDays) || isFewer(deliveryDays, begun.deliveryDays)
  const zone = useController({ control: form.control, name: 'timeZone' }).field
  const save = useSaveProject({
    onSaved: (saved) => {
      setBegun(saved)
      form.reset(projectValues(saved))
    },
    onError: (error) => showAtFields(form.setError, error, labels),
  })

  return (
    <>
      <LeaveDialog
        isUnsaved={() => isDirty}
        consequence="What you have changed about the project is not saved, and would be lost."
      />
      <FormShell
        onSubmit={form.handleSubmit((values) =>
          save.mutate(changedFields(values, projectForm.parse(projectValues(begun)))),
        )}
        pending={save.isPending && 'Saving…'}
        error={problemBeside(save.error, labels)}
        fieldErrors={errors}
        submit="Save changes"
        shortcut="mod+s"
        blocked={!isDirty && 'Nothing has been changed'}
      >
        <Field label={labels.name} error={errors.name} help="What your colleagues see. Recipients do not.">
          <TextInput {...form.register('name')} autoComplete="off" />
        </Field>
        <Field label={labels.timeZone} error={errors.timeZone} help={<ZoneHelp zone={zone.value} />}>
          <ZonePicker
            name={zone.name}
            value={zone.value}
            onChange={zone.onChange}
            onBlur={zone.onBlur}
            placeholder="Find a place, such as Berlin"
          />
        </Field>
        <div className="grid gap-6 sm:grid-cols-2">
          <Field
            label={labels.activityDays}
            error={errors.activityDays}
            help="Who did what, and when. 1 to 3,650."
          >
            <TextInput
              {...form.register('activityDays')}
              inputMode="numeric"
              autoComplete="off"
              end="days"
              className="tabular-nums"
            />
          </Field>
          <Field
            label={labels.deliveryDays}
            error={errors.deliveryDays}
            help="Who got what, once a message has ended. 1 to 3,650."
          >
            <TextInput
              {...form.register('deliveryDays')}
              inputMode="numeric"
              autoComplete="off"
              end="days"
              className="tabular-nums"
            />
          </Field>
        </div>
        {isShorter && (
          <Notice tone="warning" role="status" title="What is older is erased">
            Soon after you save, and for good.
          </Notice>
        )}
        <Field
          label={labels.allowedOrigins}
          error={errors.allowedOrigins}
          help="Web pages of these may call the API in their visitors’ browsers, one a line. None need be here for servers and apps."
          optional
        >
          <TextArea
            {...form.register('allowedOrigins')}
            mono
            rows={3}
            placeholder="https://app.example.org"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
          />
        </Field>
      </FormShell>
    </>
  )
}

const isFewer = (typed: string, before: number) => /^\d+$/.test(typed) && Number(typed) < before

function ZoneHelp({ zone }: { zone: string }) {
  const now = useNow()
  if (!zone) return 'Without one, everybody’s times are those of their own browser.'
  return `Scheduled times are meant in it unless a message says otherwise. It is ${formatInstant(now, 'time', zone)} there now, ${zoneLongName(zone, now)}.`
}

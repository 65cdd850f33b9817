import { useState } from 'react'
import { useForm } from 'react-hook-form'
import type * as z from 'zod'
import type { Project } from '../../../contract/console.ts'
import { contractResolver, problemBeside, showAtFields } from '../../lib/contract-form.ts'
import { Field } from '../../ui/field.tsx'
import { FormShell } from '../../ui/form-shell.tsx'
import { LeaveDialog } from '../../ui/leave-dialog.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Section } from '../../ui/section.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { useMay } from '../session/use-session.ts'
import { type SendingValues, sendingForm, sendingLabels } from './project-form.ts'
import { SendingProviders } from './sending-providers.tsx'
import { useProject } from './use-project.ts'
import { useSaveProject } from './use-save-project.ts'

/** What of the project's settings concerns sending. */
export function SendingPage() {
  const project = useProject()
  const mayChange = useMay('owner')
  return (
    <div className="max-w-reading">
      <PageHeader title="Sending" />
      <div>
        <Section title="Undo" description={undoText}>
          {mayChange ? (
            <UndoForm project={project} />
          ) : (
            <p>
              {project.undoSeconds === 0
                ? 'Messages are sent at once; there is no undo.'
                : `Messages wait for ${project.undoSeconds.toLocaleString()} s. Only owners change that.`}
            </p>
          )}
        </Section>
        <SendingProviders />
      </div>
    </div>
  )
}

const undoText =
  'After “Send”, a message waits this long before it goes out, and can be taken back. Programs that send by the API do not wait.'

const labels = sendingLabels

function UndoForm({ project }: { project: Project }) {
  const [begun, setBegun] = useState(project.undoSeconds)
  const form = useForm<SendingValues, unknown, z.output<typeof sendingForm>>({
    resolver: contractResolver(sendingForm, labels),
    defaultValues: { undoSeconds: String(begun) },
  })
  const { errors, isDirty } = form.formState
  const save = useSaveProject({
    onSaved: ({ undoSeconds }) => {
      setBegun(undoSeconds)
      form.reset({ undoSeconds: String(undoSeconds) })
    },
    onError: (error) => showAtFields(form.setError, error, labels),
  })
  return (
    <>
      <LeaveDialog isUnsaved={() => isDirty} consequence="The new undo window is not saved." />
      <FormShell
        onSubmit={form.handleSubmit((values) => save.mutate(values))}
        pending={save.isPending && 'Saving…'}
        error={problemBeside(save.error, labels)}
        fieldErrors={errors}
        submit="Save changes"
        shortcut="mod+s"
        blocked={!isDirty && 'Nothing has been changed'}
      >
        <Field
          label={labels.undoSeconds}
          error={errors.undoSeconds}
          help="0 to 600 seconds. 0 sends at once, without undo."
        >
          <TextInput
            {...form.register('undoSeconds')}
            inputMode="numeric"
            autoComplete="off"
            end="seconds"
            className="max-w-48 tabular-nums"
          />
        </Field>
      </FormShell>
    </>
  )
}

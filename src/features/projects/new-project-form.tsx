import { useMutation } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { consoleEndpoints } from '../../../contract/console.ts'
import { contractResolver, problemBeside, showAtFields } from '../../lib/contract-form.ts'
import { viewerZone } from '../../lib/time.ts'
import { zoneOptions } from '../../ui/date-time-field.tsx'
import { Field } from '../../ui/field.tsx'
import { FormShell } from '../../ui/form-shell.tsx'
import { Select } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { projectMutations } from './project-queries.ts'

const labels = { name: 'Name', timeZone: 'Time zone' }

/** Goes on in the new project. */
export function NewProjectForm() {
  const form = useForm({
    resolver: contractResolver(consoleEndpoints.createProject.body, labels),
    defaultValues: { name: '', timeZone: viewerZone() },
  })
  const { errors } = form.formState
  const create = useMutation({
    ...projectMutations.create(),
    // A page load: one page stays in one project.
    onSuccess: ({ $id }) => location.assign(`/p/${$id}`),
    onError: (error) => showAtFields(form.setError, error, labels),
  })

  return (
    <FormShell
      onSubmit={form.handleSubmit((values) => create.mutate(values))}
      pending={(create.isPending || create.isSuccess) && 'Adding project…'}
      error={problemBeside(create.error, labels)}
      fieldErrors={errors}
      submit="Add project"
    >
      <Field label={labels.name} error={errors.name}>
        <TextInput {...form.register('name')} autoComplete="off" autoFocus />
      </Field>
      <Field
        label={labels.timeZone}
        error={errors.timeZone}
        help="Scheduled times are meant in it unless you say otherwise."
      >
        <Select {...form.register('timeZone')} options={zoneOptions([], viewerZone())} />
      </Field>
    </FormShell>
  )
}

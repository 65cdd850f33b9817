import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import type { ApiKey } from '../../../contract/console.ts'
import { contractResolver, problemBeside } from '../../lib/contract-form.ts'
import { currentProject } from '../../lib/project.ts'
import { viewerZone } from '../../lib/time.ts'
import { BackLink } from '../../ui/back-link.tsx'
import { FormShell } from '../../ui/form-shell.tsx'
import { LeaveDialog } from '../../ui/leave-dialog.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { toast } from '../../ui/toasts.ts'
import { expiryInstant } from './expiry.ts'
import { KeyFacts } from './key-facts.tsx'
import { KeyFields } from './key-fields.tsx'
import { type KeyValues, keyForm, keyLabels, keyValues } from './key-form.ts'
import { keyProblemLabels, showKeyProblems } from './key-problems.ts'
import { keyMutations, keyQueries } from './key-queries.ts'

export function EditKeyPage({ apiKey }: { apiKey: ApiKey }) {
  return (
    <div className="max-w-reading">
      <PageHeader
        back={
          <BackLink to="/p/$projectId/settings/keys" params={{ projectId: currentProject() }}>
            API keys
          </BackLink>
        }
        title={apiKey.name}
        detail={<KeyFacts apiKey={apiKey} />}
      />
      <EditKeyForm apiKey={apiKey} />
    </div>
  )
}

function EditKeyForm({ apiKey }: { apiKey: ApiKey }) {
  const queryClient = useQueryClient()
  // What the form began with: what others save meanwhile stays theirs, since only what differs from this is sent.
  const [begun, setBegun] = useState(apiKey)
  const form = useForm<KeyValues>({
    resolver: contractResolver(keyForm, keyLabels),
    defaultValues: keyValues(begun),
  })
  const { errors, isDirty } = form.formState
  const save = useMutation({
    ...keyMutations.update(apiKey.$id),
    onSuccess: (saved) => {
      toast({ title: `“${saved.name}” is saved`, detail: 'It holds from the next call on.', tone: 'good' })
      setBegun(saved)
      form.reset(keyValues(saved))
      return queryClient.invalidateQueries({ queryKey: keyQueries.all() })
    },
    onError: (error) => showKeyProblems(form, error),
  })

  async function submit({ name, scopes, ...expiry }: KeyValues) {
    const expiresAt = await expiryInstant(expiry, Date.now(), viewerZone())
    const isSame = scopes.length === begun.scopes.length && scopes.every((one) => begun.scopes.includes(one))
    save.mutate({
      ...(name !== begun.name && { name }),
      ...(!isSame && { scopes }),
      ...((expiresAt || null) !== begun.expiresAt && { expiresAt }),
    })
  }

  return (
    <>
      <LeaveDialog
        isUnsaved={() => isDirty}
        consequence="What you have changed about the key is not saved, and would be lost."
      />
      <FormShell
        onSubmit={form.handleSubmit(submit)}
        pending={save.isPending && 'Saving…'}
        error={problemBeside(save.error, keyProblemLabels)}
        fieldErrors={errors}
        submit="Save changes"
        shortcut="mod+s"
        blocked={!isDirty && 'Nothing has been changed'}
      >
        <KeyFields form={form} apiKey={begun} />
      </FormShell>
    </>
  )
}

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { contractResolver, problemBeside } from '../../lib/contract-form.ts'
import { currentProject } from '../../lib/project.ts'
import { viewerZone } from '../../lib/time.ts'
import { BackLink } from '../../ui/back-link.tsx'
import { FormShell } from '../../ui/form-shell.tsx'
import { LeaveDialog } from '../../ui/leave-dialog.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { expiryInstant } from './expiry.ts'
import { KeyFields } from './key-fields.tsx'
import { type KeyValues, keyForm, keyLabels, newKeyValues } from './key-form.ts'
import { keyProblemLabels, showKeyProblems } from './key-problems.ts'
import { keyMutations, keyQueries } from './key-queries.ts'
import { NewSecret } from './new-secret.tsx'

/** A new key, and its secret when it is there. */
export function NewKeyPage() {
  const [made, setMade] = useState<{ name: string; secret: string }>()
  if (made) return <NewSecret {...made} />
  return (
    <div className="max-w-reading">
      <PageHeader
        back={
          <BackLink to="/p/$projectId/settings/keys" params={{ projectId: currentProject() }}>
            API keys
          </BackLink>
        }
        title="Add an API key"
        detail="With it a program calls this project, without anybody signed in."
      />
      <NewKeyForm onMade={setMade} />
    </div>
  )
}

function NewKeyForm({ onMade }: { onMade: (key: { name: string; secret: string }) => void }) {
  const queryClient = useQueryClient()
  const form = useForm<KeyValues>({
    resolver: contractResolver(keyForm, keyLabels),
    defaultValues: newKeyValues,
  })
  const { errors, isDirty } = form.formState
  const create = useMutation({
    ...keyMutations.create(),
    onSuccess: ({ name, secret }) => {
      onMade({ name, secret })
      return queryClient.invalidateQueries({ queryKey: keyQueries.all() })
    },
    onError: (error) => showKeyProblems(form, error),
  })

  async function submit({ name, scopes, ...expiry }: KeyValues) {
    const expiresAt = await expiryInstant(expiry, Date.now(), viewerZone())
    create.mutate({ name, scopes, expiresAt })
  }

  return (
    <>
      <LeaveDialog
        isUnsaved={() => isDirty}
        consequence="The key is not made yet. What you have chosen would be lost."
      />
      <FormShell
        onSubmit={form.handleSubmit(submit)}
        pending={create.isPending && 'Adding…'}
        error={problemBeside(create.error, keyProblemLabels)}
        fieldErrors={errors}
        submit="Add key"
        shortcut="mod+s"
      >
        <KeyFields form={form} />
      </FormShell>
    </>
  )
}

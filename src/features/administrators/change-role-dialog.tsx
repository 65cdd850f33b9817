import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useForm, useWatch } from 'react-hook-form'
import { type Administrator, consoleEndpoints, type ListedAdministrator } from '../../../contract/console.ts'
import { contractResolver, problemBeside } from '../../lib/contract-form.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FormShell } from '../../ui/form-shell.tsx'
import { Notice } from '../../ui/notice.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { toast } from '../../ui/toasts.ts'
import { roleWords } from '../session/role-words.ts'
import { takeOneself } from '../session/session-queries.ts'
import { useSession } from '../session/use-session.ts'
import { administratorMutations, administratorName, administratorQueries } from './administrator-queries.ts'
import { roleOptions } from './role-options.ts'

const labels = { role: 'Role' }

export interface ChangeRoleDialogProps {
  administrator: ListedAdministrator
  onClose: () => void
}

export function ChangeRoleDialog({ administrator, onClose }: ChangeRoleDialogProps) {
  const isOneself = useSession().administrator.$id === administrator.$id
  const name = administratorName(administrator)
  const taken = useTakenRole(isOneself)
  const form = useForm({
    resolver: contractResolver(consoleEndpoints.updateAdministrator.body, labels),
    defaultValues: { role: administrator.role },
  })
  const role = useWatch({ control: form.control, name: 'role' })
  const save = useMutation({
    ...administratorMutations.changeRole(administrator.$id),
    onSuccess: async (changed) => {
      toast({ title: `${name} is ${articled(roleWords[changed.role].label)} now`, tone: 'good' })
      onClose()
      await taken(changed)
    },
  })
  return (
    <Dialog
      open
      onClose={onClose}
      title={isOneself ? 'Change your own role' : `Change the role of ${name}`}
      description="In all projects, from the next thing they do on."
    >
      <FormShell
        onSubmit={form.handleSubmit(({ role }) => save.mutate(role))}
        pending={save.isPending && 'Saving…'}
        error={problemBeside(save.error, labels)}
        fieldErrors={form.formState.errors}
        submit="Save"
        shortcut="mod+s"
        blocked={role === administrator.role && 'Nothing has changed'}
        actions={<Button onClick={onClose}>Leave as it is</Button>}
      >
        <RadioGroup
          {...form.register('role')}
          label={labels.role}
          hideLabel
          error={form.formState.errors.role}
          options={roleOptions}
        />
        {isOneself && role !== 'owner' && (
          <Notice tone="warning" role="status" title="You will not get back by yourself">
            This page is for owners. Another owner would have to make you one again.
          </Notice>
        )}
      </FormShell>
    </Dialog>
  )
}

/** Whoever has changed his own role sees from then on what it lets him see. */
function useTakenRole(isOneself: boolean) {
  const queryClient = useQueryClient()
  const router = useRouter()
  return async (changed: Administrator) => {
    if (!isOneself) return queryClient.invalidateQueries({ queryKey: administratorQueries.all() })
    takeOneself(queryClient, changed)
    return router.invalidate()
  }
}

const articled = (label: string) => `${/^[AEIOU]/.test(label) ? 'an' : 'a'} ${label.toLowerCase()}`

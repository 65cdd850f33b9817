import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Suspense } from 'react'
import type { Provider } from '../../../contract/providers.ts'
import { problemOf } from '../../lib/api-error.ts'
import { useClosePanel } from '../../lib/panel.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Switch } from '../../ui/switch.tsx'
import { toast } from '../../ui/toasts.ts'
import { channelNouns } from './channel-words.ts'
import { labelsOf } from './kind-words.ts'
import { providerMutations } from './provider-changes.ts'
import { SwitchOffDialog } from './provider-dialogs.ts'
import { missingIn } from './provider-form.ts'
import { providerQueries, takeProvider } from './provider-queries.ts'
import type { ProviderPageSearch } from './provider-search.ts'
import { isUsed } from './uses-words.ts'

export interface ProviderSwitchProps {
  provider: Provider
  /** Whether it is asked about, and how it comes to that. */
  isSwitchingOff: boolean
  onSwitchOff: () => void
}

/** On or off, at once; or why it cannot be on. Off is asked about where something goes through it. */
export function ProviderSwitch({ provider, isSwitchingOff, onSwitchOff }: ProviderSwitchProps) {
  const { $id, provider: kind, name, enabled } = provider
  const queryClient = useQueryClient()
  const isAsked = isSwitchingOff && enabled
  const { data: uses } = useQuery({ ...providerQueries.uses($id), enabled: isAsked })
  const closeDialog = useClosePanel<ProviderPageSearch>('dialog')
  const change = useMutation({
    ...providerMutations.update(kind, $id),
    onSuccess: (changed) => {
      if (isAsked) void closeDialog()
      const undo = { label: 'Undo', onSelect: () => change.mutate({ enabled: !changed.enabled }) }
      toast({
        id: `switched ${$id}`,
        title: `“${name}” is ${changed.enabled ? 'on' : 'off'}`,
        actions: [undo],
      })
      return takeProvider(queryClient, changed)
    },
  })
  const look = useMutation({
    mutationFn: () => queryClient.fetchQuery({ ...providerQueries.uses($id), staleTime: 0 }),
    onSuccess: (uses) => {
      if (isUsed(uses) || provider.isDefault) onSwitchOff()
      else change.mutate({ enabled: false })
    },
  })
  const missing = missingIn(provider)
  const isBusy = change.isPending || look.isPending
  const problem = problemOf(change.error ?? look.error)
  return (
    <>
      <Switch
        label={enabled ? 'On' : 'Off'}
        help={<Help provider={provider} missing={missing} />}
        checked={enabled}
        disabled={!enabled && missing.length > 0}
        aria-busy={isBusy}
        onChange={() => {
          if (isBusy) return
          if (enabled) look.mutate()
          else change.mutate({ enabled: true })
        }}
      />
      {problem && !isAsked && <ErrorNotice title="It was not switched" problem={problem} />}
      <Suspense>
        {isAsked && uses && (
          <SwitchOffDialog
            provider={provider}
            uses={uses}
            onClose={closeDialog}
            onConfirm={() => change.mutate({ enabled: false })}
            pending={change.isPending}
            error={problem}
          />
        )}
      </Suspense>
    </>
  )
}

function Help({ provider, missing }: { provider: Provider; missing: readonly string[] }) {
  const { enabled, isDefault, type, provider: kind } = provider
  const { data } = useQuery(providerQueries.ofType(type))
  const fallback = data?.providers.find((one) => one.isDefault)
  const noun = channelNouns[type]
  if (!enabled && missing.length > 0) {
    const labels = labelsOf(kind)
    return <>Cannot be on: {inWords(missing.map((field) => labels[field] ?? field))} below.</>
  }
  if (!enabled) return <>Nothing goes through it.</>
  if (isDefault) return <>Sends every message by {noun} that names no other provider.</>
  return (
    <>
      Sends what names it, and targets that are bound to it.
      {fallback && ` All else by ${noun} goes through “${fallback.name}”.`}
    </>
  )
}

/** "Sender address and API key are missing" */
function inWords(labels: readonly string[]): string {
  const listed = new Intl.ListFormat('en').format(labels)
  return `${listed} ${labels.length === 1 ? 'is' : 'are'} missing`
}

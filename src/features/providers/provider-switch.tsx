import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Suspense, useState } from 'react'
import type { Provider, ProviderUses } from '../../../contract/providers.ts'
import { problemOf } from '../../lib/api-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Switch } from '../../ui/switch.tsx'
import { toast } from '../../ui/toasts.ts'
import { channelNouns } from './channel-words.ts'
import { labelsOf } from './kind-words.ts'
import { providerMutations } from './provider-changes.ts'
import { SwitchOffDialog } from './provider-dialogs.ts'
import { missingIn } from './provider-form.ts'
import { providerQueries, takeProvider } from './provider-queries.ts'
import { isUsed } from './uses-words.ts'

/** On or off, at once; or why it cannot be on. Off is asked about where something goes through it. */
export function ProviderSwitch({ provider }: { provider: Provider }) {
  const { $id, provider: kind, name, enabled } = provider
  const queryClient = useQueryClient()
  const [asked, setAsked] = useState<ProviderUses>()
  const change = useMutation({
    ...providerMutations.update(kind, $id),
    onSuccess: (changed) => {
      setAsked(undefined)
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
      if (isUsed(uses) || provider.isDefault) setAsked(uses)
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
      {problem && !asked && <ErrorNotice title="It was not switched" problem={problem} />}
      <Suspense>
        {asked && (
          <SwitchOffDialog
            provider={provider}
            uses={asked}
            onClose={() => setAsked(undefined)}
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

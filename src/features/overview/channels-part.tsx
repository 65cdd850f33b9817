import { useQuery } from '@tanstack/react-query'
import TriangleAlert from 'lucide-react/icons/triangle-alert'
import type { Message } from '../../../contract/messages.ts'
import { channelTypes } from '../../../contract/resource.ts'
import { ChannelIcon } from '../../ui/channel-icon.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/section.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { messageTitle } from '../messages/message-title.ts'
import { providerQueries } from '../providers/provider-queries.ts'
import { type ChannelState, channelState } from './channel-state.ts'

const nouns = { email: 'e-mail', sms: 'SMS', push: 'push notifications' } as const

/** Through what each channel sends now, and what will find nothing to go through. */
export function ChannelsPart({ next }: { next: readonly Message[] }) {
  const { data } = useQuery(providerQueries.everyOne())
  const stuck = next.find(({ providerType }) => {
    const state = data && channelState(providerType, data.providers)
    return state?.kind === 'none' || state?.kind === 'off'
  })
  return (
    <Section title="Channels">
      {stuck && (
        <div className="mb-4">
          <Notice tone="warning" title={`No provider for ${nouns[stuck.providerType]} is on`}>
            “{messageTitle(stuck)}” is scheduled, and would fail.
          </Notice>
        </div>
      )}
      <dl className="grid gap-2">
        {channelTypes.map((channel) => (
          <div key={channel} className="flex items-baseline justify-between gap-4">
            <dt className="shrink-0">
              <ChannelIcon channel={channel} named />
            </dt>
            <dd className="min-w-0 text-right text-quiet wrap-anywhere">
              {data ? <State state={channelState(channel, data.providers)} /> : <Skeleton width="96px" />}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}

function State({ state }: { state: ChannelState }) {
  switch (state.kind) {
    case 'on':
      return <span className="text-ink">{state.provider.name}</span>
    case 'test':
      return <>Test inbox: reaches nobody</>
    case 'off':
      return (
        <span className="inline-flex items-baseline gap-1.5 text-partly">
          <TriangleAlert aria-hidden="true" className="size-3.5 shrink-0 self-center" />
          {state.count === 1 ? 'Its provider is off' : `All ${state.count} providers are off`}
        </span>
      )
    case 'none':
      return <>No provider yet</>
  }
}

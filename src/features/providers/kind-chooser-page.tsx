import { createLink } from '@tanstack/react-router'
import type { ComponentProps } from 'react'
import { canSend, type ProviderKind, providerKind, providerTitles } from '../../../contract/provider-kind.ts'
import { providerKinds } from '../../../contract/provider-kinds.ts'
import { channelTypes } from '../../../contract/resource.ts'
import { currentProject } from '../../lib/project.ts'
import { BackLink } from '../../ui/back-link.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Section } from '../../ui/section.tsx'
import { channelTitles } from './channel-words.ts'
import { kindWords } from './kind-words.ts'
import { providerListPlace } from './provider-list-place.ts'

const groups = [
  ...channelTypes.map((channel) => ({ id: channel, title: channelTitles[channel] })),
  { id: 'any', title: 'To try things out' },
] as const

/** Those that messages go out through come first. */
const kindsOf = (type: (typeof groups)[number]['id']) =>
  providerKind.options
    .filter((kind) => providerKinds[kind].type === type)
    .sort((a, b) => Number(canSend(b)) - Number(canSend(a)))

export function KindChooserPage() {
  return (
    <Page width="full">
      <PageHeader
        back={
          <BackLink
            to="/p/$projectId/providers"
            params={{ projectId: currentProject() }}
            search={providerListPlace.last()}
          >
            Providers
          </BackLink>
        }
        title="Add a provider"
        detail="Through what should messages go out?"
      />
      {groups.map(({ id, title }) => (
        <Section key={id} title={title}>
          <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
            {kindsOf(id).map((kind) => (
              <li key={kind} className="flex">
                <KindCard kind={kind} />
              </li>
            ))}
          </ul>
        </Section>
      ))}
    </Page>
  )
}

function KindCard({ kind }: { kind: ProviderKind }) {
  return (
    <CardLink to="/p/$projectId/providers/new/$kind" params={{ projectId: currentProject(), kind }}>
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="text-base font-strong">{providerTitles[kind]}</span>
        {!canSend(kind) && <Badge tone="neutral">Cannot send yet</Badge>}
      </span>
      <span className="mt-1 block text-quiet">{kindWords[kind].blurb}</span>
    </CardLink>
  )
}

function CardAnchor(props: ComponentProps<'a'>) {
  return (
    <a
      {...props}
      className="block grow rounded-surface border border-line bg-surface px-4 py-3.5 transition-colors hover:border-control hover:bg-hover"
    />
  )
}

const CardLink = createLink(CardAnchor)

import { useQuery } from '@tanstack/react-query'
import Check from 'lucide-react/icons/check'
import type { ReactNode } from 'react'
import { currentProject } from '../../lib/project.ts'
import { Section } from '../../ui/section.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { providerQueries } from '../providers/provider-queries.ts'
import { overviewQueries } from './overview-queries.ts'

interface Step {
  title: string
  isDone: boolean
  detail: ReactNode
}

/** What a project needs before its first message; each is ticked by what is really there. */
export function FirstSteps() {
  const counts = useQuery(overviewQueries.firstSteps()).data
  const found = useQuery(providerQueries.everyOne()).data
  if (!counts || !found) return null
  const { people, topics, messages } = counts
  const params = { projectId: currentProject() }
  const steps: Step[] = [
    {
      title: 'A provider to send through',
      isDone: found.providers.some(({ enabled }) => enabled),
      detail: 'A mail server, a service for SMS or push, or the test inbox, which reaches nobody.',
    },
    {
      title: 'People to write to',
      isDone: people > 0,
      detail: `Everybody with an address, a number or a device. ${people > 0 ? `${people.toLocaleString()} so far.` : ''}`,
    },
    {
      title: 'A topic that people subscribe to',
      isDone: topics > 0,
      detail: (
        <>
          For messages to many; single people can be written to without one. They are under{' '}
          <TextLink to="/p/$projectId/topics" params={params}>
            topics
          </TextLink>
          .
        </>
      ),
    },
    {
      title: 'The first message',
      isDone: false,
      detail: (
        <>
          {messages > 0 ? 'One is begun: send it, or ' : 'Write it, send it to the test inbox first: '}
          <TextLink to="/p/$projectId/messages/new/email" params={params}>
            write an e-mail
          </TextLink>
          .
        </>
      ),
    },
  ]
  return (
    <Section title="First steps" description="Done when the first message has gone out.">
      <ol className="grid gap-4">
        {steps.map(({ title, isDone, detail }, index) => (
          <li key={title} className="flex gap-3">
            <span
              aria-hidden="true"
              className={`mt-px grid size-6 shrink-0 place-items-center rounded-full border text-xs tabular-nums ${isDone ? 'border-transparent bg-sent-wash text-sent' : 'border-control text-quiet'}`}
            >
              {isDone ? <Check className="size-3.5" /> : index + 1}
            </span>
            <div className="min-w-0">
              <p className="font-strong">
                {title}
                {isDone && <span className="sr-only">, done</span>}
              </p>
              <p className="text-quiet">{detail}</p>
            </div>
          </li>
        ))}
      </ol>
    </Section>
  )
}

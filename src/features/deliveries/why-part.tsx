import { useQuery } from '@tanstack/react-query'
import type { Verdict, Why } from '../../../contract/explanations.ts'
import type { Message } from '../../../contract/messages.ts'
import { currentProject } from '../../lib/project.ts'
import { Badge } from '../../ui/badge.tsx'
import { LoadError } from '../../ui/load-error.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Section } from '../../ui/section.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { peopleQueries } from '../people/people-queries.ts'
import { DeliveryBadge } from './delivery-badge.tsx'
import { reachedNobody } from './delivery-words.ts'
import { explanationQueries } from './explanation-queries.ts'
import { verdictLook, whenWords } from './verdict-words.ts'
import { WhoPicker } from './who-picker.tsx'

export interface WhyPartProps {
  message: Message
  /** Who is asked about, as it stands in the URL. */
  who: string
  onWho: (who: string) => void
}

/** One person, address, number or device: whether it got the message, and why or why not; before it is sent, whether it would. */
export function WhyPart({ message, who, onWho }: WhyPartProps) {
  const query = useQuery(explanationQueries.why(message, who))
  const { data, error } = query
  const isSent = message.delivery.startedAt !== null
  return (
    <Section
      title={isSent ? 'Who got it?' : 'Who would get it?'}
      description={
        isSent
          ? 'Ask about anybody: what became of it, or why there was nothing for them.'
          : 'Ask about anybody, as things stand now.'
      }
    >
      <WhoPicker who={who} onWho={onWho} />
      <div role="status" className="mt-4 grid grid-cols-1 gap-3 empty:hidden">
        {who !== '' && !data && !error && (
          <>
            <span className="sr-only">Looking…</span>
            <Skeleton width="60%" />
          </>
        )}
        {data && who !== '' && <Verdicts why={data} message={message} />}
      </div>
      {error && !data && <LoadError query={query} title="It could not be looked up" />}
    </Section>
  )
}

function Verdicts({ why: { verdicts, hasMore }, message }: { why: Why; message: Message }) {
  const ids = [...new Set(verdicts.flatMap(({ userId }) => userId ?? []))]
  const { data } = useQuery(peopleQueries.byIds(ids))
  const blocked = data?.users.filter(({ status }) => !status).map(({ $id }) => $id) ?? []
  return (
    <>
      <ul className="divide-y divide-line border-y border-line">
        {verdicts.map((verdict) => (
          <li
            key={`${verdict.code} ${verdict.userId} ${verdict.targetId} ${verdict.delivery?.$id}`}
            className="grid grid-cols-1 gap-1.5 py-3"
          >
            <VerdictView
              verdict={verdict}
              message={message}
              isBlocked={verdict.userId !== null && blocked.includes(verdict.userId)}
            />
          </li>
        ))}
      </ul>
      {hasMore && <p className="text-sm text-quiet">There are more: ask more narrowly to see them.</p>}
    </>
  )
}

interface VerdictViewProps {
  verdict: Verdict
  message: Message
  isBlocked: boolean
}

function VerdictView({ verdict, message, isBlocked }: VerdictViewProps) {
  const { text, at, code, delivery, provider, userId, userName, identifier, providerType } = verdict
  const look = verdictLook(code)
  const shown = providerType === 'push' ? 'a device' : identifier
  const params = { projectId: currentProject() }
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        {look ? (
          <Badge tone={look.tone}>{look.word}</Badge>
        ) : (
          delivery && <DeliveryBadge delivery={delivery} />
        )}
        {userId ? (
          <TextLink to="/p/$projectId/people/$userId" params={{ ...params, userId }}>
            {userName || userId}
          </TextLink>
        ) : (
          userName && <span className="font-strong">{userName}</span>
        )}
        {isBlocked && <Badge tone="cancelled">Blocked</Badge>}
        {shown && <span className="min-w-0 text-quiet wrap-anywhere">{shown}</span>}
      </p>
      <p className="max-w-prose wrap-anywhere">{text}</p>
      {isBlocked && (
        <p className="max-w-prose text-quiet">
          That they are blocked has nothing to do with it: it keeps them from signing in, and no message from
          them.
        </p>
      )}
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-quiet empty:hidden">
        {at && (
          <li>
            {whenWords(code)} <RelativeTime at={at} />
          </li>
        )}
        {verdict.ways.map((way) => (
          <li key={`${way.kind} ${way.id}`}>
            <WayView way={way} />
          </li>
        ))}
        {provider && (
          <li>{provider.test ? reachedNobody.replace('reached', 'reaches') : `Through ${provider.name}`}</li>
        )}
        {delivery && (
          <li>
            <TextLink
              to="/p/$projectId/messages/$messageId/deliveries"
              params={{ ...params, messageId: message.$id }}
              search={{ open: delivery.$id }}
            >
              Open the delivery
            </TextLink>
          </li>
        )}
      </ul>
    </>
  )
}

function WayView({ way: { kind, name, id, since } }: { way: Verdict['ways'][number] }) {
  switch (kind) {
    case 'topic':
      return (
        <>
          By topic {name || id || 'that is gone'}
          {since && (
            <>
              , subscribed <RelativeTime at={since} />
            </>
          )}
        </>
      )
    case 'user':
      return 'Named as a person'
    case 'target':
      return 'Named by itself'
    case 'cc':
      return 'In Cc'
    case 'bcc':
      return 'In Bcc'
  }
}

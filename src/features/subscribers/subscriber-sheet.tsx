import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Log } from '../../../contract/logs.ts'
import type { Subscriber } from '../../../contract/subscribers.ts'
import type { Topic } from '../../../contract/topics.ts'
import { ApiError, problemOf } from '../../lib/api-error.ts'
import { currentProject } from '../../lib/project.ts'
import { formatInstant, viewerZone, zoneLabel } from '../../lib/time.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { ChannelIcon } from '../../ui/channel-icon.tsx'
import { CopyableId } from '../../ui/copyable-id.tsx'
import { DescriptionList } from '../../ui/description-list.tsx'
import { LoadError } from '../../ui/load-error.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { RowSheet } from '../../ui/row-sheet.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { actorName, whatWords } from '../activity/activity-words.ts'
import { useMay } from '../session/use-session.ts'
import { useUnsubscribing } from '../subscriptions/use-unsubscribing.ts'
import { subscriberQueries } from './subscriber-queries.ts'
import { subscriberTitle } from './subscriber-title.ts'

export interface SubscriberSheetProps {
  topic: Topic
  subscriberId: string
  onClose: () => unknown
}

/** One subscriber with all that is known of it. The list beside it stays in use. */
export function SubscriberSheet({ topic, subscriberId, onClose }: SubscriberSheetProps) {
  const query = useQuery(subscriberQueries.get(topic.$id, subscriberId))
  const { error, refetch, isFetching } = query
  const mayChange = useMay('editor')
  const isGone = error instanceof ApiError && error.code === 404
  const subscriber = isGone ? undefined : query.data
  const problem = problemOf(error)
  return (
    <RowSheet
      open
      onClose={onClose}
      title={subscriber ? subscriberTitle(subscriber) : 'Subscriber'}
      description={`Subscribed to “${topic.name}”`}
      footer={
        subscriber && mayChange && <Unsubscribe subscriber={subscriber} topic={topic} onDone={onClose} />
      }
      error={
        problem && {
          title: isGone ? 'This subscriber is gone' : 'This subscriber could not be loaded',
          problem: isGone ? { message: 'It has been removed, or never was in this topic.' } : problem,
          onRetry: isGone ? undefined : () => void refetch(),
          retrying: isFetching,
        }
      }
    >
      {subscriber && (
        <div className="grid gap-8">
          <Facts subscriber={subscriber} />
          <Done subscriber={subscriber} />
        </div>
      )}
    </RowSheet>
  )
}

function Facts({ subscriber }: { subscriber: Subscriber }) {
  const { userId, userName, target, providerType, $id, $createdAt } = subscriber
  const params = { projectId: currentProject(), userId }
  const isDevice = providerType === 'push'
  return (
    <DescriptionList
      items={[
        {
          term: 'Person',
          value: (
            <TextLink to="/p/$projectId/people/$userId" params={params}>
              {userName || userId}
            </TextLink>
          ),
        },
        { term: 'By', value: <ChannelIcon channel={providerType} named /> },
        ...(isDevice
          ? [{ term: 'Token', value: <span className="font-mono text-xs">{target.identifier}</span> }]
          : []),
        ...(target.name && !isDevice ? [{ term: 'Called', value: target.name }] : []),
        {
          term: 'State',
          value: target.expired ? (
            <>
              <Badge tone="skipped">Expired</Badge>
              <span className="mt-1 block text-sm text-quiet">
                A provider has called it dead: messages skip it.{' '}
                <TextLink to="/p/$projectId/people/$userId/targets" params={params}>
                  Make it active again
                </TextLink>
              </span>
            </>
          ) : (
            'Active'
          ),
        },
        {
          term: 'Since',
          value: (
            <>
              {formatInstant($createdAt, 'exact')}{' '}
              <span className="text-quiet">{zoneLabel(viewerZone())}</span>
            </>
          ),
        },
        { term: 'Subscriber ID', value: <CopyableId id={$id} of="subscriber ID" /> },
        { term: 'Target ID', value: <CopyableId id={target.$id} of="target ID" /> },
      ]}
    />
  )
}

/** What was done to it. Who came in by a batch is told of in the topic's activity. */
function Done({ subscriber: { $id, topicId } }: { subscriber: Subscriber }) {
  const query = useQuery(subscriberQueries.logs($id))
  const { data, error } = query
  return (
    <section aria-labelledby="subscriber-activity">
      <h3 id="subscriber-activity" className="mb-3 text-base font-strong">
        Activity
      </h3>
      {error && !data && <LoadError query={query} title="The activity could not be loaded" />}
      {!data && !error && <Skeleton width="60%" />}
      {data && data.logs.length === 0 && (
        <p className="text-quiet">
          Nothing of its own: it came with others at once. That stands in{' '}
          <TextLink
            to="/p/$projectId/topics/$topicId/activity"
            params={{ projectId: currentProject(), topicId }}
          >
            the topic’s activity
          </TextLink>
          .
        </p>
      )}
      {data && data.logs.length > 0 && (
        <ul className="divide-y divide-line border-y border-line">
          {data.logs.map((log) => (
            <Entry key={log.$id} log={log} />
          ))}
        </ul>
      )}
    </section>
  )
}

function Entry({ log }: { log: Log }): ReactNode {
  return (
    <li className="flex justify-between gap-4 py-2.5">
      <span className="min-w-0 wrap-anywhere">
        {whatWords(log)} <span className="text-quiet">by {actorName(log)}</span>
      </span>
      <span className="shrink-0 text-quiet">
        <RelativeTime at={log.time} />
      </span>
    </li>
  )
}

function Unsubscribe({
  subscriber,
  topic,
  onDone,
}: {
  subscriber: Subscriber
  topic: Topic
  onDone: () => unknown
}) {
  const queryClient = useQueryClient()
  const { unsubscribe, isPending } = useUnsubscribing(subscriber, topic.name, async () => {
    await onDone()
    // Nobody is to look for it again.
    queryClient.removeQueries({ queryKey: subscriberQueries.get(topic.$id, subscriber.$id).queryKey })
  })
  return (
    <Button onClick={unsubscribe} pending={isPending && 'Removing…'}>
      Unsubscribe
    </Button>
  )
}

import { useQuery } from '@tanstack/react-query'
import type { ChannelType } from '../../../contract/resource.ts'
import type { Topic } from '../../../contract/topics.ts'
import { currentProject } from '../../lib/project.ts'
import { ChannelIcon } from '../../ui/channel-icon.tsx'
import { DescriptionList } from '../../ui/description-list.tsx'
import { LoadError } from '../../ui/load-error.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Section } from '../../ui/section.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { targetWords } from '../people/target-words.ts'
import { subscribeWords } from './subscribe-words.ts'
import { topicQueries } from './topic-queries.ts'
import { TopicUsesList } from './topic-uses-list.tsx'
import { useTopic } from './use-topic.ts'

export function TopicOverview({ topicId }: { topicId: string }) {
  const topic = useTopic(topicId)
  return (
    <div className="grid gap-x-16 gap-y-10 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <div>
        <Section title="Whom it reaches">
          <Reach topic={topic} />
        </Section>
        <Section title="What comes next">
          <Next topicId={topicId} />
        </Section>
      </div>
      <div>
        <Section title="About it">
          <DescriptionList
            items={[
              { term: 'Description', value: topic.description },
              { term: 'Who may subscribe', value: <Opening topic={topic} /> },
              { term: 'Created', value: <RelativeTime at={topic.$createdAt} /> },
            ]}
          />
        </Section>
      </div>
    </div>
  )
}

const channels = ['email', 'sms', 'push'] as const

const nothing: Record<ChannelType, string> = {
  email: 'No address: an e-mail to it reaches nobody.',
  sms: 'No number: an SMS to it reaches nobody.',
  push: 'No device: a push notification to it reaches nobody.',
}

function Reach({ topic }: { topic: Topic }) {
  const params = { projectId: currentProject(), topicId: topic.$id }
  return (
    <ul className="divide-y divide-line border-y border-line">
      {channels.map((channel) => {
        const total = topic[`${channel}Total`]
        return (
          <li key={channel} className="flex items-center gap-3 py-2.5">
            <ChannelIcon channel={channel} />
            {total === 0 ? (
              <span className="text-quiet">{nothing[channel]}</span>
            ) : (
              <TextLink
                to="/p/$projectId/topics/$topicId/subscribers"
                params={params}
                search={{ channel: [channel] }}
              >
                {total.toLocaleString()} {targetWords[channel][total === 1 ? 0 : 1]}
              </TextLink>
            )}
          </li>
        )
      })}
    </ul>
  )
}

function Opening({ topic: { subscribe } }: { topic: Topic }) {
  if (subscribe.length > 0) return subscribeWords(subscribe)
  return 'Nobody themselves: administrators and programs with a key subscribe people'
}

const shown = { size: 5 }

function Next({ topicId }: { topicId: string }) {
  const query = useQuery(topicQueries.uses(topicId, shown))
  const { data, error } = query
  if (!data && error) {
    return <LoadError query={query} title="What comes next could not be loaded" />
  }
  if (!data) return <Skeleton width="60%" />
  if (data.messages.length === 0) return <p className="text-quiet">Nothing is scheduled for it.</p>
  return (
    <TopicUsesList
      messages={data.messages.slice(0, shown.size)}
      total={data.total}
      rest={
        <TextLink
          to="/p/$projectId/topics/$topicId/upcoming"
          params={{ projectId: currentProject(), topicId }}
        >
          All upcoming
        </TextLink>
      }
    />
  )
}

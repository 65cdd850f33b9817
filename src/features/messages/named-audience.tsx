import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Message } from '../../../contract/messages.ts'
import { currentProject } from '../../lib/project.ts'
import { TextLink } from '../../ui/text-link.tsx'
import { peopleQueries } from '../people/people-queries.ts'
import { personName } from '../people/person-name.ts'
import { topicQueries } from '../topics/topic-queries.ts'

const namesShown = 5

/** Whom a message names: topics, people, single addresses. */
export function NamedAudience({
  message: { topics, users, targets, data, providerType },
}: {
  message: Message
}) {
  const some = { topics: topics.slice(0, namesShown), users: users.slice(0, namesShown) }
  const foundTopics = useQuery(topicQueries.byIds(some.topics))
  const foundUsers = useQuery(peopleQueries.byIds(some.users))
  const copies = providerType === 'email' ? data.cc.length + data.bcc.length : 0
  const projectId = currentProject()
  const lines = [
    topics.length > 0 && (
      <Named key="topics" one="Topic" many="Topics" total={topics.length}>
        {foundTopics.data?.topics.map(({ $id, name }) => (
          <TextLink key={$id} to="/p/$projectId/topics/$topicId" params={{ projectId, topicId: $id }}>
            {name}
          </TextLink>
        ))}
      </Named>
    ),
    users.length > 0 && (
      <Named key="users" one="Person" many="People" total={users.length}>
        {foundUsers.data?.users.map((user) => (
          <TextLink key={user.$id} to="/p/$projectId/people/$userId" params={{ projectId, userId: user.$id }}>
            {personName(user)}
          </TextLink>
        ))}
      </Named>
    ),
    targets.length > 0 && (
      <li key="targets">
        {targets.length.toLocaleString()} single {targets.length === 1 ? 'address' : 'addresses'}
      </li>
    ),
    copies > 0 && <li key="copies">{copies.toLocaleString()} in Cc and Bcc</li>,
  ].filter(Boolean)
  if (lines.length === 0) return <span className="text-quiet">Nobody chosen yet</span>
  return <ul className="grid gap-0.5">{lines}</ul>
}

interface NamedProps {
  one: string
  many: string
  total: number
  /** Links to the first of them, as far as they are still there. */
  children: readonly ReactNode[] | undefined
}

function Named({ one, many, total, children: links = [] }: NamedProps) {
  const word = total === 1 ? one : many
  const rest = total - links.length
  if (links.length === 0) {
    return (
      <li>
        {total.toLocaleString()} {word.toLowerCase()}
      </li>
    )
  }
  return (
    <li>
      {word}: {links.flatMap((link, index) => (index === 0 ? [link] : [', ', link]))}
      {rest > 0 && ` and ${rest.toLocaleString()} more`}
    </li>
  )
}

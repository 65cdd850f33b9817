import { useQuery } from '@tanstack/react-query'
import type { Message } from '../../../contract/messages.ts'
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
  const topicNames = foundTopics.data?.topics.map(({ name }) => name) ?? []
  const userNames = foundUsers.data?.users.map(personName) ?? []
  const lines = [
    topics.length > 0 && namesText('Topic', 'Topics', topicNames, topics.length),
    users.length > 0 && namesText('Person', 'People', userNames, users.length),
    targets.length > 0 &&
      `${targets.length.toLocaleString()} single ${targets.length === 1 ? 'address' : 'addresses'}`,
    copies > 0 && `${copies.toLocaleString()} in Cc and Bcc`,
  ].filter(Boolean)
  if (lines.length === 0) return <span className="text-quiet">Nobody chosen yet</span>
  return (
    <ul className="grid gap-0.5">
      {lines.map((line) => (
        <li key={String(line)}>{line}</li>
      ))}
    </ul>
  )
}

function namesText(one: string, many: string, names: readonly string[], total: number): string {
  const word = total === 1 ? one : many
  if (names.length === 0) return `${total.toLocaleString()} ${word.toLowerCase()}`
  const rest = total - names.length
  return `${word}: ${names.join(', ')}${rest > 0 ? ` and ${rest.toLocaleString()} more` : ''}`
}

import { useQueries } from '@tanstack/react-query'
import Megaphone from 'lucide-react/icons/megaphone'
import Plug from 'lucide-react/icons/plug'
import User from 'lucide-react/icons/user'
import { problemOf } from '../../lib/api-error.ts'
import { ChannelIcon } from '../../ui/channel-icon.tsx'
import { messageTitle } from '../messages/message-title.ts'
import { personName } from '../people/person-name.ts'
import { useProject } from '../projects/use-project.ts'
import { type Command, useGo } from './palette-commands.tsx'
import { paletteQueries } from './palette-search.ts'

export interface Results {
  readonly found: readonly Command[]
  readonly isPending: boolean
  readonly problem: string | undefined
}

/** What the server finds, in its order and as it finds it. */
export function useResults(search: string): Results {
  const { $id } = useProject()
  const go = useGo()
  const results = useQueries({
    queries: [
      paletteQueries.messages(search),
      paletteQueries.topics(search),
      paletteQueries.people(search),
      paletteQueries.providers(search),
    ],
  })
  const [messages, topics, people, providers] = results
  const page = (path: string, id: string) => go(`/p/${$id}/${path}/${encodeURIComponent(id)}`)
  const all = (path: string, group: string, total = 0, shown = 0): Command[] =>
    total > shown
      ? [
          {
            id: `all ${group}`,
            group,
            label: `All ${total.toLocaleString()} of “${search}”`,
            icon: null,
            ...go(`/p/${$id}/${path}?q=${encodeURIComponent(JSON.stringify(search))}`),
          },
        ]
      : []

  return {
    found: [
      ...(messages.data?.messages.map((message) => ({
        id: `message ${message.$id}`,
        group: 'Messages',
        label: messageTitle(message),
        icon: <ChannelIcon channel={message.providerType} />,
        ...page('messages', message.$id),
      })) ?? []),
      ...all('messages', 'Messages', messages.data?.total, messages.data?.messages.length),
      ...(topics.data?.topics.map((topic) => ({
        id: `topic ${topic.$id}`,
        group: 'Topics',
        label: topic.name,
        detail: topic.description || undefined,
        icon: <Megaphone />,
        ...page('topics', topic.$id),
      })) ?? []),
      ...all('topics', 'Topics', topics.data?.total, topics.data?.topics.length),
      ...(people.data?.users.map((user) => ({
        id: `person ${user.$id}`,
        group: 'People',
        label: personName(user),
        detail: user.name ? user.email || user.phone : undefined,
        icon: <User />,
        ...page('people', user.$id),
      })) ?? []),
      ...all('people', 'People', people.data?.total, people.data?.users.length),
      ...(providers.data?.providers.map((provider) => ({
        id: `provider ${provider.$id}`,
        group: 'Providers',
        label: provider.name,
        icon: <Plug />,
        ...page('providers', provider.$id),
      })) ?? []),
      ...all('providers', 'Providers', providers.data?.total, providers.data?.providers.length),
    ],
    isPending: results.some(({ isLoading }) => isLoading),
    problem: problemOf(results.find(({ error }) => error)?.error)?.message,
  }
}

// What the rows of a page only have ids for is called by its name: messages, people with their devices, providers.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext } from 'react'
import type { Delivery } from '../../../contract/deliveries.ts'
import type { Target } from '../../../contract/targets.ts'
import { messageQueries } from '../messages/message-queries.ts'
import { messageTitle } from '../messages/message-title.ts'
import { peopleQueries } from '../people/people-queries.ts'
import { personName } from '../people/person-name.ts'
import { providerQueries } from '../providers/provider-queries.ts'

interface Names {
  /** Undefined while it is not known, or nobody has that id any more. */
  readonly message: (id: string) => string | undefined
  readonly person: (id: string | null) => string | undefined
  /** A device by its name; an address or a number by itself where nobody named it. */
  readonly target: (id: string | null) => string | undefined
  readonly provider: (id: string | null) => string | undefined
}

const unknown = () => undefined
const NamesContext = createContext<Names>({
  message: unknown,
  person: unknown,
  target: unknown,
  provider: unknown,
})

export const useDeliveryNames = () => useContext(NamesContext)

export interface DeliveryNamesProps {
  rows: readonly Delivery[] | undefined
  /** What the page is about or narrowed to: it has a name even where no row fits. */
  person?: string | undefined
  message?: string | undefined
  children: ReactNode
}

/** Three questions a page, whatever the number of its rows. */
export function DeliveryNames({ rows = [], person, message, children }: DeliveryNamesProps) {
  const messages = useQuery({
    ...messageQueries.byIds(distinct([...rows.map(({ messageId }) => messageId), message])),
    placeholderData: keepPreviousData,
  })
  const people = useQuery({
    ...peopleQueries.byIds(distinct([...rows.map(({ userId }) => userId), person])),
    placeholderData: keepPreviousData,
  })
  const providers = useQuery(providerQueries.everyOne())
  const messageNames = new Map(messages.data?.messages.map((one) => [one.$id, messageTitle(one)]))
  const personNames = new Map(people.data?.users.map((one) => [one.$id, personName(one)]))
  const targetNames = new Map(
    people.data?.users.flatMap(({ targets }) =>
      targets.map((target) => [target.$id, targetName(target)] as const),
    ),
  )
  const providerNames = new Map(providers.data?.providers.map(({ $id, name }) => [$id, name]))
  return (
    <NamesContext
      value={{
        message: (id) => messageNames.get(id),
        person: (id) => personNames.get(id ?? ''),
        target: (id) => targetNames.get(id ?? ''),
        provider: (id) => providerNames.get(id ?? ''),
      }}
    >
      {children}
    </NamesContext>
  )
}

const targetName = ({ providerType, name, identifier }: Target) =>
  providerType === 'push' ? name || undefined : identifier

/** Sorted, so that the same page in another order is the same question. */
const distinct = (ids: readonly (string | null | undefined)[]): string[] =>
  [...new Set(ids.flatMap((id) => id ?? []))].sort()

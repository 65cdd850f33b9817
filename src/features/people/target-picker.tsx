import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ChannelType } from '../../../contract/resource.ts'
import type { User } from '../../../contract/users.ts'
import { problemOf } from '../../lib/api-error.ts'
import { ChannelIcon } from '../../ui/channel-icon.tsx'
import type { ComboboxOption } from '../../ui/combobox.tsx'
import { areShown, IdCombobox } from '../../ui/id-combobox.tsx'
import { peopleQueries } from './people-queries.ts'
import { personName } from './person-name.ts'
import { targetWords } from './target-words.ts'

export interface TargetPickerProps {
  /** Of any where it is left out; then those that are chosen have to be chosen here. */
  channel?: ChannelType | undefined
  ids: readonly string[]
  onChange: (ids: readonly string[]) => void
  onBlur?: (() => void) | undefined
  name?: string | undefined
}

/** Single addresses, numbers or devices; found by whose they are. */
export function TargetPicker({ channel, ids, ...rest }: TargetPickerProps) {
  const [one, several] = channel ? targetWords[channel] : anyWords
  const [search, setSearch] = useState('')
  const found = useQuery({ ...peopleQueries.suggestions(search.trim()), placeholderData: keepPreviousData })
  const chosen = useQuery({
    ...peopleQueries.targetsByIds(channel ?? 'email', ids),
    enabled: channel !== undefined && areShown(ids),
    placeholderData: keepPreviousData,
  })
  return (
    <IdCombobox
      {...rest}
      ids={ids}
      named={
        chosen.data?.recipients.map(({ targetId, identifier, userName }) => ({
          value: targetId,
          label: identifier,
          detail: userName,
        })) ?? []
      }
      manyText={(count) => `${count.toLocaleString()} ${several} are named one by one`}
      search={search}
      onSearch={setSearch}
      options={targetOptions(found.data?.users, channel)}
      pending={found.isPending}
      problem={problemOf(found.error)?.message}
      placeholder="Search by name or address"
      empty={search ? `No ${one} belongs to “${search}”.` : `There are no ${several} yet.`}
    />
  )
}

const anyWords = ['address, number or device', 'addresses, numbers and devices'] as const

function targetOptions(
  users: readonly User[] | undefined,
  channel: ChannelType | undefined,
): ComboboxOption[] {
  return (users ?? []).flatMap((user) =>
    user.targets
      .filter(({ providerType }) => channel === undefined || providerType === channel)
      .map(({ $id, identifier, name, providerType }) => ({
        value: $id,
        label: providerType === 'push' ? name || identifier : identifier,
        detail: personName(user),
        ...(channel === undefined && { icon: <ChannelIcon channel={providerType} /> }),
      })),
  )
}

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ChannelType } from '../../../contract/resource.ts'
import type { Target } from '../../../contract/targets.ts'
import type { User } from '../../../contract/users.ts'
import { problemOf } from '../../lib/api-error.ts'
import { ChannelIcon } from '../../ui/channel-icon.tsx'
import type { ComboboxOption } from '../../ui/combobox.tsx'
import { IdCombobox } from '../../ui/id-combobox.tsx'
import { peopleQueries } from './people-queries.ts'
import { personName } from './person-name.ts'
import { targetWords } from './target-words.ts'

export interface TargetPickerProps {
  /** Of any where it is left out. */
  channel?: ChannelType | undefined
  ids: readonly string[]
  onChange: (ids: readonly string[]) => void
  onBlur?: (() => void) | undefined
  name?: string | undefined
  /** Targets among the chosen that are known already. */
  known?: readonly Target[] | undefined
}

/** Single addresses, numbers or devices; found by whose they are. */
export function TargetPicker({ channel, ids, known = [], ...rest }: TargetPickerProps) {
  const [one, several] = channel ? targetWords[channel] : anyWords
  const [search, setSearch] = useState('')
  const found = useQuery({ ...peopleQueries.suggestions(search.trim()), placeholderData: keepPreviousData })
  // Targets cannot be asked for by their ids; those of the first people come with the open list.
  const first = useQuery({ ...peopleQueries.suggestions(''), enabled: ids.length > 0 })
  const named = [...known.map(targetOption), ...targetOptions(first.data?.users, channel)]
  return (
    <IdCombobox
      {...rest}
      ids={ids}
      named={named}
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

const targetOption = ({ $id, identifier, name, providerType }: Target): ComboboxOption => ({
  value: $id,
  label: providerType === 'push' ? name || identifier : identifier || name,
})

function targetOptions(
  users: readonly User[] | undefined,
  channel: ChannelType | undefined,
): ComboboxOption[] {
  return (users ?? []).flatMap((user) =>
    user.targets
      .filter(({ providerType }) => channel === undefined || providerType === channel)
      .map((target) => ({
        ...targetOption(target),
        detail: personName(user),
        ...(channel === undefined && { icon: <ChannelIcon channel={target.providerType} /> }),
      })),
  )
}

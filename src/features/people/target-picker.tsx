import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ChannelType } from '../../../contract/resource.ts'
import type { Target } from '../../../contract/targets.ts'
import type { User } from '../../../contract/users.ts'
import { problemOf } from '../../lib/api-error.ts'
import type { ComboboxOption } from '../../ui/combobox.tsx'
import { IdCombobox } from '../../ui/id-combobox.tsx'
import { peopleQueries } from './people-queries.ts'
import { personName } from './person-name.ts'

export interface TargetPickerProps {
  channel: ChannelType
  ids: readonly string[]
  onChange: (ids: readonly string[]) => void
  onBlur?: (() => void) | undefined
  name?: string | undefined
  /** Targets among the chosen that are known already. */
  known?: readonly Target[] | undefined
}

/** Single addresses, numbers or devices; found by whose they are. */
export function TargetPicker({ channel, ids, known = [], ...rest }: TargetPickerProps) {
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
      manyText={(count) => `${count.toLocaleString()} ${words[channel][1]} are named one by one`}
      search={search}
      onSearch={setSearch}
      options={targetOptions(found.data?.users, channel)}
      pending={found.isPending}
      problem={problemOf(found.error)?.message}
      placeholder="Search by name or address"
      empty={
        search ? `No ${words[channel][0]} belongs to “${search}”.` : `There are no ${words[channel][1]} yet.`
      }
    />
  )
}

const words = {
  email: ['address', 'addresses'],
  sms: ['number', 'numbers'],
  push: ['device', 'devices'],
} as const

const targetOption = ({ $id, identifier, name }: Target): ComboboxOption => ({
  value: $id,
  label: identifier || name,
})

function targetOptions(users: readonly User[] | undefined, channel: ChannelType): ComboboxOption[] {
  return (users ?? []).flatMap((user) =>
    user.targets
      .filter(({ providerType }) => providerType === channel)
      .map((target) => ({ ...targetOption(target), detail: personName(user) })),
  )
}

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ChannelType } from '../../../contract/resource.ts'
import type { User } from '../../../contract/users.ts'
import { problemOf } from '../../lib/api-error.ts'
import type { ComboboxOption } from '../../ui/combobox.tsx'
import { areShown, IdCombobox } from '../../ui/id-combobox.tsx'
import { peopleQueries } from './people-queries.ts'
import { personName } from './person-name.ts'

export interface PersonPickerProps {
  /** The one that has to reach them; without one they are named by their first target. */
  channel?: ChannelType | undefined
  ids: readonly string[]
  onChange: (ids: readonly string[]) => void
  onBlur?: (() => void) | undefined
  name?: string | undefined
  most?: number | undefined
}

/** People, each with where messages would reach them. */
export function PersonPicker({ channel, ids, ...rest }: PersonPickerProps) {
  const [search, setSearch] = useState('')
  const found = useQuery({ ...peopleQueries.suggestions(search.trim()), placeholderData: keepPreviousData })
  const chosen = useQuery({
    ...peopleQueries.byIds(ids),
    enabled: areShown(ids),
    placeholderData: keepPreviousData,
  })
  const toOption = (user: User) => personOption(user, channel)
  return (
    <IdCombobox
      {...rest}
      ids={ids}
      named={chosen.data?.users.map(toOption) ?? []}
      manyText={(count) => `${count.toLocaleString()} people are named one by one`}
      search={search}
      onSearch={setSearch}
      options={found.data?.users.map(toOption) ?? []}
      total={found.data?.total}
      pending={found.isPending}
      problem={problemOf(found.error)?.message}
      placeholder="Search by name or address"
      empty={search ? `Nobody is called “${search}”.` : 'There is nobody yet.'}
    />
  )
}

const nothing = { email: 'no address', sms: 'no number', push: 'no device' } as const

function personOption(user: User, channel: ChannelType | undefined): ComboboxOption {
  const reached = user.targets.filter(({ providerType }) => !channel || providerType === channel)
  const [first, ...others] = reached.map(({ identifier }) => identifier)
  const label = personName(user)
  return {
    value: user.$id,
    label,
    detail: !first ? channel && nothing[channel] : others.length > 0 ? `${first} + ${others.length}` : first,
  }
}

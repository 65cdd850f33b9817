import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Message } from '../../../contract/messages.ts'
import { problemOf } from '../../lib/api-error.ts'
import { formatInstant } from '../../lib/time.ts'
import { ChannelIcon } from '../../ui/channel-icon.tsx'
import type { ComboboxOption } from '../../ui/combobox.tsx'
import { areShown, IdCombobox } from '../../ui/id-combobox.tsx'
import { messageQueries } from './message-queries.ts'
import { relevantTime } from './message-state.ts'
import { messageTitle } from './message-title.ts'

export interface MessagePickerProps {
  ids: readonly string[]
  onChange: (ids: readonly string[]) => void
  most?: number | undefined
}

/** Messages, the newest first, each with the day that matters of it. */
export function MessagePicker({ ids, ...rest }: MessagePickerProps) {
  const [search, setSearch] = useState('')
  const found = useQuery({ ...messageQueries.suggestions(search.trim()), placeholderData: keepPreviousData })
  const chosen = useQuery({
    ...messageQueries.byIds(ids),
    enabled: areShown(ids),
    placeholderData: keepPreviousData,
  })
  return (
    <IdCombobox
      {...rest}
      ids={ids}
      named={chosen.data?.messages.map(toOption) ?? []}
      manyText={(count) => `${count.toLocaleString()} messages are named one by one`}
      search={search}
      onSearch={setSearch}
      options={found.data?.messages.map(toOption) ?? []}
      total={found.data?.total}
      pending={found.isPending}
      problem={problemOf(found.error)?.message}
      placeholder="Search by name or subject"
      empty={search ? `No message matches “${search}”.` : 'There are no messages yet.'}
    />
  )
}

const toOption = (message: Message): ComboboxOption => ({
  value: message.$id,
  label: messageTitle(message),
  detail: formatInstant(relevantTime(message).at, 'date'),
  icon: <ChannelIcon channel={message.providerType} />,
})

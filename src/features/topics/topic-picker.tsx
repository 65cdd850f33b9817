import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ChannelType } from '../../../contract/resource.ts'
import type { Topic } from '../../../contract/topics.ts'
import { problemOf } from '../../lib/api-error.ts'
import type { ComboboxOption } from '../../ui/combobox.tsx'
import { areShown, IdCombobox } from '../../ui/id-combobox.tsx'
import { topicQueries } from './topic-queries.ts'

export interface TopicPickerProps {
  channel: ChannelType
  ids: readonly string[]
  onChange: (ids: readonly string[]) => void
  onBlur?: (() => void) | undefined
  name?: string | undefined
}

/** Topics, each with how many it reaches by the channel. */
export function TopicPicker({ channel, ids, ...rest }: TopicPickerProps) {
  const [search, setSearch] = useState('')
  const found = useQuery({ ...topicQueries.suggestions(search.trim()), placeholderData: keepPreviousData })
  const chosen = useQuery({
    ...topicQueries.byIds(ids),
    enabled: areShown(ids),
    placeholderData: keepPreviousData,
  })
  const toOption = (topic: Topic) => topicOption(topic, channel)
  return (
    <IdCombobox
      {...rest}
      ids={ids}
      named={chosen.data?.topics.map(toOption) ?? []}
      manyText={(count) => `${count.toLocaleString()} topics are named`}
      search={search}
      onSearch={setSearch}
      options={found.data?.topics.map(toOption) ?? []}
      total={found.data?.total}
      pending={found.isPending}
      problem={problemOf(found.error)?.message}
      placeholder="Search topics"
      empty={search ? `No topic is called “${search}”.` : 'There are no topics yet.'}
    />
  )
}

const addresses = {
  email: ['address', 'addresses'],
  sms: ['number', 'numbers'],
  push: ['device', 'devices'],
} as const

function topicOption(topic: Topic, channel: ChannelType): ComboboxOption {
  const total = topic[`${channel}Total`]
  return {
    value: topic.$id,
    label: topic.name,
    detail: `${total.toLocaleString()} ${addresses[channel][total === 1 ? 0 : 1]}`,
  }
}

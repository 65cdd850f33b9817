import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { problemOf } from '../../lib/api-error.ts'
import { Combobox, type ComboboxOption } from '../../ui/combobox.tsx'
import { Field } from '../../ui/field.tsx'
import { peopleQueries } from '../people/people-queries.ts'
import { personName } from '../people/person-name.ts'

export interface WhoPickerProps {
  /** A person's id, or what was typed: an address, a number, the id of a target. */
  who: string
  onWho: (who: string) => void
}

/** Somebody to ask about: a person, found by the beginning of each name; or what is typed itself, for those who are gone or are no person's. */
export function WhoPicker({ who, onWho }: WhoPickerProps) {
  const [typed, setTyped] = useState('')
  const search = typed.trim()
  const found = useQuery({ ...peopleQueries.suggestions(search), enabled: search !== '' })
  const asked = useQuery(peopleQueries.byIds(who ? [who] : []))
  const people = search === '' ? [] : (found.data?.users ?? [])
  const [person] = asked.data?.users ?? []
  return (
    <Field label="Name, address or ID" hideLabel className="w-full sm:max-w-120">
      <Combobox
        most={1}
        value={who ? [{ value: who, label: person ? personName(person) : who }] : []}
        onChange={([one]) => onWho(one?.value ?? '')}
        search={typed}
        onSearch={setTyped}
        options={people.map((user) => ({
          value: user.$id,
          label: personName(user),
          detail: user.name ? user.email || user.phone : undefined,
        }))}
        total={found.data?.total}
        pending={found.isLoading}
        problem={problemOf(found.error)?.message}
        toOption={(text) => (people.length === 0 || isAddress(text) ? asWritten(text) : undefined)}
        placeholder="Name, address or ID"
        empty="Type whom you ask about."
      />
    </Field>
  )
}

const isAddress = (text: string) => /^\+|@/.test(text)

const asWritten = (text: string): ComboboxOption => ({ value: text, label: text, detail: 'as it is written' })

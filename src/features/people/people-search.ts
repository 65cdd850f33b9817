// The list of people as the URL holds it.
import * as z from 'zod'
import { dayRangeSearch } from '../../lib/day-range.ts'
import { listOrder } from '../../lib/list-order.ts'
import { pageSearch, searchText } from '../../lib/paging.ts'

export const personStates = ['active', 'blocked'] as const
export type PersonState = (typeof personStates)[number]

/** What a person can be without. */
export const personLacks = ['email', 'phone'] as const

export const peopleOrder = listOrder({ name: 'name', email: 'email', added: '-$createdAt' }, '-added')

export const peopleSearch = z.object({
  q: searchText,
  state: z.array(z.enum(personStates)).min(1).optional().catch(undefined),
  lacks: z.array(z.enum(personLacks)).min(1).optional().catch(undefined),
  /** Added on these days. */
  ...dayRangeSearch,
  /** The newest first, unless it says otherwise. */
  order: peopleOrder.search,
  ...pageSearch,
  /** Which dialog is open: for a new person, or for the one with this id. */
  add: z.literal(true).optional().catch(undefined),
  edit: searchText,
  remove: searchText,
})
export type PeopleSearch = z.output<typeof peopleSearch>

/** What of the search decides which rows there are. */
export type PeopleFilter = Omit<PeopleSearch, 'add' | 'edit' | 'remove'>

/** On each page of one person: which dialog is open. */
export const personSearch = z.object({ dialog: z.enum(['edit', 'delete']).optional().catch(undefined) })
export type PersonSearch = z.output<typeof personSearch>

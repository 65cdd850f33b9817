// Where in the list of people one was, so that the way back leads there, filters and page included.
import type { PeopleFilter } from './people-search.ts'

let place: PeopleFilter = {}

export function rememberPeopleList(filter: PeopleFilter): void {
  place = filter
}

export const peopleListPlace = (): PeopleFilter => place

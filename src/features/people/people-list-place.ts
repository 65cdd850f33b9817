import { listPlace } from '../../lib/list-place.ts'
import type { PeopleFilter } from './people-search.ts'

export const peopleListPlace = listPlace<PeopleFilter>()

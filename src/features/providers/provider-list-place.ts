import { listPlace } from '../../lib/list-place.ts'
import type { ProviderSearch } from './provider-search.ts'

export const providerListPlace = listPlace<ProviderSearch>()

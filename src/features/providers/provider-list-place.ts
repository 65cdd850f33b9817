// Where in the list of providers one was, so that the way back leads there, filters and page included.
import type { ProviderSearch } from './provider-search.ts'

let place: ProviderSearch = {}

export function rememberProviderList(search: ProviderSearch): void {
  place = search
}

export const providerListPlace = (): ProviderSearch => place

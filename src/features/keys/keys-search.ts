import * as z from 'zod'
import { searchText } from '../../lib/paging.ts'

/** The key that is about to be revoked. */
export const keysSearch = z.object({ revoke: searchText })
export type KeysSearch = z.output<typeof keysSearch>

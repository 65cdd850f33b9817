// The test inbox as the URL holds it.
import * as z from 'zod'
import { pageSearch, searchText } from '../../lib/paging.ts'

export const inboxSearch = z.object({
  q: searchText,
  ...pageSearch,
  /** All of it is about to be deleted. */
  clear: z.literal(true).optional().catch(undefined),
})
export type InboxSearch = z.output<typeof inboxSearch>

/** The ways to look at a caught e-mail. */
export const emailView = z.enum(['rendered', 'text', 'headers', 'source'])
export type EmailView = z.output<typeof emailView>

/** The list beside it, and how it is looked at itself. */
export const itemSearch = inboxSearch
  .omit({ clear: true })
  .extend({ view: emailView.optional().catch(undefined) })
export type ItemSearch = z.output<typeof itemSearch>

// The test inbox as the URL holds it.
import * as z from 'zod'
import { pageSearch, searchText } from '../../lib/paging.ts'

export const inboxSearch = z.object({ q: searchText, ...pageSearch })
export type InboxSearch = z.output<typeof inboxSearch>

/** The ways to look at a caught e-mail. */
export const emailView = z.enum(['rendered', 'text', 'headers', 'source'])
export type EmailView = z.output<typeof emailView>

export const itemSearch = z.object({ view: emailView.optional().catch(undefined) })
export type ItemSearch = z.output<typeof itemSearch>

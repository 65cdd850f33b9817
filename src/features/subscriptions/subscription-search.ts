// A person's subscriptions as the URL holds them.
import * as z from 'zod'
import { pageSearch } from '../../lib/paging.ts'

export const subscriptionSearch = z.object({
  ...pageSearch,
  /** The dialog that adds to topics is open. */
  add: z.literal(true).optional().catch(undefined),
})
export type SubscriptionSearch = z.output<typeof subscriptionSearch>

import * as z from 'zod'

/** What became of one recipient. In a file of its own, because an address in the console may name it. */
export const deliveryStatus = z.enum([
  'pending',
  'sending',
  'sent',
  'failed',
  'inDoubt',
  'cancelled',
  'skipped',
])
export type DeliveryStatus = z.infer<typeof deliveryStatus>

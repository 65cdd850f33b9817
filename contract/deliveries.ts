// The ledger: one row per message and recipient.
import * as z from 'zod'
import { deliveryStatus } from './delivery-status.ts'
import type { Endpoint } from './endpoint.ts'
import { listReply, queriesOnly } from './lists.ts'
import { recipientRole, skipReason } from './messages.ts'
import { channelType, resource } from './resource.ts'
import { instant } from './wire.ts'

export const deliveryError = z.object({ code: z.string(), message: z.string(), permanent: z.boolean() })

export const deliveryReason = z.enum([...skipReason.options, 'personDeleted'])
export type DeliveryReason = z.infer<typeof deliveryReason>

export const delivery = resource.extend({
  messageId: z.string(),
  userId: z.string().nullable(),
  targetId: z.string().nullable(),
  providerId: z.string().nullable(),
  providerType: channelType,
  role: recipientRole,
  identifier: z.string(),
  status: deliveryStatus,
  attempts: z.int(),
  nextAttemptAt: instant.nullable(),
  sentAt: instant.nullable(),
  providerMessageId: z.string().nullable(),
  /**
   * Why it is skipped. `personDeleted`: the person has been deleted since, whatever came of the delivery; `identifier` no longer
   * tells who it was, and nothing is sent to it again.
   */
  reason: deliveryReason.nullable(),
  error: deliveryError.nullable(),
  /** What the test inbox caught, where it went through a test provider. */
  inboxItemId: z.string().nullable(),
})
export type Delivery = z.infer<typeof delivery>

export const attemptOutcome = z.enum([
  'accepted',
  'transient',
  'rejected',
  'expired',
  'auth',
  'config',
  'unknown',
])
export type AttemptOutcome = z.infer<typeof attemptOutcome>

export const deliveryAttempt = z.object({
  attempt: z.int(),
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  worker: z.string().nullable(),
  outcome: attemptOutcome,
  code: z.string(),
  /** What the provider said, without secrets, at most 4 KB. */
  response: z.string(),
})

export const deliveryDetail = delivery.extend({ attemptLog: z.array(deliveryAttempt) })
export type DeliveryDetail = z.infer<typeof deliveryDetail>

const read = { kind: 'project', scope: 'messages.read', role: 'viewer' } as const

export const deliveries = {
  listOfMessage: {
    method: 'GET',
    path: '/messaging/messages/:messageId/deliveries',
    summary: 'List who got a message and who did not',
    access: read,
    query: queriesOnly,
    reply: listReply('deliveries', delivery),
    csv: true,
  },
  list: {
    method: 'GET',
    path: '/messaging/deliveries',
    summary: 'List deliveries across messages',
    access: read,
    query: queriesOnly,
    reply: listReply('deliveries', delivery),
    csv: true,
  },
  get: {
    method: 'GET',
    path: '/messaging/deliveries/:deliveryId',
    summary: 'Get one delivery with its attempts',
    access: read,
    reply: deliveryDetail,
  },
  settle: {
    method: 'POST',
    path: '/messaging/deliveries/:deliveryId/settle',
    summary: 'Close a delivery in doubt by hand',
    access: { kind: 'project', scope: 'messages.write', role: 'editor' },
    body: z.object({ as: z.enum(['sent', 'failed']) }),
    reply: deliveryDetail,
    status: 200,
  },
} as const satisfies Record<string, Endpoint>

import * as z from 'zod'
import type { Endpoint } from './endpoint.ts'
import { listQuery, listReply } from './lists.ts'
import { channelType, resource } from './resource.ts'
import { target } from './targets.ts'
import { flag, id, list, newId, text } from './wire.ts'

/** A target in a topic. */
export const subscriber = resource.extend({
  targetId: z.string(),
  target,
  userId: z.string(),
  userName: z.string(),
  topicId: z.string(),
  providerType: channelType,
})
export type Subscriber = z.infer<typeof subscriber>

export const subscriberDraft = z.object({ subscriberId: newId, targetId: id })
export type SubscriberDraft = z.infer<typeof subscriberDraft>

export const mostBatchRows = 1000

/** A target by its id, or by what it is: an address, a number, a device token. */
const namedTarget = {
  targetId: id.optional(),
  identifier: text(1, 4096).optional(),
}

const batchAddition = z.object({ subscriberId: newId.default('unique()'), ...namedTarget })
const batchRemoval = z.object({ subscriberId: id.optional(), ...namedTarget })

export const subscriberBatch = z
  .object({
    add: list(batchAddition, mostBatchRows).default([]),
    remove: list(batchRemoval, mostBatchRows).default([]),
    /** Only tells what would become of each row, and changes nothing. */
    dryRun: flag.default(false),
  })
  .superRefine(({ add, remove }, context) => {
    const count = add.length + remove.length
    if (count === 0)
      context.addIssue({ code: 'custom', path: ['add'], message: 'must have an entry, or `remove`' })
    if (count > mostBatchRows) {
      const message = `must have at most ${mostBatchRows} entries together with \`remove\``
      context.addIssue({ code: 'custom', path: ['add'], message })
    }
    for (const [index, row] of add.entries()) {
      if (given(row.targetId, row.identifier) === 1) continue
      const message = 'must name a target either by `targetId` or by `identifier`'
      context.addIssue({ code: 'custom', path: ['add', index], message })
    }
    for (const [index, row] of remove.entries()) {
      if (given(row.subscriberId, row.targetId, row.identifier) === 1) continue
      const message = 'must name a subscriber by one of `subscriberId`, `targetId` and `identifier`'
      context.addIssue({ code: 'custom', path: ['remove', index], message })
    }
  })
export type SubscriberBatch = z.output<typeof subscriberBatch>

function given(...names: readonly (string | undefined)[]): number {
  return names.filter((name) => name !== undefined).length
}

/** What became of one row. */
export const subscriberBatchResult = z.object({
  status: z.enum(['added', 'removed', 'failed']),
  /** The one that was added or removed; of an addition that failed, the one that was there already. */
  subscriber: subscriber.nullable(),
  error: z.object({ type: z.string(), message: z.string() }).nullable(),
})
export type SubscriberBatchResult = z.infer<typeof subscriberBatchResult>

export const subscriberBatchReply = z.object({
  addedTotal: z.int(),
  removedTotal: z.int(),
  failedTotal: z.int(),
  /** One for each row: those of `add` in their order, then those of `remove`. */
  results: z.array(subscriberBatchResult),
})
export type SubscriberBatchReply = z.infer<typeof subscriberBatchReply>

const read = { kind: 'project', scope: 'subscribers.read', role: 'viewer' } as const
const write = { kind: 'project', scope: 'subscribers.write', role: 'editor' } as const
/** End users subscribe their own targets, where the topic's `subscribe` lets them. */
const readOwn = { ...read, user: true } as const
const writeOwn = { ...write, user: true } as const

export const subscribers = {
  create: {
    method: 'POST',
    path: '/messaging/topics/:topicId/subscribers',
    summary: 'Subscribe a target to a topic',
    access: writeOwn,
    body: subscriberDraft,
    reply: subscriber,
  },
  list: {
    method: 'GET',
    path: '/messaging/topics/:topicId/subscribers',
    summary: "List a topic's subscribers",
    access: readOwn,
    query: listQuery,
    reply: listReply('subscribers', subscriber),
    csv: true,
  },
  get: {
    method: 'GET',
    path: '/messaging/topics/:topicId/subscribers/:subscriberId',
    summary: 'Get a subscriber',
    access: readOwn,
    reply: subscriber,
  },
  delete: {
    method: 'DELETE',
    path: '/messaging/topics/:topicId/subscribers/:subscriberId',
    summary: 'Remove a subscriber from a topic',
    access: writeOwn,
    reply: null,
  },
  listEverywhere: {
    method: 'GET',
    path: '/messaging/subscribers',
    summary: 'List the subscribers of all topics',
    access: read,
    query: listQuery,
    reply: listReply('subscribers', subscriber),
    csv: true,
  },
  batch: {
    method: 'POST',
    path: '/messaging/topics/:topicId/subscribers/batch',
    summary: 'Remove and add many subscribers at once; a row that fails does not stop the others',
    access: write,
    body: subscriberBatch,
    reply: subscriberBatchReply,
    status: 200,
  },
} as const satisfies Record<string, Endpoint>

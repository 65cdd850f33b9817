import * as z from 'zod'
import type { Endpoint } from './endpoint.ts'
import { listQuery, listReply } from './lists.ts'
import { channelType, resource } from './resource.ts'
import { target } from './targets.ts'
import { id, newId } from './wire.ts'

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

const read = { kind: 'project', scope: 'subscribers.read', role: 'viewer' } as const
const write = { kind: 'project', scope: 'subscribers.write', role: 'editor' } as const

export const subscribers = {
  create: {
    method: 'POST',
    path: '/messaging/topics/:topicId/subscribers',
    summary: 'Subscribe a target to a topic',
    access: write,
    body: subscriberDraft,
    reply: subscriber,
  },
  list: {
    method: 'GET',
    path: '/messaging/topics/:topicId/subscribers',
    summary: "List a topic's subscribers",
    access: read,
    query: listQuery,
    reply: listReply('subscribers', subscriber),
  },
  get: {
    method: 'GET',
    path: '/messaging/topics/:topicId/subscribers/:subscriberId',
    summary: 'Get a subscriber',
    access: read,
    reply: subscriber,
  },
  delete: {
    method: 'DELETE',
    path: '/messaging/topics/:topicId/subscribers/:subscriberId',
    summary: 'Remove a subscriber from a topic',
    access: write,
    reply: null,
  },
} as const satisfies Record<string, Endpoint>

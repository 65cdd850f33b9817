import * as z from 'zod'
import type { Endpoint } from './endpoint.ts'
import { listQuery, listReply } from './lists.ts'
import { message } from './messages.ts'
import { resource } from './resource.ts'
import { list, newId, roleString, text } from './wire.ts'

export const topic = resource.extend({
  name: z.string(),
  /** Ours: an internal note; '' where none was given. */
  description: z.string(),
  emailTotal: z.int(),
  smsTotal: z.int(),
  pushTotal: z.int(),
  subscribe: z.array(z.string()),
})
export type Topic = z.infer<typeof topic>

const subscribe = list(roleString, 100)

export const topicDraft = z.object({
  topicId: newId,
  name: text(1, 128),
  description: text(0, 256).optional(),
  subscribe: subscribe.default(['users']),
})
export type TopicDraft = z.infer<typeof topicDraft>

export const topicChange = z.object({
  name: text(1, 128).optional(),
  description: text(0, 256).optional(),
  subscribe: subscribe.optional(),
})
export type TopicChange = z.infer<typeof topicChange>

const read = { kind: 'project', scope: 'topics.read', role: 'viewer' } as const
const write = { kind: 'project', scope: 'topics.write', role: 'editor' } as const

export const topics = {
  create: {
    method: 'POST',
    path: '/messaging/topics',
    summary: 'Create a topic',
    access: write,
    body: topicDraft,
    reply: topic,
  },
  list: {
    method: 'GET',
    path: '/messaging/topics',
    summary: 'List topics',
    access: read,
    query: listQuery,
    reply: listReply('topics', topic),
  },
  get: {
    method: 'GET',
    path: '/messaging/topics/:topicId',
    summary: 'Get a topic',
    access: read,
    reply: topic,
  },
  update: {
    method: 'PATCH',
    path: '/messaging/topics/:topicId',
    summary: 'Change a topic',
    access: write,
    body: topicChange,
    reply: topic,
  },
  delete: {
    method: 'DELETE',
    path: '/messaging/topics/:topicId',
    summary: 'Delete a topic and its subscriptions',
    access: write,
    reply: null,
  },
  uses: {
    method: 'GET',
    path: '/messaging/topics/:topicId/uses',
    summary: 'List the scheduled and running messages that name a topic',
    // What is shown are messages, with all that they say.
    access: { kind: 'project', scope: 'messages.read', role: 'viewer' },
    query: listQuery,
    reply: listReply('messages', message),
  },
} as const satisfies Record<string, Endpoint>

import * as z from 'zod'
import type { Endpoint } from './endpoint.ts'
import { listReply, queriesOnly } from './lists.ts'
import { instant } from './wire.ts'

/** One successful write, as Appwrite shows it. Unknown parts of the agent are ''. */
export const log = z.object({
  event: z.string(),
  userId: z.string(),
  userEmail: z.string(),
  userName: z.string(),
  mode: z.enum(['default', 'admin']),
  userType: z.string(),
  ip: z.string(),
  time: instant,
  osCode: z.string(),
  osName: z.string(),
  osVersion: z.string(),
  clientType: z.string(),
  clientCode: z.string(),
  clientName: z.string(),
  clientVersion: z.string(),
  clientEngine: z.string(),
  clientEngineVersion: z.string(),
  deviceName: z.string(),
  deviceBrand: z.string(),
  deviceModel: z.string(),
  countryCode: z.string(),
  countryName: z.string(),
  /** Ours: `{ field: [before, after] }`; a secret that changed is `true`. */
  changes: z.record(z.string(), z.unknown()),
})
export type Log = z.infer<typeof log>

const logList = listReply('logs', log)

/** `limit` and `offset` are all that these lists take. */
export const logs = {
  ofProvider: {
    method: 'GET',
    path: '/messaging/providers/:providerId/logs',
    summary: 'List what was done to a provider',
    access: { kind: 'project', scope: 'providers.read', role: 'viewer' },
    query: queriesOnly,
    reply: logList,
  },
  ofTopic: {
    method: 'GET',
    path: '/messaging/topics/:topicId/logs',
    summary: 'List what was done to a topic',
    access: { kind: 'project', scope: 'topics.read', role: 'viewer' },
    query: queriesOnly,
    reply: logList,
  },
  ofSubscriber: {
    method: 'GET',
    path: '/messaging/subscribers/:subscriberId/logs',
    summary: 'List what was done to a subscriber',
    access: { kind: 'project', scope: 'subscribers.read', role: 'viewer' },
    query: queriesOnly,
    reply: logList,
  },
  ofMessage: {
    method: 'GET',
    path: '/messaging/messages/:messageId/logs',
    summary: 'List what was done to a message',
    access: { kind: 'project', scope: 'messages.read', role: 'viewer' },
    query: queriesOnly,
    reply: logList,
  },
} as const satisfies Record<string, Endpoint>

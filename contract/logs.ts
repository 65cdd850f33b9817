import * as z from 'zod'
import type { Endpoint } from './endpoint.ts'
import { listReply, queriesOnly } from './lists.ts'
import { instant } from './wire.ts'

/** How it ended for whoever wanted it. */
export const logOutcomes = ['done', 'refused'] as const

/**
 * What somebody did, as Appwrite shows it; unknown parts of the agent are ''. Ours are `$id`, `resourceType`, `resourceId`,
 * `resourceName`, `outcome`, `reason` and `changes`.
 */
export const log = z.object({
  $id: z.string(),
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
  /** What it was done to: `topic`, `news`. The id is '' where there is but one, or none yet. */
  resourceType: z.string(),
  resourceId: z.string(),
  /** What it is called now, in the lists of the whole activity; '' where that is not known. */
  resourceName: z.string(),
  outcome: z.enum(logOutcomes),
  /** Why it was refused; '' where it was not. */
  reason: z.string(),
  /** `{ field: [before, after] }`, texts cut at 200 characters; a secret that changed is `true`. */
  changes: z.record(z.string(), z.unknown()),
})
export type Log = z.infer<typeof log>

/** Who and what there is to filter by, each once. */
export const logValues = z.object({
  actors: z.array(log.pick({ userId: true, userName: true, userEmail: true, userType: true })),
  events: z.array(z.string()),
  resourceTypes: z.array(z.string()),
})
export type LogValues = z.infer<typeof logValues>

const logList = listReply('logs', log)

export const logs = {
  list: {
    method: 'GET',
    path: '/logs',
    summary: 'List what was done in the project, what was refused, and what the system did by itself',
    access: { kind: 'project', scope: 'logs.read', role: 'viewer' },
    query: queriesOnly,
    reply: logList,
    csv: true,
  },
  values: {
    method: 'GET',
    path: '/logs/filter-values',
    summary: 'Tell who and what the activity can be filtered by',
    access: { kind: 'project', scope: 'logs.read', role: 'viewer' },
    reply: logValues,
  },
  get: {
    method: 'GET',
    path: '/logs/:logId',
    summary: 'Get one entry of the activity',
    access: { kind: 'project', scope: 'logs.read', role: 'viewer' },
    reply: log,
  },
  // Appwrite's own lists: successful writes by somebody. `limit` and `offset` are all that they take.
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

import * as z from 'zod'
import type { Endpoint } from './endpoint.ts'
import { listReply, queriesOnly } from './lists.ts'
import { channelType, resource } from './resource.ts'
import { id, newId, text } from './wire.ts'

/** An address, a number or a device of a person. */
export const target = resource.extend({
  name: z.string(),
  userId: z.string(),
  providerId: z.string().nullable(),
  providerType: channelType,
  identifier: z.string(),
  expired: z.boolean(),
})
export type Target = z.infer<typeof target>

export const targetList = listReply('targets', target)

export const targetDraft = z.object({
  targetId: newId,
  providerType: channelType,
  identifier: text(1, 255),
  providerId: id.or(z.literal('')).optional(),
  name: text(0, 128).optional(),
})
export type TargetDraft = z.infer<typeof targetDraft>

export const targetChange = z.object({
  identifier: text(1, 255).optional(),
  providerId: id.or(z.literal('')).optional(),
  name: text(0, 128).optional(),
  /** Ours: false gives an expired device another chance. */
  expired: z.literal(false).optional(),
})

const write = { kind: 'project', scope: ['targets.write', 'users.write'], role: 'editor' } as const
const read = { kind: 'project', scope: ['targets.read', 'users.read'], role: 'viewer' } as const

export const targets = {
  create: {
    method: 'POST',
    path: '/users/:userId/targets',
    summary: 'Add an address, a number or a device to a person',
    access: write,
    body: targetDraft,
    reply: target,
  },
  list: {
    method: 'GET',
    path: '/users/:userId/targets',
    summary: "List a person's targets",
    access: read,
    query: queriesOnly,
    reply: targetList,
  },
  get: {
    method: 'GET',
    path: '/users/:userId/targets/:targetId',
    summary: "Get one of a person's targets",
    access: read,
    reply: target,
  },
  update: {
    method: 'PATCH',
    path: '/users/:userId/targets/:targetId',
    summary: "Change one of a person's targets",
    access: write,
    body: targetChange,
    reply: target,
  },
  delete: {
    method: 'DELETE',
    path: '/users/:userId/targets/:targetId',
    summary: "Delete one of a person's targets and its subscriptions",
    access: write,
    reply: null,
  },
} as const satisfies Record<string, Endpoint>

// Providers as every screen and list meets them. What each kind is set up with stands in `provider-kinds.ts`.
import * as z from 'zod'
import type { Endpoint } from './endpoint.ts'
import { listQuery, listReply } from './lists.ts'
import { providerKind } from './provider-kind.ts'
import { channelType, resource } from './resource.ts'
import { instant } from './wire.ts'

export const provider = resource.extend({
  name: z.string(),
  provider: providerKind,
  enabled: z.boolean(),
  type: channelType,
  /** Secrets are masked (`••••` and the last four characters) unless the key holds `providers.secrets`. */
  credentials: z.record(z.string(), z.unknown()),
  options: z.record(z.string(), z.unknown()),
  /** Ours: whether it sends what names no provider of its own. */
  isDefault: z.boolean(),
})
export type Provider = z.infer<typeof provider>

/**
 * What deleting a provider, or switching it off, would touch: how many there are, and of each sort the first ones (to a key
 * only where it may read messages, and targets).
 */
export const providerUses = z.object({
  /** Scheduled or being sent, and going through it: they name it, or they name none and it is the default. */
  messages: z.object({
    total: z.int(),
    messages: z.array(
      z.object({
        $id: z.string(),
        /** The internal name; else the subject, title or text; '' where it has none of them. */
        title: z.string(),
        phase: z.enum(['scheduled', 'preparing', 'sending', 'paused']),
        scheduledAt: instant.nullable(),
      }),
    ),
  }),
  /** Bound to it: whatever is sent to them goes through it. */
  targets: z.object({
    total: z.int(),
    targets: z.array(
      z.object({ $id: z.string(), identifier: z.string(), userId: z.string(), userName: z.string() }),
    ),
  }),
  /** What would send in its place; null where nothing would. `test`: it reaches nobody. */
  successor: z.object({ $id: z.string(), name: z.string(), test: z.boolean() }).nullable(),
})
export type ProviderUses = z.infer<typeof providerUses>

const read = { kind: 'project', scope: 'providers.read', role: 'viewer' } as const
const write = { kind: 'project', scope: 'providers.write', role: 'owner' } as const

export const providers = {
  list: {
    method: 'GET',
    path: '/messaging/providers',
    summary: 'List providers',
    access: read,
    query: listQuery,
    reply: listReply('providers', provider),
  },
  get: {
    method: 'GET',
    path: '/messaging/providers/:providerId',
    summary: 'Get a provider',
    access: read,
    reply: provider,
  },
  delete: {
    method: 'DELETE',
    path: '/messaging/providers/:providerId',
    summary: 'Delete a provider',
    access: write,
    reply: null,
  },
  uses: {
    method: 'GET',
    path: '/messaging/providers/:providerId/uses',
    summary:
      'Tell what goes through a provider: scheduled and running messages, and the targets that name it',
    access: read,
    reply: providerUses,
  },
} as const satisfies Record<string, Endpoint>

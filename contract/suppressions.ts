// Addresses, numbers and devices to which nothing is sent, whoever names them.
import * as z from 'zod'
import type { Endpoint } from './endpoint.ts'
import { listQuery, listReply } from './lists.ts'
import { channelType, resource } from './resource.ts'
import { isEmailAddress, isPhoneNumber, newId, text } from './wire.ts'

/** `dead`: a provider said that there is no such address or number; `manual`: somebody wanted it so. */
export const suppressionReasons = ['dead', 'manual'] as const
export const suppressionReason = z.enum(suppressionReasons)
export type SuppressionReason = z.infer<typeof suppressionReason>

/** `$createdAt` is since when. */
export const suppression = resource.extend({
  identifier: z.string(),
  providerType: channelType,
  reason: suppressionReason,
  /** What the provider answered, or what whoever added it wrote. */
  note: z.string(),
  createdBy: z.object({ type: z.enum(['keyProject', 'admin', 'system']), id: z.string(), name: z.string() }),
})
export type Suppression = z.infer<typeof suppression>

export const suppressionDraft = z
  .object({
    suppressionId: newId.default('unique()'),
    identifier: text(1, 255),
    providerType: channelType,
    note: text(0, 256).default(''),
  })
  .superRefine(({ identifier, providerType }, context) => {
    const refuse = (message: string) => context.addIssue({ code: 'custom', path: ['identifier'], message })
    if (providerType === 'email' && !isEmailAddress(identifier))
      refuse('must be an e-mail address such as ada@example.org')
    if (providerType === 'sms' && !isPhoneNumber(identifier))
      refuse('must be a phone number such as +14155550123')
  })
export type SuppressionDraft = z.output<typeof suppressionDraft>

const read = { kind: 'project', scope: 'targets.read', role: 'viewer' } as const
const write = { kind: 'project', scope: 'targets.write', role: 'editor' } as const

export const suppressions = {
  list: {
    method: 'GET',
    path: '/messaging/suppressions',
    summary: 'List the addresses, numbers and devices to which nothing is sent',
    access: read,
    query: listQuery,
    reply: listReply('suppressions', suppression),
  },
  create: {
    method: 'POST',
    path: '/messaging/suppressions',
    summary: 'Send nothing more to an address, a number or a device',
    access: write,
    body: suppressionDraft,
    reply: suppression,
  },
  get: {
    method: 'GET',
    path: '/messaging/suppressions/:suppressionId',
    summary: 'Get a suppression',
    access: read,
    reply: suppression,
  },
  delete: {
    method: 'DELETE',
    path: '/messaging/suppressions/:suppressionId',
    summary: 'Lift a suppression: what is sent from now on goes there again',
    access: write,
    reply: null,
  },
} as const satisfies Record<string, Endpoint>

import * as z from 'zod'
import type { Endpoint } from './endpoint.ts'
import { listQuery, listReply, queriesOnly } from './lists.ts'
import { resource } from './resource.ts'
import { targetList } from './targets.ts'
import {
  compoundId,
  flag,
  id,
  ids,
  instant,
  instantInput,
  list,
  newId,
  text,
  timeZoneName,
  wholeNumber,
} from './wire.ts'

export const messageStatus = z.enum(['draft', 'scheduled', 'processing', 'sent', 'failed'])
export type MessageStatus = z.infer<typeof messageStatus>

/** Where a message stands, finer than `status`: the console's words follow from it. */
export const messagePhase = z.enum([
  'draft',
  'scheduled',
  'missed',
  'preparing',
  'sending',
  'paused',
  'cancelled',
  'done',
])
export type MessagePhase = z.infer<typeof messagePhase>

export const deliveryCounts = z.object({
  pending: z.int(),
  sending: z.int(),
  sent: z.int(),
  failed: z.int(),
  inDoubt: z.int(),
  cancelled: z.int(),
  skipped: z.int(),
})
export type DeliveryCounts = z.infer<typeof deliveryCounts>

/** How far a message has come, by the ledger. `total` is the sum of `counts`. */
export const messageDelivery = z.object({
  phase: messagePhase,
  total: z.int(),
  counts: deliveryCounts,
  /** How many of them go through a test provider, and so reach nobody. */
  testTotal: z.int(),
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
})

const storedFile = z.object({ bucketId: z.string(), fileId: z.string() })

export const emailData = z.object({
  subject: z.string(),
  content: z.string(),
  html: z.boolean(),
  cc: z.array(z.string()),
  bcc: z.array(z.string()),
  attachments: z.array(storedFile),
})
export type EmailData = z.infer<typeof emailData>

const messageBase = resource.extend({
  topics: z.array(z.string()),
  users: z.array(z.string()),
  targets: z.array(z.string()),
  scheduledAt: instant.nullable(),
  deliveredAt: instant.nullable(),
  deliveryErrors: z.array(z.string()),
  deliveredTotal: z.int(),
  status: messageStatus,
  /** Ours: an internal name. */
  description: z.string(),
  /** Ours: the zone in which `scheduledAt` was chosen; '' where none was given. */
  timeZone: z.string(),
  /** Ours: the provider to use where a target names none; '' for the default one. */
  providerId: z.string(),
  delivery: messageDelivery,
})

export const emailMessage = messageBase.extend({ providerType: z.literal('email'), data: emailData })
export const smsMessage = messageBase.extend({
  providerType: z.literal('sms'),
  data: z.object({ content: z.string() }),
})
export const pushMessage = messageBase.extend({
  providerType: z.literal('push'),
  data: z.object({ title: z.string().optional(), body: z.string().optional() }),
})

export const message = z.discriminatedUnion('providerType', [emailMessage, smsMessage, pushMessage])
export type Message = z.infer<typeof message>
export type EmailMessage = z.infer<typeof emailMessage>

/** Longest subject: a line of RFC 5322 §2.1.1. */
export const subjectLimit = 998
export const contentLimit = 64_230

const recipients = { topics: ids.default([]), users: ids.default([]), targets: ids.default([]) }
const changedRecipients = { topics: ids.optional(), users: ids.optional(), targets: ids.optional() }
const planned = {
  draft: flag.default(false),
  scheduledAt: instantInput.optional(),
  description: text(0, 256).optional(),
  timeZone: timeZoneName.optional(),
  providerId: id.or(z.literal('')).optional(),
}
const changedPlan = { ...planned, draft: flag.optional() }

/** What an e-mail that is to be sent may not lack. A draft may lack anything. */
export function missingEmailContent(email: { subject: string; content: string }): ('subject' | 'content')[] {
  return (['subject', 'content'] as const).filter((field) => email[field] === '')
}

export const emailDraft = z
  .object({
    messageId: newId,
    subject: text(0, subjectLimit).default(''),
    content: text(0, contentLimit).default(''),
    html: flag.default(false),
    ...recipients,
    cc: ids.default([]),
    bcc: ids.default([]),
    attachments: list(compoundId, 100).default([]),
    ...planned,
  })
  .superRefine((draft, context) => {
    if (draft.draft) return
    for (const field of missingEmailContent(draft)) {
      context.addIssue({ code: 'custom', path: [field], message: 'must not be empty' })
    }
  })
export type EmailDraft = z.output<typeof emailDraft>

export const emailChange = z.object({
  subject: text(0, subjectLimit).optional(),
  content: text(0, contentLimit).optional(),
  html: flag.optional(),
  ...changedRecipients,
  cc: ids.optional(),
  bcc: ids.optional(),
  attachments: list(compoundId, 100).optional(),
  ...changedPlan,
})
export type EmailChange = z.output<typeof emailChange>

/** Whom a message is for, as far as a count of them needs to know. */
export const audienceDraft = z.object({
  providerType: z.enum(['email', 'sms', 'push']),
  ...recipients,
  cc: ids.default([]),
  bcc: ids.default([]),
  providerId: id.or(z.literal('')).optional(),
})
export type AudienceDraft = z.output<typeof audienceDraft>

/** Why somebody who was named gets nothing. */
export const skipReason = z.enum(['expired', 'suppressed'])
export type SkipReason = z.infer<typeof skipReason>

export const audience = z.object({
  /** How many copies go out; without the skipped. */
  recipients: z.int(),
  people: z.int(),
  byProvider: z.array(
    z.object({ providerId: z.string().nullable(), name: z.string(), test: z.boolean(), recipients: z.int() }),
  ),
  /** Ways beyond the first by which the same address was reached. */
  duplicates: z.int(),
  skipped: z.array(z.object({ reason: skipReason, count: z.int() })),
  exact: z.boolean(),
})
export type Audience = z.infer<typeof audience>

export const retryable = z.enum(['failed', 'inDoubt', 'cancelled'])

const read = { kind: 'project', scope: 'messages.read', role: 'viewer' } as const
/** Drafts are an author's; what sends asks for more in the module. */
const write = { kind: 'project', scope: 'messages.write', role: 'author' } as const
const send = { kind: 'project', scope: 'messages.write', role: 'editor' } as const

export const messages = {
  createEmail: {
    method: 'POST',
    path: '/messaging/messages/email',
    summary: 'Create an e-mail: a draft, scheduled, or sent at once',
    access: write,
    body: emailDraft,
    reply: message,
  },
  updateEmail: {
    method: 'PATCH',
    path: '/messaging/messages/email/:messageId',
    summary: 'Change an e-mail that has not started',
    access: write,
    body: emailChange,
    reply: message,
  },
  list: {
    method: 'GET',
    path: '/messaging/messages',
    summary: 'List messages',
    access: read,
    query: listQuery,
    reply: listReply('messages', message),
  },
  get: {
    method: 'GET',
    path: '/messaging/messages/:messageId',
    summary: 'Get a message',
    access: read,
    reply: message,
  },
  listTargets: {
    method: 'GET',
    path: '/messaging/messages/:messageId/targets',
    summary: 'List the targets that a message names by themselves',
    access: read,
    query: queriesOnly,
    reply: targetList,
  },
  delete: {
    method: 'DELETE',
    path: '/messaging/messages/:messageId',
    summary: 'Delete a message; what is not yet sent is cancelled',
    access: write,
    reply: null,
  },
  send: {
    method: 'POST',
    path: '/messaging/messages/:messageId/send',
    summary: 'Send a draft after a number of seconds in which it can be taken back',
    access: send,
    body: z.object({ inSeconds: wholeNumber(0, 600).default(0) }),
    reply: message,
    status: 200,
  },
  cancel: {
    method: 'POST',
    path: '/messaging/messages/:messageId/cancel',
    summary: 'Cancel what is not yet sent',
    access: send,
    body: z.object({}),
    reply: message,
    status: 200,
  },
  retry: {
    method: 'POST',
    path: '/messaging/messages/:messageId/retry',
    summary: 'Send again to those whom it did not, or perhaps did not, reach',
    access: send,
    body: z.object({
      status: list(retryable, 3).default(['failed']),
      includePermanent: flag.default(false),
      errorCode: text(1, 128).optional(),
      providerId: id.optional(),
    }),
    reply: message,
    status: 200,
  },
  audience: {
    method: 'POST',
    path: '/messaging/audience',
    summary: 'Count whom a message would reach, without sending',
    access: read,
    body: audienceDraft,
    reply: audience,
    status: 200,
  },
} as const satisfies Record<string, Endpoint>

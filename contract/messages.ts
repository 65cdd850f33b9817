import * as z from 'zod'
import type { Endpoint } from './endpoint.ts'
import { listQuery, listReply, queriesOnly } from './lists.ts'
import { channelType, resource } from './resource.ts'
import { targetList } from './targets.ts'
import {
  compoundId,
  flag,
  id,
  ids,
  instant,
  instantInput,
  jsonObject,
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

export const smsData = z.object({ content: z.string() })
export type SmsData = z.infer<typeof smsData>

export const pushPriority = z.enum(['normal', 'high'])

/** What was set, and no more; only `priority` is always there. */
export const pushData = z.object({
  title: z.string().optional(),
  body: z.string().optional(),
  data: z.record(z.string(), z.unknown()).optional(),
  action: z.string().optional(),
  /** `url` can be fetched by anybody, until 15 days after the send. */
  image: storedFile.extend({ url: z.string() }).optional(),
  icon: z.string().optional(),
  sound: z.string().optional(),
  color: z.string().optional(),
  tag: z.string().optional(),
  badge: z.int().optional(),
  contentAvailable: z.boolean().optional(),
  critical: z.boolean().optional(),
  priority: pushPriority,
})
export type PushData = z.infer<typeof pushData>

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
export const smsMessage = messageBase.extend({ providerType: z.literal('sms'), data: smsData })
export const pushMessage = messageBase.extend({ providerType: z.literal('push'), data: pushData })

export const message = z.discriminatedUnion('providerType', [emailMessage, smsMessage, pushMessage])
export type Message = z.infer<typeof message>
export type EmailMessage = z.infer<typeof emailMessage>

/** Longest subject: a line of RFC 5322 §2.1.1. */
export const subjectLimit = 998
export const contentLimit = 64_230
export const pushTextLimit = 256

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

/** The same of an SMS. */
export function missingSmsContent({ content }: { content: string }): 'content'[] {
  return content === '' ? ['content'] : []
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

export const smsDraft = z
  .object({ messageId: newId, content: text(0, contentLimit).default(''), ...recipients, ...planned })
  .superRefine((draft, context) => {
    if (draft.draft) return
    for (const field of missingSmsContent(draft)) {
      context.addIssue({ code: 'custom', path: [field], message: 'must not be empty' })
    }
  })
export type SmsDraft = z.output<typeof smsDraft>

export const smsChange = z.object({
  content: text(0, contentLimit).optional(),
  ...changedRecipients,
  ...changedPlan,
})
export type SmsChange = z.output<typeof smsChange>

/** What a push may carry. An empty text is none: it leaves the field out, or takes it away. */
const pushFields = {
  title: text(0, pushTextLimit).optional(),
  body: text(0, contentLimit).optional(),
  data: jsonObject.optional(),
  action: text(0, pushTextLimit).optional(),
  image: compoundId.or(z.literal('')).optional(),
  icon: text(0, pushTextLimit).optional(),
  sound: text(0, pushTextLimit).optional(),
  color: text(0, pushTextLimit).optional(),
  tag: text(0, pushTextLimit).optional(),
  /** -1: none. */
  badge: wholeNumber(-(2 ** 31), 2 ** 31 - 1).optional(),
  contentAvailable: flag.optional(),
  critical: flag.optional(),
  priority: z
    .string()
    .transform((word) => word.toLowerCase())
    .pipe(pushPriority)
    .optional(),
}

/** A push without any text is taken: what is in it then is for the app. */
export const pushDraft = z.object({ messageId: newId, ...pushFields, ...recipients, ...planned })
export type PushDraft = z.output<typeof pushDraft>

export const pushChange = z.object({ ...pushFields, ...changedRecipients, ...changedPlan })
export type PushChange = z.output<typeof pushChange>

/** Whom a message is for, as far as a count of them needs to know. */
export const audienceDraft = z.object({
  providerType: channelType,
  ...recipients,
  cc: ids.default([]),
  bcc: ids.default([]),
  providerId: id.or(z.literal('')).optional(),
})
export type AudienceDraft = z.output<typeof audienceDraft>

/** A copy is not counted among those that a message is for. */
export const recipientRole = z.enum(['to', 'cc', 'bcc'])
export type RecipientRole = z.infer<typeof recipientRole>

/** The ways by which a message names somebody. */
export const wayKind = z.enum(['topic', 'user', 'target', 'cc', 'bcc'])

/** Why somebody who was named gets nothing. */
export const skipReason = z.enum(['expired', 'suppressed'])

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

/** `cursor`: what the page before gave as `next`. */
export const audiencePageQuery = audienceDraft.extend({
  cursor: text(1, 64).optional(),
  limit: wholeNumber(1, 500).default(25),
})
export type AudiencePageQuery = z.output<typeof audiencePageQuery>

/** One copy that would go out, or be skipped. */
export const plannedRecipient = z.object({
  userId: z.string(),
  userName: z.string(),
  targetId: z.string(),
  identifier: z.string(),
  role: recipientRole,
  providerId: z.string().nullable(),
  providerName: z.string(),
  /** Every way by which the message names it: it is one copy all the same. */
  ways: z.array(z.object({ kind: wayKind, id: z.string() })),
  skipped: skipReason.nullable(),
})
export type PlannedRecipient = z.infer<typeof plannedRecipient>

export const audiencePage = z.object({
  recipients: z.array(plannedRecipient),
  /** Where the next page begins; null where there is none. */
  next: z.string().nullable(),
})
export type AudiencePage = z.infer<typeof audiencePage>

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
  createSms: {
    method: 'POST',
    path: '/messaging/messages/sms',
    summary: 'Create an SMS: a draft, scheduled, or sent at once',
    access: write,
    body: smsDraft,
    reply: message,
  },
  updateSms: {
    method: 'PATCH',
    path: '/messaging/messages/sms/:messageId',
    summary: 'Change an SMS that has not started',
    access: write,
    body: smsChange,
    reply: message,
  },
  createPush: {
    method: 'POST',
    path: '/messaging/messages/push',
    summary: 'Create a push notification: a draft, scheduled, or sent at once',
    access: write,
    body: pushDraft,
    reply: message,
  },
  updatePush: {
    method: 'PATCH',
    path: '/messaging/messages/push/:messageId',
    summary: 'Change a push notification that has not started',
    access: write,
    body: pushChange,
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
      /** Just this one of the message's rows. */
      deliveryId: id.optional(),
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
  audienceRecipients: {
    method: 'POST',
    path: '/messaging/audience/recipients',
    summary: 'List whom a message would reach, page by page, without sending',
    // People and their addresses, whether they ever got anything or not.
    access: { ...read, and: ['users.read', 'targets.read'] },
    body: audiencePageQuery,
    reply: audiencePage,
    status: 200,
  },
} as const satisfies Record<string, Endpoint>

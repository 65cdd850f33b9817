import * as z from 'zod'
import type { Endpoint } from './endpoint.ts'
import { listQuery, listReply } from './lists.ts'
import { channelType, resource } from './resource.ts'
import { emailAddress, flag, newId, text, wholeNumber } from './wire.ts'

/** The kinds that can be made so far. What a kind is made of stands in `providerKinds`. */
export const providerKind = z.enum(['smtp', 'inbox'])
export type ProviderKind = z.infer<typeof providerKind>

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

/** What begins so is the mask of a secret: it is not a value, and means "leave as it is" in a change. */
export const maskPrefix = '••••'

const secret = text(1, 8192)
const newSecret = secret.refine(
  (value) => !value.startsWith(maskPrefix),
  'must be the secret itself, not its mask',
)

const named = { providerId: newId, name: text(1, 128), enabled: flag.optional() }
const renamed = { name: text(1, 128).optional(), enabled: flag.optional() }

const senderOnCreate = {
  fromName: text(0, 128).default(''),
  fromEmail: emailAddress.optional(),
  replyToName: text(0, 128).default(''),
  replyToEmail: emailAddress.optional(),
}
const senderOnChange = {
  fromName: text(1, 128).optional(),
  fromEmail: emailAddress.optional(),
  replyToName: text(1, 128).optional(),
  replyToEmail: emailAddress.optional(),
}

const smtpHost = text(1, 1024)
const encryption = z.enum(['none', 'ssl', 'tls'])

export const smtpDraft = z.object({
  ...named,
  ...senderOnCreate,
  /** One or several, split by `;`, each `[ssl://|tls://]name[:port]`, tried in this order. */
  host: smtpHost,
  port: wholeNumber(1, 65_535).default(587),
  username: text(0, 1024).default(''),
  password: z.literal('').or(newSecret).default(''),
  encryption: encryption.default('none'),
  autoTLS: flag.default(true),
  mailer: text(0, 256).default(''),
})

export const smtpChange = z.object({
  ...renamed,
  ...senderOnChange,
  host: smtpHost.optional(),
  port: wholeNumber(1, 65_535).optional(),
  username: text(1, 1024).optional(),
  password: secret.optional(),
  encryption: encryption.optional(),
  autoTLS: flag.optional(),
  mailer: text(1, 256).optional(),
})

export const inboxFailure = z.enum(['permanent', 'transient', 'timeout', 'expired'])

const inboxBehaviour = {
  /** 0 to 1: the share of recipients for whom `failure` happens. */
  failureRate: z.coerce.number().min(0, 'must be 0 to 1').max(1, 'must be 0 to 1'),
  failure: inboxFailure,
  latencyMs: wholeNumber(0, 60_000),
}

export const inboxDraft = z.object({
  ...named,
  type: channelType,
  failureRate: inboxBehaviour.failureRate.default(0),
  failure: inboxBehaviour.failure.default('permanent'),
  latencyMs: inboxBehaviour.latencyMs.default(0),
})

export const inboxChange = z.object({
  ...renamed,
  failureRate: inboxBehaviour.failureRate.optional(),
  failure: inboxBehaviour.failure.optional(),
  latencyMs: inboxBehaviour.latencyMs.optional(),
})

type KindFacts = {
  /** As a person calls it. */
  readonly title: string
  /** Credentials that are never shown in clear. */
  readonly secrets: readonly string[]
  readonly credentials: readonly string[]
  readonly options: readonly string[]
  /** What has to be there before it can be enabled. */
  readonly needed: readonly string[]
}

const senderOptions = ['fromName', 'fromEmail', 'replyToName', 'replyToEmail'] as const

export const providerKinds = {
  smtp: {
    title: 'SMTP',
    secrets: ['password'],
    credentials: ['port', 'username', 'password', 'host'],
    options: [...senderOptions, 'encryption', 'autoTLS', 'mailer'],
    needed: ['fromEmail', 'host'],
  },
  inbox: {
    title: 'Test provider',
    secrets: [],
    credentials: [],
    options: ['failureRate', 'failure', 'latencyMs'],
    needed: [],
  },
} as const satisfies Record<ProviderKind, KindFacts>

const read = { kind: 'project', scope: 'providers.read', role: 'viewer' } as const
const write = { kind: 'project', scope: 'providers.write', role: 'owner' } as const

export const providers = {
  createSmtp: {
    method: 'POST',
    path: '/messaging/providers/smtp',
    summary: 'Create an SMTP provider',
    access: write,
    body: smtpDraft,
    reply: provider,
  },
  updateSmtp: {
    method: 'PATCH',
    path: '/messaging/providers/smtp/:providerId',
    summary: 'Change an SMTP provider',
    access: write,
    body: smtpChange,
    reply: provider,
  },
  createInbox: {
    method: 'POST',
    path: '/messaging/providers/inbox',
    summary: 'Create a test provider: what it sends lands in the test inbox',
    access: write,
    body: inboxDraft,
    reply: provider,
  },
  updateInbox: {
    method: 'PATCH',
    path: '/messaging/providers/inbox/:providerId',
    summary: 'Change a test provider',
    access: write,
    body: inboxChange,
    reply: provider,
  },
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
} as const satisfies Record<string, Endpoint>

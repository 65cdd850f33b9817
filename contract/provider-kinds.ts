// What each kind of provider is set up with. The server parses, stores, masks and judges by this table, the console makes its
// forms of it; a kind that is missing anywhere does not compile.
import * as z from 'zod'
import type { Endpoint } from './endpoint.ts'
import { type ProviderKind, providerKind, providerTitles } from './provider-kind.ts'
import { provider } from './providers.ts'
import { type ChannelType, channelType } from './resource.ts'
import { smtpHost } from './smtp-host.ts'
import {
  emailAddress,
  flag,
  fromJsonText,
  id,
  instant,
  isPhoneNumber,
  newId,
  text,
  wholeNumber,
} from './wire.ts'

export type Setting = {
  /** Where the API shows it. Credentials are encrypted in the database. */
  readonly part: 'credentials' | 'options'
  /** As a create takes it where it is given. */
  readonly value: z.ZodType
  /** As a change takes it, where that differs. */
  readonly changed?: z.ZodType
  /** What a new provider has where it is not given. */
  readonly initial?: unknown
  /** Without it no provider of the kind can be made. */
  readonly required?: true
  /** Without it no provider of the kind can be on. */
  readonly needed?: true
  /** Never shown in clear; of an object, all but what `shows` names. */
  readonly secret?: true
  readonly shows?: readonly string[]
}
type Settings = Readonly<Record<string, Setting>>

/** What begins so is the mask of a secret: it is not a value, and means "leave as it is" in a change. */
export const maskPrefix = '••••'

export function isMask(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith(maskPrefix)
}

// --- The parts that settings are made of ----------------------------------------------------------------------------

/** As much as upstream's column for all credentials of a provider holds. */
const longest = 16_384
const notMasked = 'must be the secret itself, not its mask'

const credential = { part: 'credentials', value: text(1, longest) } as const
const secret = {
  part: 'credentials',
  value: text(1, longest).refine((value) => !isMask(value), notMasked),
  changed: text(1, longest),
  secret: true,
} as const
const needed = true
const required = true

const senderName = {
  part: 'options',
  value: text(0, 128),
  changed: text(1, 128),
  initial: '',
} as const
const address = { part: 'options', value: emailAddress } as const

/** What every kind has that sends e-mail. */
const sender = {
  fromName: senderName,
  fromEmail: { ...address, needed },
  replyToName: senderName,
  replyToEmail: address,
} as const

// The calling codes of ITU-T E.164 that are in use; what follows them is nobody's to judge.
const callingCode =
  /^\+(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|21[12368]|2[2-46]\d|25[0-8]|29[01789]|35\d|37[0-8]|38[0-35-79]|42[013]|50\d|59\d|67[02-9]|68[0-35-9]|69[0-2]|80[08]|85[02356]|87[08]|88[0-368]|96[0-8]|97[0-79]|99[2-68])/

const senderNumber = z
  .string()
  .refine(
    (value) => isPhoneNumber(value) && callingCode.test(value),
    'must be a phone number such as +14155550123',
  )

/** A change may name what is no number: that is how a word comes to be the sender. */
const from = { part: 'options', value: senderNumber, changed: text(1, 256), needed } as const

/** What of a service account's file is no secret. Whatever else is in it is taken for one. */
const openInServiceAccount = [
  'type',
  'project_id',
  'private_key_id',
  'client_email',
  'client_id',
  'auth_uri',
  'token_uri',
  'auth_provider_x509_cert_url',
  'client_x509_cert_url',
  'universe_domain',
] as const

const jsonObject = z
  .record(z.string(), z.unknown(), 'must be a JSON object, or the text of one')
  .refine((value) => JSON.stringify(value).length <= longest, `must have at most ${longest} characters`)

const serviceAccount = {
  part: 'credentials',
  value: z.preprocess(
    fromJsonText,
    jsonObject.superRefine((value, context) => {
      for (const [path, part] of Object.entries(value)) {
        if (isMask(part)) context.addIssue({ code: 'custom', path: [path], message: notMasked })
      }
    }),
  ),
  changed: z.preprocess((value) => (isMask(value) ? undefined : fromJsonText(value)), jsonObject.optional()),
  secret: true,
  shows: openInServiceAccount,
} as const

/** `isDefault` is ours: marks it as the one that sends what names no provider, or takes the mark off. */
const renamed = { name: text(1, 128).optional(), enabled: flag.optional(), isDefault: flag.optional() }

export const inboxFailure = z.enum(['permanent', 'transient', 'timeout', 'expired'])

// --- The kinds ------------------------------------------------------------------------------------------------------

export const providerKinds = {
  apns: kind('apns', 'push', {
    authKey: { ...secret, needed },
    authKeyId: { ...credential, needed },
    teamId: { ...credential, needed },
    bundleId: { ...credential, needed },
    sandbox: { part: 'options', value: flag, initial: false },
  }),
  fcm: kind('fcm', 'push', { serviceAccountJSON: { ...serviceAccount, needed } }),
  mailgun: kind('mailgun', 'email', {
    apiKey: { ...secret, needed },
    domain: { ...credential, needed },
    isEuRegion: { part: 'credentials', value: flag, needed },
    ...sender,
  }),
  msg91: kind('msg91', 'sms', {
    templateId: { ...credential, needed },
    senderId: { ...credential, needed },
    authKey: { ...secret, needed },
  }),
  resend: kind('resend', 'email', { apiKey: { ...secret, needed }, ...sender }),
  sendgrid: kind('sendgrid', 'email', { apiKey: { ...secret, needed }, ...sender }),
  ses: kind('ses', 'email', {
    accessKey: { ...credential, needed },
    secretKey: { ...secret, needed },
    region: { part: 'credentials', value: text(1, 128), needed },
    ...sender,
  }),
  smtp: kind('smtp', 'email', {
    host: { part: 'credentials', value: smtpHost, required, needed },
    port: { part: 'credentials', value: wholeNumber(1, 65_535), initial: 587 },
    username: { ...credential, initial: '' },
    password: { ...secret, initial: '' },
    encryption: { part: 'options', value: z.enum(['none', 'ssl', 'tls']), initial: 'none' },
    autoTLS: { part: 'options', value: flag, initial: true },
    mailer: { part: 'options', value: text(1, 256), initial: '' },
    ...sender,
  }),
  telesign: kind('telesign', 'sms', {
    customerId: { ...credential, needed },
    apiKey: { ...secret, needed },
    from,
  }),
  textmagic: kind('textmagic', 'sms', {
    username: { ...credential, needed },
    apiKey: { ...secret, needed },
    from,
  }),
  twilio: kind('twilio', 'sms', {
    accountSid: { ...credential, needed },
    authToken: { ...secret, needed },
    from,
  }),
  vonage: kind('vonage', 'sms', {
    apiKey: { ...secret, needed },
    apiSecret: { ...secret, needed },
    from,
  }),
  inbox: kind('inbox', 'any', {
    /** 0 to 1: the share of recipients for whom `failure` happens. */
    failureRate: {
      part: 'options',
      value: z.coerce.number('must be a number').min(0, 'must be 0 to 1').max(1, 'must be 0 to 1'),
      initial: 0,
    },
    failure: { part: 'options', value: inboxFailure, initial: 'permanent' },
    latencyMs: { part: 'options', value: wholeNumber(0, 60_000), initial: 0 },
  }),
} as const satisfies { readonly [Kind in ProviderKind]: KindFacts & { readonly kind: Kind } }

type KindFacts = {
  readonly kind: ProviderKind
  /** `any`: whoever makes one says which. */
  readonly type: ChannelType | 'any'
  readonly settings: Settings
}

/** One kind by its settings, with the bodies of its requests. */
function kind<Kind extends ProviderKind, Type extends KindFacts['type'], Own extends Settings>(
  kind: Kind,
  type: Type,
  settings: Own,
) {
  return {
    kind,
    type,
    settings,
    draft: z.object({ providerId: newId, ...named(type), ...draftOf(settings) }),
    change: z.object({ ...renamed, ...changeOf(settings) }),
    check: z.object({ provider: z.literal(kind), providerId: id.optional(), ...changeOf(settings) }),
  }
}

function named<Type extends KindFacts['type']>(type: Type) {
  const shape = { name: text(1, 128), enabled: flag.optional() }
  return (type === 'any' ? { ...shape, type: channelType } : shape) as Type extends 'any'
    ? typeof shape & { type: typeof channelType }
    : typeof shape
}

type InDraft<S extends Setting> = S extends { initial: unknown }
  ? z.ZodDefault<S['value']>
  : S extends { required: true }
    ? S['value']
    : z.ZodOptional<S['value']>
type DraftOf<Own extends Settings> = { -readonly [Name in keyof Own]: InDraft<Own[Name]> }

function draftOf<Own extends Settings>(settings: Own): DraftOf<Own> {
  const inDraft = ({ value, initial, required }: Setting) => {
    if (initial !== undefined) return value.default(initial)
    return required ? value : value.optional()
  }
  return mapped(settings, inDraft) as DraftOf<Own>
}

type InChange<S extends Setting> = S extends { changed: infer Changed extends z.ZodType }
  ? z.ZodOptional<Changed>
  : z.ZodOptional<S['value']>
type ChangeOf<Own extends Settings> = { -readonly [Name in keyof Own]: InChange<Own[Name]> }

function changeOf<Own extends Settings>(settings: Own): ChangeOf<Own> {
  return mapped(settings, ({ value, changed = value }) => changed.optional()) as ChangeOf<Own>
}

function mapped(settings: Settings, change: (setting: Setting) => z.ZodType) {
  return Object.fromEntries(Object.entries(settings).map(([name, setting]) => [name, change(setting)]))
}

// --- The endpoints --------------------------------------------------------------------------------------------------

const write = { kind: 'project', scope: 'providers.write', role: 'owner' } as const

function creates<Kind extends ProviderKind>(kind: Kind) {
  return {
    method: 'POST',
    path: `/messaging/providers/${kind}`,
    summary: `Create a provider: ${providerTitles[kind]}`,
    access: write,
    body: providerKinds[kind].draft as (typeof providerKinds)[Kind]['draft'],
    reply: provider,
  } as const
}

function updates<Kind extends ProviderKind>(kind: Kind) {
  return {
    method: 'PATCH',
    path: `/messaging/providers/${kind}/:providerId`,
    summary: `Change a provider: ${providerTitles[kind]}`,
    access: write,
    body: providerKinds[kind].change as (typeof providerKinds)[Kind]['change'],
    reply: provider,
  } as const
}

const { smtp, ...otherKinds } = providerKinds

/** Settings as a change of the kind takes them; what is '' counts as left out, and so does the mask of a secret. */
const providerCheck = z.preprocess(
  withoutEmptyTexts,
  z.discriminatedUnion('provider', [smtp.check, ...Object.values(otherKinds).map(({ check }) => check)], {
    error: `must be one of ${providerKind.options.join(', ')}`,
  }),
)

function withoutEmptyTexts(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== ''))
}

type EachKind = {
  readonly [Name in `${'create' | 'update'}${Capitalize<ProviderKind>}`]: Endpoint
}

export const providerChanges = {
  createApns: creates('apns'),
  updateApns: updates('apns'),
  createFcm: creates('fcm'),
  updateFcm: updates('fcm'),
  createMailgun: creates('mailgun'),
  updateMailgun: updates('mailgun'),
  createMsg91: creates('msg91'),
  updateMsg91: updates('msg91'),
  createResend: creates('resend'),
  updateResend: updates('resend'),
  createSendgrid: creates('sendgrid'),
  updateSendgrid: updates('sendgrid'),
  createSes: creates('ses'),
  updateSes: updates('ses'),
  createSmtp: creates('smtp'),
  updateSmtp: updates('smtp'),
  createTelesign: creates('telesign'),
  updateTelesign: updates('telesign'),
  createTextmagic: creates('textmagic'),
  updateTextmagic: updates('textmagic'),
  createTwilio: creates('twilio'),
  updateTwilio: updates('twilio'),
  createVonage: creates('vonage'),
  updateVonage: updates('vonage'),
  createInbox: creates('inbox'),
  updateInbox: updates('inbox'),
  check: {
    method: 'POST',
    path: '/messaging/providers/check',
    summary: 'Try settings out without saving them; sends nothing',
    access: write,
    body: providerCheck,
    reply: z.object({ ok: z.boolean(), checkedAt: instant, detail: z.string() }),
    status: 200,
  },
} as const satisfies EachKind & Record<string, Endpoint>

// What a provider is set up with: credentials, whose secrets are sealed one by one, and options, which are plain.
import { maskPrefix, type ProviderKind, providerKinds } from '../../contract/providers.ts'
import type { Secrets } from '../secrets/secrets.ts'

export type Values = Readonly<Record<string, unknown>>

export type Settings = { readonly credentials: Values; readonly options: Values }

type KindFacts = { readonly [Part in 'secrets' | 'credentials' | 'options' | 'needed']: readonly string[] }

const facts: Readonly<Record<ProviderKind, KindFacts>> = providerKinds

/** The settings among a draft's or a change's fields. Of a secret, its mask is no value: it means "leave as it is". */
export function settingsIn(kind: ProviderKind, fields: Values): Settings {
  const { credentials, options, secrets } = facts[kind]
  const given = ([field, value]: [string, unknown]) =>
    value !== undefined && !(secrets.includes(field) && isMask(value))
  const among = (names: readonly string[]) =>
    Object.fromEntries(
      Object.entries(fields)
        .filter((entry) => names.includes(entry[0]) && given(entry))
        .map(([field, value]) => [field, field === 'encryption' && value === 'none' ? '' : value]),
    )
  return { credentials: among(credentials), options: among(options) }
}

const noSender = { fromName: '', fromEmail: '', replyToName: '', replyToEmail: '' }

/** The settings of a new provider: what sends e-mail always has its four sender options. */
export function newSettings(kind: ProviderKind, fields: Values): Settings {
  const { credentials, options } = settingsIn(kind, fields)
  return {
    credentials,
    options: facts[kind].options.includes('fromEmail') ? { ...noSender, ...options } : options,
  }
}

/** What is not there and has to be before the provider can be switched on. */
export function missingSettings(kind: ProviderKind, { credentials, options }: Settings): string[] {
  const values: Values = { ...credentials, ...options }
  return facts[kind].needed.filter((field) => values[field] === undefined || values[field] === '')
}

/** For the database. What is empty is no secret; a ciphertext is bound to its row and field. */
export function sealCredentials(kind: ProviderKind, seq: number, plain: Values, secrets: Secrets): Values {
  return mapSecrets(kind, plain, (value, field) =>
    value === '' ? value : secrets.seal(JSON.stringify(value), placeOf(seq, field)),
  )
}

export function openCredentials(kind: ProviderKind, seq: number, stored: Values, secrets: Secrets): Values {
  return mapSecrets(kind, stored, (value, field) =>
    value === '' ? value : (JSON.parse(secrets.open(String(value), placeOf(seq, field))) as unknown),
  )
}

function placeOf(seq: number, field: string): string {
  return `provider/${seq}/${field}`
}

/** For whoever may not see secrets. */
export function maskCredentials(kind: ProviderKind, plain: Values): Values {
  return mapSecrets(kind, plain, (value) => (value === '' ? value : maskOf(value)))
}

/** So short a secret cannot spare four characters. */
const spares = 12

function maskOf(secret: unknown): string {
  const characters = typeof secret === 'string' ? [...secret] : []
  return characters.length < spares ? maskPrefix : maskPrefix + characters.slice(-4).join('')
}

function isMask(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith(maskPrefix)
}

/** The API stores "no encryption" as ''; a channel is told the word. */
export function optionsForChannel(options: Values): Values {
  return options.encryption === '' ? { ...options, encryption: 'none' } : options
}

/** For the activity: settings without their secrets; and which secrets differ. */
export function withoutSecrets(kind: ProviderKind, { credentials, options }: Settings): Values {
  const shown = Object.entries(credentials).filter(([field]) => !facts[kind].secrets.includes(field))
  return { ...Object.fromEntries(shown), ...options }
}

export function changedSecrets(kind: ProviderKind, before: Settings, after: Settings): string[] {
  return facts[kind].secrets.filter(
    (field) => JSON.stringify(before.credentials[field]) !== JSON.stringify(after.credentials[field]),
  )
}

function mapSecrets(
  kind: ProviderKind,
  credentials: Values,
  change: (value: unknown, field: string) => unknown,
): Values {
  return Object.fromEntries(
    Object.entries(credentials).map(([field, value]) => [
      field,
      facts[kind].secrets.includes(field) ? change(value, field) : value,
    ]),
  )
}

// What a provider is set up with: credentials, which are sealed one by one, and options, which are plain.

import type { ProviderKind } from '../../contract/provider-kind.ts'
import { isMask, maskPrefix, providerKinds, type Setting } from '../../contract/provider-kinds.ts'
import type { Secrets } from '../secrets/secrets.ts'

export type Values = Readonly<Record<string, unknown>>

export type Settings = { readonly credentials: Values; readonly options: Values }

function settingsOf(kind: ProviderKind): [string, Setting][] {
  return Object.entries<Setting>(providerKinds[kind].settings)
}

/** The settings among a draft's or a change's fields. The mask of a secret is no value: it means "leave as it is". */
function settingsIn(kind: ProviderKind, fields: Values): Settings {
  const among = (part: Setting['part']) =>
    Object.fromEntries(
      settingsOf(kind)
        .filter(([name, setting]) => setting.part === part && fields[name] !== undefined)
        .filter(([name, { secret }]) => !(secret && isMask(fields[name])))
        .map(([name]) => [name, name === 'encryption' && fields[name] === 'none' ? '' : fields[name]]),
    )
  return { credentials: among('credentials'), options: among('options') }
}

const noSender = { fromName: '', fromEmail: '', replyToName: '', replyToEmail: '' }

/** The settings of a new provider: what sends e-mail always has its four sender options. */
export function newSettings(kind: ProviderKind, fields: Values): Settings {
  const initial = settingsOf(kind).map(([name, { initial }]) => [name, fields[name] ?? initial])
  const { credentials, options } = settingsIn(kind, Object.fromEntries(initial))
  return {
    credentials,
    options: 'fromEmail' in providerKinds[kind].settings ? { ...noSender, ...options } : options,
  }
}

/** Field by field; what was not given stays. */
export function changedSettings(kind: ProviderKind, before: Settings, fields: Values): Settings {
  const given = settingsIn(kind, fields)
  const credentials = Object.entries(given.credentials).map(
    ([name, value]) => [name, unmasked(value, before.credentials[name])] as const,
  )
  return {
    credentials: { ...before.credentials, ...Object.fromEntries(credentials) },
    options: { ...before.options, ...given.options },
  }
}

/** An object that was read with its secrets masked and is written back keeps them. */
function unmasked(value: unknown, before: unknown): unknown {
  if (!isObject(value)) return value
  const known = isObject(before) ? before : {}
  const entries = Object.entries(value).map(
    ([name, part]) => [name, isMask(part) ? known[name] : part] as const,
  )
  return Object.fromEntries(entries.filter(([, part]) => part !== undefined))
}

function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What is not there and has to be before the provider can be switched on. */
export function missingSettings(kind: ProviderKind, { credentials, options }: Settings): string[] {
  const values: Values = { ...credentials, ...options }
  return settingsOf(kind).flatMap(([name, { needed }]) => (needed && isNothing(values[name]) ? [name] : []))
}

/** What is not there and without which nothing can be tried out: a sender is no part of that. */
export function missingCredentials(kind: ProviderKind, settings: Settings): string[] {
  const { settings: all }: { settings: Readonly<Record<string, Setting>> } = providerKinds[kind]
  return missingSettings(kind, settings).filter((name) => all[name]?.part === 'credentials')
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === '' || (isObject(value) && Object.keys(value).length === 0)
}

/** For the database: each credential is a ciphertext bound to its row and field. What is empty is no secret. */
export function sealCredentials(seq: number, plain: Values, secrets: Secrets): Values {
  return mapValues(plain, (value, field) =>
    value === '' ? value : secrets.seal(JSON.stringify(value), placeOf(seq, field)),
  )
}

export function openCredentials(seq: number, stored: Values, secrets: Secrets): Values {
  return mapValues(stored, (value, field) =>
    value === '' ? value : (JSON.parse(secrets.open(String(value), placeOf(seq, field))) as unknown),
  )
}

/** What a ciphertext is bound to. */
export function placeOf(seq: number, field: string): string {
  return `provider/${seq}/${field}`
}

/** For whoever may not see secrets. */
export function maskCredentials(kind: ProviderKind, plain: Values): Values {
  const { settings }: { settings: Readonly<Record<string, Setting>> } = providerKinds[kind]
  return mapValues(plain, (value, field) => {
    const { secret, shows = [] } = settings[field] ?? { secret: true }
    if (!secret || value === '') return value
    if (!isObject(value)) return maskOf(value)
    return mapValues(value, (part, name) =>
      shows.includes(name) && typeof part === 'string' ? part : maskOf(part),
    )
  })
}

/** So short a secret cannot spare four characters. */
const spares = 12

function maskOf(secret: unknown): string {
  // The lines around a key in PEM are the same for all of them.
  const characters = typeof secret === 'string' ? [...secret.replaceAll(/-----[^-]*-----/g, '').trim()] : []
  return characters.length < spares ? maskPrefix : maskPrefix + characters.slice(-4).join('')
}

/** The API stores "no encryption" as ''; a channel is told the word. */
export function optionsForChannel(options: Values): Values {
  return options.encryption === '' ? { ...options, encryption: 'none' } : options
}

/** For the activity: settings without their secrets; and which secrets differ. */
export function withoutSecrets(kind: ProviderKind, { credentials, options }: Settings): Values {
  const secrets = new Set(secretsOf(kind))
  const open = Object.entries(credentials).filter(([field]) => !secrets.has(field))
  return { ...Object.fromEntries(open), ...options }
}

export function changedSecrets(kind: ProviderKind, before: Settings, after: Settings): string[] {
  return secretsOf(kind).filter(
    (field) => JSON.stringify(before.credentials[field]) !== JSON.stringify(after.credentials[field]),
  )
}

function secretsOf(kind: ProviderKind): string[] {
  return settingsOf(kind).flatMap(([name, { secret }]) => (secret ? [name] : []))
}

function mapValues(values: Values, change: (value: unknown, name: string) => unknown): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value, name)]))
}

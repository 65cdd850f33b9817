// Between a provider as the API has it and as a form has it: every field a text or a tick.
import * as z from 'zod'
import type { ProviderKind } from '../../../contract/provider-kind.ts'
import { providerKinds, type Setting } from '../../../contract/provider-kinds.ts'
import type { Provider } from '../../../contract/providers.ts'
import { fieldsOf } from './kind-words.ts'

export type ProviderValues = Record<string, string | boolean>

function settingsOf(kind: ProviderKind): Readonly<Record<string, Setting>> {
  return providerKinds[kind].settings
}

const isPercent = (kind: ProviderKind, name: string) =>
  fieldsOf(kind).some(([field, { control }]) => field === name && control?.as === 'percent')

/** What a new one begins with. A channel is asked for only of the kind that has any. */
export function emptyValues(
  kind: ProviderKind,
  { name, isOn }: { name: string; isOn: boolean },
): ProviderValues {
  const settings = Object.entries(settingsOf(kind)).map(
    ([field, { initial }]) => [field, toValue(kind, field, initial)] as const,
  )
  return {
    name,
    providerId: '',
    enabled: isOn,
    ...(providerKinds[kind].type === 'any' && { type: 'email' }),
    ...Object.fromEntries(settings),
  }
}

/** What a field begins with; '' for one that is no setting. */
export function initialOf(kind: ProviderKind, field: string): string | boolean {
  return toValue(kind, field, settingsOf(kind)[field]?.initial)
}

/** A stored one. Secrets are not in it: what is typed there replaces them. */
export function valuesOf({ provider: kind, name, credentials, options }: Provider): ProviderValues {
  const stored: Readonly<Record<string, unknown>> = { ...credentials, ...options }
  const settings = Object.entries(settingsOf(kind)).map(([field, { secret, initial }]) => {
    const value = field === 'encryption' && stored[field] === '' ? 'none' : (stored[field] ?? initial)
    return [field, secret ? '' : toValue(kind, field, value)] as const
  })
  return { name, ...Object.fromEntries(settings) }
}

function toValue(kind: ProviderKind, field: string, value: unknown): string | boolean {
  const control = fieldsOf(kind).find(([name]) => name === field)?.[1].control
  if (control?.as === 'flag') return value === true
  if (control?.as === 'percent') return String(Math.round(Number(value ?? 0) * 1000) / 10)
  return value === undefined || value === null ? '' : String(value)
}

/** What is sent of the values: nothing for an empty text. */
function toBody(kind: ProviderKind, values: ProviderValues): Record<string, unknown> {
  const given = Object.entries(values).filter(([, value]) => value !== '')
  return Object.fromEntries(
    given.map(([field, value]) => [field, isPercent(kind, field) ? Number(value) / 100 : value]),
  )
}

export function toDraft(
  kind: ProviderKind,
  { providerId, ...values }: ProviderValues,
): Record<string, unknown> {
  return { ...toBody(kind, values), providerId: providerId || 'unique()' }
}

/** The fields that differ from what is stored. One that was emptied is sent as '', so that the API says that it cannot be. */
export function toChange(
  kind: ProviderKind,
  values: ProviderValues,
  stored: ProviderValues,
): Record<string, unknown> {
  const changed = Object.entries(values).filter(([field, value]) => value !== stored[field])
  return Object.fromEntries(
    changed.map(([field, value]) => [
      field,
      isPercent(kind, field) && value !== '' ? Number(value) / 100 : value,
    ]),
  )
}

/** What is tried out: the settings alone. */
export function toCheck(kind: ProviderKind, values: ProviderValues): Record<string, unknown> {
  const { name: _, providerId: __, enabled: ___, type: ____, ...settings } = values
  return { ...toBody(kind, settings), provider: kind }
}

/** Settings without which it cannot be on, and that are not there. */
export function missingValues(kind: ProviderKind, values: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(settingsOf(kind)).flatMap(([field, { needed }]) =>
    needed && (values[field] === undefined || values[field] === '') ? [field] : [],
  )
}

/** What a stored one lacks; the mask of a secret tells that it is there. */
export function missingIn({ provider: kind, credentials, options }: Provider): string[] {
  return missingValues(kind, { ...credentials, ...options })
}

const anyValues = z.record(z.string(), z.union([z.string(), z.boolean()]))

/** The contract's word on the draft; and whoever wants it on at once has to give what that needs. */
export function draftSchema(kind: ProviderKind) {
  return anyValues.superRefine((values, context) => {
    const lacking = values.enabled === true ? missingValues(kind, values) : []
    for (const field of lacking)
      context.addIssue({ code: 'custom', path: [field], message: 'is needed before it can be on' })
    for (const { field, message } of problemsOf(kind, providerKinds[kind].draft, toDraft(kind, values)))
      if (!lacking.includes(field)) context.addIssue({ code: 'custom', path: [field], message })
  })
}

export function changeSchema(kind: ProviderKind, stored: ProviderValues) {
  return anyValues.superRefine((values, context) => {
    for (const { field, message } of problemsOf(
      kind,
      providerKinds[kind].change,
      toChange(kind, values, stored),
    ))
      context.addIssue({ code: 'custom', path: [field], message })
  })
}

/** One a field. */
function problemsOf(kind: ProviderKind, schema: z.ZodType, body: Readonly<Record<string, unknown>>) {
  const issues = schema.safeParse(body).error?.issues ?? []
  const problems = issues.map(({ path, message }) => {
    const field = String(path[0])
    return [
      field,
      { field, message: isPercent(kind, field) ? 'must be 0 to 100' : inWords(message) },
    ] as const
  })
  return new Map(problems.reverse()).values()
}

/** What zod says of a field that is not there at all. */
function inWords(message: string): string {
  return /^Invalid input/.test(message) ? 'must not be empty' : message
}

/** What is stored of each secret, as it may be shown: `•••• 1234`; of a service account, whose it is. */
export function secretsOf({ provider: kind, credentials }: Provider): Readonly<Record<string, string>> {
  const secrets = Object.entries(settingsOf(kind)).filter(
    ([field, { secret }]) => secret && credentials[field],
  )
  return Object.fromEntries(secrets.map(([field]) => [field, maskText(credentials[field])]))
}

function maskText(value: unknown): string {
  if (typeof value === 'string') return value.replace(/^(••••)(?=.)/, '$1 ')
  const { client_email: account } = { ...(value as { client_email?: unknown }) }
  return typeof account === 'string' ? `•••• of ${account}` : '••••'
}

// The parts that every schema on the wire is made of. They read generously (a flag may be the text "1", a date
// may lack its offset) and promise strictly: what comes out is canonical, and parsing it again changes nothing.
import * as z from 'zod'

/** Length as the API counts it: in code points, so that an emoji is one character. */
function characters(value: string): number {
  let count = 0
  for (const _ of value) count++
  return count
}

/** A text of `min` to `max` characters (code points). */
export function text(min: number, max: number) {
  return z
    .string()
    .superRefine((value, context) => {
      const length = characters(value)
      if (length < min) {
        context.addIssue({
          code: 'custom',
          message: min === 1 ? 'must not be empty' : `must have at least ${min} characters`,
        })
      }
      if (length > max)
        context.addIssue({ code: 'custom', message: `must have at most ${max} characters, has ${length}` })
    })
    .meta({ minLength: min, maxLength: max })
}

const idPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,35}$/
const idRule = 'must be 1 to 36 characters of A–Z, a–z, 0–9, ".", "_" or "-", the first a letter or a digit'

/** An id that names something: 1 to 36 characters. */
export const id = z.string().regex(idPattern, idRule)

/** An id that the client may choose; the text `unique()` asks the server to choose one. */
export const newId = z
  .string()
  .refine((value) => value === 'unique()' || idPattern.test(value), `${idRule}, or the text "unique()"`)

/** `bucketId:fileId`; further parts are allowed and not used. */
export const compoundId = z.string().refine((value) => {
  const parts = value.split(':')
  return parts.length >= 2 && parts.every((part) => idPattern.test(part))
}, 'must be two ids joined by ":"')

const flagWords: Record<string, boolean> = { true: true, false: false, '1': true, '0': false }

/** A boolean, or one of the texts and numbers that mean one in a query string or a loose client. */
export const flag = z.preprocess(
  (value) =>
    typeof value === 'string' || typeof value === 'number'
      ? (flagWords[String(value).toLowerCase()] ?? value)
      : value,
  z.boolean('must be true or false'),
)

/** A whole number, or its decimal text. */
export function wholeNumber(min: number, max: number) {
  return z.preprocess(
    (value) => (typeof value === 'string' && /^-?\d{1,16}$/.test(value.trim()) ? Number(value) : value),
    z.int('must be a whole number').min(min, `must be at least ${min}`).max(max, `must be at most ${max}`),
  )
}

/** A list; an object with the keys 0, 1, 2 … counts as one, as form encoders write it. */
export function list<Item extends z.ZodType>(item: Item, max: number) {
  return z.preprocess(
    listFromIndexedObject,
    z.array(item, 'must be a list').max(max, `must have at most ${max} entries`),
  )
}

function listFromIndexedObject(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const keys = Object.keys(value)
  return keys.length > 0 && keys.every((key) => /^\d{1,9}$/.test(key)) ? Object.values(value) : value
}

/**
 * A JSON object, or the text of one; its keys and values are kept as they are. An empty list counts as an empty object: some
 * languages have one value for both.
 */
export const jsonObject = z.preprocess(
  readObjectText,
  z
    .custom<Readonly<Record<string, unknown>>>(
      (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
      'must be a JSON object, or the text of one',
    )
    .meta({ type: 'object' }),
)

function readObjectText(value: unknown): unknown {
  const read = fromJsonText(value)
  return Array.isArray(read) && read.length === 0 ? {} : read
}

/** What is no text, or no JSON, stays as it is: for the schema to refuse. */
export function fromJsonText(value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value) as unknown
  } catch {
    return value
  }
}

/** Ids named by a client; one named twice counts once. */
export const ids = list(id, 10_000).transform((values) => [...new Set(values)])

/** An instant as every reply writes it: `2025-03-04T09:12:44.318+00:00`, always UTC. */
export const instant = z.string().meta({ format: 'date-time' })

const isoDate =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i

/**
 * Reads an instant in any common form with a four-digit year; without an offset it is UTC.
 * Returns the API's own form, or undefined where the text is no date.
 */
export function readInstant(value: string): string | undefined {
  const text = value.trim()
  const iso = isoDate.exec(text)
  const millis = iso ? Date.parse(isoText(iso)) : Date.parse(hasZone(text) ? text : `${text} UTC`)
  if (Number.isNaN(millis) || !/\d{4}/.test(text)) return undefined
  if (iso && !isRealDay(iso[1] ?? '')) return undefined
  const canonical = new Date(millis).toISOString()
  return /^\d{4}-/.test(canonical) ? canonical.replace('Z', '+00:00') : undefined
}

function isoText(match: RegExpExecArray): string {
  const [, day, time = '00:00', zone = 'Z'] = match
  const offset = /^[+-]\d{2}$/.test(zone) ? `${zone}:00` : zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')
  return `${day}T${time}${offset.toUpperCase()}`
}

function hasZone(text: string): boolean {
  return /(?:Z|GMT|UTC|[+-]\d{2}:?\d{2})\s*(?:\([^)]*\))?$/i.test(text)
}

/** `Date.parse` takes 30 February for 2 March; the API refuses it. */
function isRealDay(day: string): boolean {
  const parsed = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(day)
}

/** An instant given by a client; comes out in the API's own form. */
export const instantInput = z.string().transform((value, context) => {
  const read = readInstant(value)
  if (read === undefined) {
    context.addIssue({ code: 'custom', message: 'must be a date such as 2026-03-01T09:00:00+01:00' })
    return z.NEVER
  }
  return read
})

const roleName =
  /^(any|guests|users(\/(verified|unverified))?|user:ID(\/(verified|unverified))?|team:ID(\/[A-Za-z0-9._-]+)?|member:ID|label:[A-Za-z0-9]+)$/

/** Who may do something, in Appwrite's words: `any`, `users/verified`, `user:ID`, `team:ID/role`, `label:name` … */
export const roleString = text(1, 64).refine(
  (value) => roleName.test(value.replace(/^(user|team|member):[A-Za-z0-9][A-Za-z0-9._-]{0,35}/, '$1:ID')),
  'must be a role such as "users", "user:ID", "team:ID/role" or "label:name"',
)

const permissionShape = /^(?:read|create|update|delete|write)\("([^"]*)"\)$/

/** What a role may do: `read("any")`, `update("user:ID")`; `write` stands for create, update and delete. */
export const permissionString = z
  .string()
  .refine(
    (value) => roleString.safeParse(permissionShape.exec(value)?.[1]).success,
    'must be a permission such as read("any")',
  )

/**
 * An e-mail address as SMTP can carry it (RFC 5321 §4.5.3.1: 64 + 1 + 255 octets): a dotted or quoted local part without
 * control characters, and a domain of labels. Letters outside ASCII are allowed on both sides (RFC 6531).
 */
export function isEmailAddress(value: string): boolean {
  if (value.length > 320 || hasControlCharacter(value)) return false
  const at = value.lastIndexOf('@')
  const local = value.slice(0, at)
  const domain = value.slice(at + 1)
  if (at < 1 || local.length > 64 || domain.length > 255) return false
  const dotted = /^[^\s@"(),:;<>[\]\\.]+(\.[^\s@"(),:;<>[\]\\.]+)*$/u
  const quoted = /^"(?:[^"\\]|\\.)*"$/u
  const label = /^(?!-)[\p{L}\p{N}-]{1,63}(?<!-)$/u
  const labels = domain.split('.')
  return (
    (dotted.test(local) || quoted.test(local)) &&
    labels.length >= 2 &&
    labels.every((part) => label.test(part))
  )
}

function hasControlCharacter(value: string): boolean {
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index)
    if (code < 32 || code === 127) return true
  }
  return false
}

export const emailAddress = z
  .string()
  .refine(isEmailAddress, 'must be an e-mail address such as ada@example.org')

/** E.164: `+`, no leading zero, 7 to 15 digits. Whether the number is assigned is nobody's to say. */
export function isPhoneNumber(value: string): boolean {
  return /^\+[1-9]\d{6,14}$/.test(value)
}

export const phoneNumber = z.string().refine(isPhoneNumber, 'must be a phone number such as +14155550123')

/** An IANA time zone such as `Europe/Berlin`, or '' for none. */
export const timeZoneName = z.string().refine((value) => {
  if (value === '') return true
  // An offset is none, though some runtimes take it for one.
  if (!/^[a-z]/i.test(value)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }) instanceof Intl.DateTimeFormat
  } catch {
    return false
  }
}, 'must be a time zone such as Europe/Berlin')

const originParts =
  /^(https?):\/\/([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::(\d{1,5}))?(?:[/?#].*)?$/i
const usualPorts: Readonly<Record<string, string>> = { http: '80', https: '443' }

/** The origin of a page, `https://app.example.org`, as browsers write it; what stands behind it is cut off. */
export const webOrigin = z.string().transform((value, context) => {
  const [, scheme = '', host = '', , port] = originParts.exec(value.trim().toLowerCase()) ?? []
  if (scheme === '' || Number(port ?? 0) > 65_535) {
    context.addIssue({ code: 'custom', message: 'must be an origin such as https://app.example.org' })
    return z.NEVER
  }
  return `${scheme}://${host}${port === undefined || port === usualPorts[scheme] ? '' : `:${Number(port)}`}`
})

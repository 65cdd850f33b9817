// Activity in words: what was done, to what, by whom, and what it changed.
import type { Log } from '../../../contract/logs.ts'
import { formatInstant } from '../../lib/time.ts'

const things: Readonly<Record<string, string>> = {
  administrator: 'Administrator',
  bucket: 'Bucket',
  delivery: 'Delivery',
  file: 'File',
  inbox: 'Test inbox',
  inboxItem: 'Test inbox item',
  invitation: 'Invitation',
  key: 'API key',
  message: 'Message',
  project: 'Project',
  provider: 'Provider',
  session: 'Session',
  subscriber: 'Subscriber',
  suppression: 'Suppression',
  target: 'Target',
  topic: 'Topic',
  user: 'Person',
}

/** `inboxItem` → "Test inbox item". */
export const thingWord = (type: string): string => things[type] ?? capitalized(spaced(type))

const verbs: Readonly<Record<string, string>> = {
  create: 'created',
  update: 'changed',
  delete: 'deleted',
  check: 'checked',
  clear: 'emptied',
  pause: 'paused',
  resume: 'resumed',
}

/** What reads badly when it is put together of thing and verb. */
const sentences: Readonly<Record<string, string>> = {
  'administrator.passwordReset': 'Reset link made',
  'administrator.password': 'Password changed',
  'delivery.settle': 'Delivery settled by hand',
  'inbox.clear': 'Test inbox emptied',
  'invitation.accept': 'Invitation accepted',
  'invitation.create': 'Administrator invited',
  'invitation.delete': 'Invitation withdrawn',
  'key.delete': 'API key revoked',
  'message.cancel': 'Rest cancelled',
  'message.finish': 'Sending ended',
  'message.miss': 'Time missed',
  'message.retry': 'Sent again',
  'message.send': 'Message sent',
  'message.start': 'Sending began',
  'message.test': 'Test sent',
  'message.wait': 'Waits for its provider',
  'session.create': 'Signed in',
  'session.delete': 'Signed out',
  'session.end': 'Session ended',
  'subscriber.batch': 'Subscribers changed',
  'subscriber.create': 'Subscribed',
  'subscriber.delete': 'Unsubscribed',
  'suppression.create': 'Address suppressed',
  'suppression.delete': 'Suppression lifted',
}

/** `topic.update` → "Topic changed". */
export function eventWords(event: string): string {
  const known = sentences[event]
  if (known) return known
  const [type = '', verb = ''] = event.split('.')
  return `${thingWord(type)} ${verbs[verb] ?? spaced(verb)}`.trim()
}

/** What was done, as an entry tells it: of a message's changes, which move it was. */
export function whatWords({ event, changes }: Pick<Log, 'event' | 'changes'>): string {
  if (event !== 'message.update') return eventWords(event)
  const [, status] = pairOf(changes.status) ?? []
  if (status === 'draft') return 'Taken back to a draft'
  if (status === 'scheduled') return 'Message scheduled'
  if (status === 'processing') return 'Sent at once'
  return eventWords(event)
}

export const outcomeWords = { done: 'Done', refused: 'Refused' } as const

const actorWords: Readonly<Record<string, string>> = {
  admin: 'Administrator',
  keyProject: 'API key',
  user: 'Person',
  guest: 'Nobody signed in',
  system: 'Carillon itself',
}

export const actorTypeWords = (type: string): string => actorWords[type] ?? type

type Actor = Pick<Log, 'userId' | 'userName' | 'userEmail' | 'userType'>

/** "Ada", "ada@example.org", "Carillon itself". */
export function actorName({ userId, userName, userEmail, userType }: Actor): string {
  if (userType === 'system' || userType === 'guest') return actorTypeWords(userType)
  return userName || (userType === 'keyProject' ? '' : userEmail) || userId
}

/** An actor as the URL names him: whoever has no id by his type. */
export const actorKey = ({ userId, userType }: Actor): string => userId || `~${userType}`

const fields: Readonly<Record<string, string>> = {
  added: 'subscribed',
  activityDays: 'activity kept',
  allowedOrigins: 'allowed origins',
  autoTLS: 'opportunistic TLS',
  bcc: 'Bcc',
  cc: 'Cc',
  deliveryDays: 'deliveries kept',
  description: 'internal name',
  emailTotal: 'addresses',
  enabled: 'switched on',
  failed: 'not done',
  html: 'HTML',
  identifier: 'address',
  providerId: 'provider',
  pushTotal: 'devices',
  removed: 'unsubscribed',
  scheduledAt: 'time',
  smsTotal: 'numbers',
  subscribe: 'who may subscribe',
  targets: 'addresses',
  timeZone: 'time zone',
  undoSeconds: 'undo window',
  users: 'people',
}

/** `scheduledAt` → "time", `replyToEmail` → "reply to e-mail". */
export const fieldWord = (field: string): string =>
  fields[field] ?? spaced(field).replace(/\bemail\b/g, 'e-mail')

export interface FieldChange {
  readonly field: string
  /** Of a secret nobody tells either. */
  readonly isSecret: boolean
  readonly before: string
  readonly after: string
}

/** Every field that changed, before and after in words; '' where there was or is nothing. */
export function fieldChanges({ changes }: Pick<Log, 'changes'>): FieldChange[] {
  return Object.entries(changes).map(([field, change]) => {
    const [before, after] = pairOf(change) ?? []
    const isSecret = change === true
    return { field: fieldWord(field), isSecret, before: valueText(before), after: valueText(after) }
  })
}

/** The one line beside what was done: the change where it is one and short, else which fields it was. */
export function changeText(log: Pick<Log, 'event' | 'changes'>): string {
  const told = fieldChanges(log)
  const [first] = told
  if (!first) return ''
  const isShort = told.length === 1 && !first.isSecret && first.before.length + first.after.length <= 60
  if (!isShort) return capitalized(told.map(({ field }) => field).join(', '))
  if (first.before === '') return `${capitalized(first.field)}: ${first.after}`
  return `${capitalized(first.field)}: ${first.before} → ${first.after || 'nothing'}`
}

function pairOf(change: unknown): readonly [unknown, unknown] | undefined {
  return Array.isArray(change) && change.length === 2 ? [change[0], change[1]] : undefined
}

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}\+00:00$/

function valueText(value: unknown): string {
  if (value === null || value === undefined || value === '') return ''
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number') return value.toLocaleString()
  if (typeof value === 'string') return instant.test(value) ? formatInstant(value, 'dateTime') : value
  if (Array.isArray(value)) return value.map(valueText).join(', ')
  return JSON.stringify(value)
}

/** `replyToEmail` → "reply to email". */
function spaced(name: string): string {
  return name.replace(
    /([a-z0-9])([A-Z])/g,
    (_, end: string, begin: string) => `${end} ${begin.toLowerCase()}`,
  )
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

// A push notification as Apple takes it: the same for all recipients of a message.
import { createHash } from 'node:crypto'
import * as z from 'zod'
import type { PushContent } from '../channel.ts'

export const largestPayload = 4_096
const longestCollapseId = 64

const pushData = z.object({
  title: z.string().default(''),
  body: z.string().default(''),
  data: z.record(z.string(), z.unknown()).default({}),
  action: z.string().default(''),
  image: z.object({ url: z.string() }).optional(),
  sound: z.string().default(''),
  tag: z.string().default(''),
  badge: z.int().default(-1),
  contentAvailable: z.boolean().default(false),
  critical: z.boolean().default(false),
  priority: z.string().default('high'),
})
type PushData = z.output<typeof pushData>

export type Notification = {
  readonly body: Buffer
  /** `apns-push-type`, `apns-priority` and `apns-collapse-id`. */
  readonly headers: Readonly<Record<string, string>>
}

const made = new WeakMap<PushContent, Notification>()

export function notificationOf(content: PushContent): Notification {
  const known = made.get(content)
  if (known) return known
  const notification = makeNotification(pushData.parse(content.payload))
  made.set(content, notification)
  return notification
}

function makeNotification(push: PushData): Notification {
  const isSeen =
    push.title !== '' || push.body !== '' || push.sound !== '' || push.critical || push.badge >= 0
  // What only wakes an app may not be urgent, or Apple refuses it.
  const priority = isSeen && push.priority !== 'normal' ? '10' : '5'
  return {
    body: payloadOf(push, isSeen),
    headers: {
      'apns-push-type': isSeen ? 'alert' : 'background',
      'apns-priority': priority,
      ...(push.tag === '' ? {} : { 'apns-collapse-id': collapseId(push.tag) }),
    },
  }
}

function payloadOf(push: PushData, isSeen: boolean): Buffer {
  const aps = {
    ...(push.title || push.body ? { alert: withoutEmpty({ title: push.title, body: push.body }) } : {}),
    ...soundOf(push),
    ...(push.badge >= 0 ? { badge: push.badge } : {}),
    ...(push.action ? { category: push.action } : {}),
    ...(push.contentAvailable || !isSeen ? { 'content-available': 1 } : {}),
    ...(push.image ? { 'mutable-content': 1 } : {}),
  }
  const beside = { ...(push.image ? { image: push.image.url } : {}), ...push.data, aps }
  if (Object.keys(push.data).length === 0) return asJson(beside)
  // Apple's place for data is beside `aps`. Apps that were written for Appwrite look within it, too: as long as both fit.
  const both = asJson({ ...beside, aps: { ...aps, data: push.data } })
  return both.length <= largestPayload ? both : asJson(beside)
}

function soundOf({ sound, critical }: PushData) {
  if (critical)
    return { sound: { critical: 1, name: sound || 'default', volume: 1 }, 'interruption-level': 'critical' }
  return sound ? { sound } : {}
}

function withoutEmpty(texts: Readonly<Record<string, string>>) {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ''))
}

function asJson(value: object): Buffer {
  return Buffer.from(JSON.stringify(value))
}

/** What is too long is named by its hash: two of the same tag still replace each other. */
function collapseId(tag: string): string {
  const isPlain =
    Buffer.byteLength(tag) <= longestCollapseId && /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(tag)
  return isPlain ? tag : createHash('sha256').update(tag).digest('hex')
}

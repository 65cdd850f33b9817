// The test inbox: what test providers and the built-in SMTP server caught.
import * as z from 'zod'
import type { Endpoint } from './endpoint.ts'
import { listQuery, listReply } from './lists.ts'
import { channelType, resource } from './resource.ts'

export const inboxItem = resource.extend({
  type: channelType,
  sender: z.string(),
  recipients: z.array(z.string()),
  /** An e-mail's subject, a push's title; '' for an SMS. */
  subject: z.string(),
  /** The first characters of the text. */
  preview: z.string(),
  /** Bytes. */
  size: z.int(),
  attachmentTotal: z.int(),
  /** Which delivery it is the copy of; null for what came in by SMTP from elsewhere. */
  messageId: z.string().nullable(),
  deliveryId: z.string().nullable(),
})
export type InboxItem = z.infer<typeof inboxItem>

export const inboxAttachment = z.object({
  part: z.int(),
  name: z.string(),
  mimeType: z.string(),
  size: z.int(),
  contentId: z.string(),
  inline: z.boolean(),
})

export const inboxItemDetail = inboxItem.extend({
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  text: z.string(),
  /** Whether there is an HTML part: it is served by itself, for a sandboxed frame. */
  hasHtml: z.boolean(),
  attachments: z.array(inboxAttachment),
  /** A push's whole payload. */
  payload: z.record(z.string(), z.unknown()).nullable(),
})
export type InboxItemDetail = z.infer<typeof inboxItemDetail>

const read = { kind: 'project', scope: 'messages.read', role: 'viewer' } as const
const write = { kind: 'project', scope: 'messages.write', role: 'editor' } as const

export const inbox = {
  list: {
    method: 'GET',
    path: '/inbox/items',
    summary: 'List what the test inbox caught, newest first',
    access: read,
    query: listQuery,
    reply: listReply('items', inboxItem),
  },
  get: {
    method: 'GET',
    path: '/inbox/items/:itemId',
    summary: 'Get one caught item',
    access: read,
    reply: inboxItemDetail,
  },
  source: {
    method: 'GET',
    path: '/inbox/items/:itemId/source',
    summary: 'Get the raw source of a caught item',
    access: read,
    reply: 'bytes',
  },
  html: {
    method: 'GET',
    path: '/inbox/items/:itemId/html',
    summary: 'Get the HTML part of a caught e-mail, for a sandboxed frame',
    access: read,
    query: z.object({ images: z.enum(['none', 'remote']).default('none') }),
    reply: 'bytes',
  },
  attachment: {
    method: 'GET',
    path: '/inbox/items/:itemId/attachments/:part',
    summary: 'Download an attachment of a caught e-mail',
    access: read,
    reply: 'bytes',
  },
  delete: {
    method: 'DELETE',
    path: '/inbox/items/:itemId',
    summary: 'Delete one caught item',
    access: write,
    reply: null,
  },
  clear: {
    method: 'DELETE',
    path: '/inbox/items',
    summary: 'Delete everything that the test inbox caught',
    access: write,
    reply: null,
  },
} as const satisfies Record<string, Endpoint>

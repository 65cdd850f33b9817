// What a message says, as its channel takes it.
import { sql } from 'kysely'
import type { EmailData, PushData, SmsData } from '../../contract/messages.ts'
import { largestAttachments } from '../../contract/storage.ts'
import type { Content, EmailContent } from '../channels/channel.ts'
import type { Db } from '../db/database.ts'
import { type AttachedFile, findNamedFiles } from '../storage/files.ts'
import { readWhole } from '../storage/pieces.ts'

/** What cannot go out as it is, to nobody: the recipients' rows fail for this cause. Once it is mended they can be tried again. */
export type Unsendable = { readonly type: 'unsendable'; readonly code: string; readonly response: string }

export type LoadedContent = {
  readonly content: Content | Unsendable
  /** Bytes that it may come to hold. */
  readonly weight: number
}

type Row = { project: number; type: 'email' | 'sms' | 'push'; data: Record<string, unknown>; cc: string[] }

/** Copies in `cc` are named by their addresses. */
export async function loadMessageContent(db: Db, message: number): Promise<LoadedContent> {
  const { rows } = await sql<Row>`
    select m.project, m.type, m.data, array(
      select t.identifier from targets t
      where t.project = m.project and t.id in (select jsonb_array_elements_text(m.data -> 'cc')) and not t.expired
      order by t.seq
    ) as cc
    from messages m where m.seq = ${message}
  `.execute(db)
  const [row] = rows
  if (!row) throw new Error(`message ${message} is gone`)
  switch (row.type) {
    case 'email':
      return emailContent(db, row, row.data as Partial<EmailData>)
    case 'sms':
      return light({ type: 'sms', content: (row.data as Partial<SmsData>).content ?? '' })
    case 'push':
      return light(isEmpty(row.data) ? emptyPush : { type: 'push', payload: row.data })
  }
}

function light(content: Content | Unsendable): LoadedContent {
  return { content, weight: 64 * 1024 }
}

// --- Push -----------------------------------------------------------------------------------------------------------

/** Neither to be seen nor to wake an app. */
function isEmpty({ title, body, data, contentAvailable }: Partial<PushData>): boolean {
  return !title && !body && Object.keys(data ?? {}).length === 0 && contentAvailable !== true
}

const emptyPush: Unsendable = {
  type: 'unsendable',
  code: 'EMPTY_PUSH',
  response: 'The push notification has neither a title nor a text nor data.',
}

// --- E-mail ---------------------------------------------------------------------------------------------------------

async function emailContent(
  db: Db,
  { project, cc }: Row,
  { subject = '', content = '', html = false, attachments: names = [] }: Partial<EmailData>,
): Promise<LoadedContent> {
  const found = await findNamedFiles(db, project, names)
  const missing = names.filter((_, index) => !found[index]?.file)
  if (missing.length > 0) return light(attachmentsGone(missing))
  const files = found.flatMap(({ file }) => file ?? [])
  const size = files.reduce((sum, file) => sum + file.size, 0)
  if (size > largestAttachments) return light(tooMuchAttached(size))
  const email: EmailContent = {
    type: 'email',
    subject,
    content,
    html,
    cc,
    soleRecipient: undefined,
    attachments: files.map((file) => attachmentOf(db, file)),
  }
  // Base64 makes four bytes of three, with line ends.
  return { content: email, weight: 4 * content.length + Math.ceil(1.4 * size) }
}

function attachmentOf(db: Db, file: AttachedFile): EmailContent['attachments'][number] {
  return { name: file.name, mimeType: file.mime_type, content: () => readWhole(db, file) }
}

function attachmentsGone(missing: readonly { bucketId: string; fileId: string }[]): Unsendable {
  const names = missing.map(({ bucketId, fileId }) => `${bucketId}:${fileId}`)
  return {
    type: 'unsendable',
    code: 'ATTACHMENT_GONE',
    response: `An attachment is not there any more: ${names.slice(0, 5).join(', ')}.`,
  }
}

function tooMuchAttached(size: number): Unsendable {
  const mebibytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MiB`
  return {
    type: 'unsendable',
    code: 'ATTACHMENTS_TOO_LARGE',
    response: `The attachments have ${mebibytes(size)} together; ${mebibytes(largestAttachments)} can be sent.`,
  }
}

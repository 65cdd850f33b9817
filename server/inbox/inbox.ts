// The test inbox: what test providers sent and what came in by its SMTP server. Each project keeps its last 2,000 items.
import { Readable } from 'node:stream'
import { type Insertable, type Selectable, sql } from 'kysely'
import type { InboxItem, InboxItemDetail } from '../../contract/inbox.ts'
import type { ListQuery } from '../../contract/lists.ts'
import type { CaughtItem } from '../channels/inbox/caught.ts'
import type { Db } from '../db/database.ts'
import type { InboxItemTable } from '../db/tables.ts'
import { transaction } from '../db/transaction.ts'
import type { ProjectContext } from '../http/context.ts'
import { generateId } from '../http/id.ts'
import { type ListSpec, listRows } from '../http/query/list.ts'
import type { SearchTerms } from '../http/query/search.ts'
import { Refusal } from '../http/refusal.ts'
import { recordActivity } from '../logs/activity.ts'
import {
  type AttachmentFacts,
  type HeaderLine,
  type ParsedBody,
  parseCopy,
  parseEmail,
  readHeaders,
  storable,
} from './parse.ts'

// --- Receiving ------------------------------------------------------------------------------------------------------

const kept = 2_000
/** A transaction's worth: the embedded database has one connection, and nobody should wait long for it. */
const atOnce = { items: 50, bytes: 4 * 1024 * 1024 }
const pieceSize = 256 * 1024

type NewItem = {
  readonly row: Omit<Insertable<InboxItemTable>, 'message' | 'n'>
  /** The delivery it is the copy of. */
  readonly delivery: { readonly message: number; readonly n: number } | undefined
  readonly source: readonly Buffer[]
}

/** Keeps what test providers sent, each delivery once; answers the items' ids in their order. */
export async function receive(db: Db, items: readonly CaughtItem[]): Promise<readonly string[]> {
  const all = await Promise.all(items.map(toNewItem))
  const ids: string[] = []
  for (const some of inTransactions(all)) ids.push(...(await transaction(db, (tx) => insert(tx, some))))
  for (const project of new Set(items.map((item) => item.project))) await trim(db, project)
  return ids
}

export type RawEmail = {
  readonly raw: Buffer
  /** Of the envelope. */
  readonly sender: string
  readonly recipients: readonly string[]
}

/** Keeps an e-mail that came in from elsewhere. */
export async function receiveEmail(db: Db, project: number, email: RawEmail): Promise<void> {
  const { headers, subject, sender, ...body } = await parseEmail(email.raw)
  const item: NewItem = {
    row: {
      ...emailColumns(headers, body, email.raw.length),
      project,
      sender: sender || storable(email.sender, 320),
      recipients: email.recipients.slice(0, 500).map((recipient) => storable(recipient, 320)),
      subject,
    },
    delivery: undefined,
    source: [email.raw],
  }
  await transaction(db, (tx) => insert(tx, [item]))
  await trim(db, project)
}

async function toNewItem(item: CaughtItem): Promise<NewItem> {
  const { project, message, n, recipient } = item
  const common = {
    project,
    sender: storable(item.sender, 500),
    recipients: [storable(recipient, 500)],
  }
  const delivery = { message, n }
  if (item.type === 'email') {
    const body = await parseCopy(item.head, item.body)
    const columns = emailColumns(readHeaders(item.head), body, item.head.length + item.body.length)
    const subject = storable(item.subject, 10_000)
    return { row: { ...columns, ...common, subject }, delivery, source: [item.head, item.body] }
  }
  const columns = item.type === 'sms' ? smsColumns(item.text) : pushColumns(item.payload)
  return { row: { id: generateId(), type: item.type, ...common, ...columns }, delivery, source: [] }
}

function emailColumns(headers: readonly HeaderLine[], body: ParsedBody, size: number) {
  return {
    id: generateId(),
    type: 'email' as const,
    preview: previewOf(body.text),
    size,
    attachment_total: body.attachments.length,
    headers: JSON.stringify(headers),
    body: body.text,
    html: body.html,
    attachments: JSON.stringify(body.attachments),
  }
}

function smsColumns(content: string) {
  const body = storable(content, 100_000)
  return { subject: '', preview: previewOf(body), size: Buffer.byteLength(body), body }
}

function pushColumns(given: Readonly<Record<string, unknown>>) {
  const json = JSON.stringify(given).replaceAll('\\u0000', '')
  const payload = JSON.parse(json) as Record<string, unknown>
  const text = (key: string) => (typeof payload[key] === 'string' ? storable(payload[key], 100_000) : '')
  return {
    subject: text('title'),
    preview: previewOf(text('body')),
    size: Buffer.byteLength(json),
    body: text('body'),
    payload: json,
  }
}

function previewOf(text: string): string {
  return storable(text.slice(0, 2_000).replaceAll(/\s+/g, ' ').trim(), 160)
}

function* inTransactions(items: readonly NewItem[]): Generator<readonly NewItem[]> {
  let some: NewItem[] = []
  let bytes = 0
  for (const item of items) {
    const size = item.source.reduce((sum, part) => sum + part.length, 0)
    if (some.length === atOnce.items || (some.length > 0 && bytes + size > atOnce.bytes)) {
      yield some
      some = []
      bytes = 0
    }
    some.push(item)
    bytes += size
  }
  if (some.length > 0) yield some
}

async function insert(tx: Db, items: readonly NewItem[]): Promise<readonly string[]> {
  const inserted = await tx
    .insertInto('inbox_items')
    .values(
      items.map(({ row, delivery }) => ({
        ...row,
        // A message may have been swept away since.
        message: delivery ? sql<number>`(select seq from messages where seq = ${delivery.message})` : null,
        n: delivery?.n ?? null,
      })),
    )
    .onConflict((conflict) => conflict.columns(['message', 'n']).where('message', 'is not', null).doNothing())
    .returning(['seq', 'id'])
    .execute()
  const seqs = new Map(inserted.map(({ id, seq }) => [id, seq]))
  for (const { row, source } of items) {
    const seq = seqs.get(row.id)
    if (seq !== undefined) await insertSource(tx, seq, source)
  }
  return Promise.all(
    items.map(({ row, delivery }) => (seqs.has(row.id) || !delivery ? row.id : idOf(tx, delivery))),
  )
}

async function idOf(tx: Db, { message, n }: { message: number; n: number }): Promise<string> {
  const { id } = await tx
    .selectFrom('inbox_items')
    .select('id')
    .where('message', '=', message)
    .where('n', '=', n)
    .executeTakeFirstOrThrow()
  return id
}

async function insertSource(tx: Db, item: number, source: readonly Buffer[]): Promise<void> {
  const [only] = source
  const bytes = only && source.length === 1 ? only : Buffer.concat(source)
  for (let part = 0; part * pieceSize < bytes.length; part++) {
    const piece = bytes.toString('base64', part * pieceSize, (part + 1) * pieceSize)
    await sql`
      insert into inbox_sources (item, part, content) values (${item}, ${part}, decode(${piece}, 'base64'))
    `.execute(tx)
  }
}

/** Deletes what is beyond the last 2,000, a little at a time. */
async function trim(db: Db, project: number): Promise<void> {
  const { rows } = await sql<{ seq: number }>`
    select seq from inbox_items where project = ${project} order by seq desc offset ${kept} limit 1
  `.execute(db)
  if (rows[0]) await deleteUpTo(db, project, rows[0].seq)
}

async function deleteUpTo(db: Db, project: number, seq: number): Promise<void> {
  for (let deleted = 1n; deleted > 0n; ) {
    const { numAffectedRows = 0n } = await sql`
      delete from inbox_items where seq in (
        select seq from inbox_items where project = ${project} and seq <= ${seq} order by seq limit 100
      )
    `.execute(db)
    deleted = numAffectedRows
  }
}

// --- Reading --------------------------------------------------------------------------------------------------------

type Row = Pick<
  Selectable<InboxItemTable>,
  | 'seq'
  | 'id'
  | 'type'
  | 'sender'
  | 'recipients'
  | 'subject'
  | 'preview'
  | 'size'
  | 'attachment_total'
  | 'message'
  | 'n'
  | 'created_at'
  | 'updated_at'
> & { message_id: string | null }

const items = sql`inbox_items i left join messages m on m.seq = i.message and m.deleted_at is null`

const columns = sql`
  i.seq, i.id, i.type, i.sender, i.recipients, i.subject, i.preview, i.size, i.attachment_total,
  i.message, i.n, i.created_at, i.updated_at, m.id as message_id`

const itemRows: ListSpec = {
  from: items,
  select: columns,
  project: sql`i.project`,
  seq: sql`i.seq`,
  byId: (id) => sql`i.id = ${id}`,
  attributes: {
    $id: { type: 'text', sql: sql`i.id`, exact: (id) => id },
    $createdAt: { type: 'instant', sql: sql`i.created_at` },
    $updatedAt: { type: 'instant', sql: sql`i.updated_at` },
    $sequence: { type: 'number', sql: sql`i.seq` },
    type: { type: 'text', sql: sql`i.type` },
    sender: { type: 'text', sql: sql`i.sender` },
    recipients: { type: 'texts', sql: sql`i.recipients` },
    subject: { type: 'text', sql: sql`i.subject` },
    size: { type: 'number', sql: sql`i.size` },
    attachmentTotal: { type: 'number', sql: sql`i.attachment_total` },
    messageId: { type: 'text', sql: sql`m.id`, nullable: true, exact: (id) => id },
  },
  search: findWords,
  newestFirst: true,
}

/** An address may be anybody's: sender or recipient, by its beginning. There are few enough items to look at each. */
function findWords({ tsquery, identifiers }: SearchTerms) {
  const conditions = identifiers.map(
    (identifier) => sql<boolean>`(
      position(${identifier}::text in lower(i.sender)) > 0
      or exists (select from unnest(i.recipients) as address where starts_with(lower(address), ${identifier}))
    )`,
  )
  if (tsquery) conditions.push(sql<boolean>`i.search @@ ${tsquery}`)
  return conditions.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(conditions, sql` or `)})`
}

function toItem(row: Row): InboxItem {
  const delivery = row.message_id !== null && row.message !== null && row.n !== null
  return {
    $id: row.id,
    $createdAt: row.created_at,
    $updatedAt: row.updated_at,
    type: row.type,
    sender: row.sender,
    recipients: row.recipients,
    subject: row.subject,
    preview: row.preview,
    size: row.size,
    attachmentTotal: row.attachment_total,
    messageId: row.message_id,
    deliveryId: delivery ? `${row.message?.toString(36)}-${row.n?.toString(36)}` : null,
  }
}

export async function listItems(
  db: Db,
  project: number,
  input: ListQuery,
): Promise<{ total: number; items: InboxItem[] }> {
  const { total, rows } = await listRows<Row>(db, itemRows, { project, input })
  return { total, items: rows.map(toItem) }
}

type DetailRow = Row &
  Pick<Selectable<InboxItemTable>, 'headers' | 'body' | 'payload'> & {
    has_html: boolean
    attachments: AttachmentFacts[]
  }

export async function getItem(db: Db, project: number, id: string): Promise<InboxItemDetail> {
  const { rows } = await sql<DetailRow>`
    select ${columns}, i.headers, i.body, i.html is not null as has_html, i.attachments, i.payload
    from ${items} where i.project = ${project} and i.id = ${id}
  `.execute(db)
  const [row] = rows
  if (!row) throw new Refusal('inbox_item_not_found')
  return {
    ...toItem(row),
    headers: row.headers,
    text: row.body,
    hasHtml: row.has_html,
    attachments: row.attachments,
    payload: row.payload,
  }
}

export type Html = {
  readonly html: string
  readonly attachments: readonly AttachmentFacts[]
  readonly source: Source
}

/** The HTML part as it came: hostile. */
export async function getHtml(db: Db, project: number, id: string): Promise<Html> {
  const row = await db
    .selectFrom('inbox_items')
    .select(['seq', 'size', 'html', 'attachments'])
    .where('project', '=', project)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row || row.html === null) throw new Refusal('inbox_item_not_found')
  return {
    html: row.html,
    attachments: row.attachments as AttachmentFacts[],
    source: { size: row.size, read: () => readSource(db, row.seq, row.size) },
  }
}

export type Source = { readonly size: number; readonly read: () => Readable }

/** An e-mail as it came; of the others what there is of them. */
export async function getSource(db: Db, project: number, id: string): Promise<Source & { type: string }> {
  const row = await db
    .selectFrom('inbox_items')
    .select(['seq', 'type', 'size', 'body', 'payload'])
    .where('project', '=', project)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new Refusal('inbox_item_not_found')
  if (row.type === 'email') {
    return { type: row.type, size: row.size, read: () => readSource(db, row.seq, row.size) }
  }
  const bytes = Buffer.from(row.type === 'sms' ? row.body : JSON.stringify(row.payload, null, 2))
  return { type: row.type, size: bytes.length, read: () => Readable.from([bytes]) }
}

function readSource(db: Db, item: number, size: number): Readable {
  async function* pieces() {
    let left = size
    for (let part = 0; left > 0; part++) {
      const { rows } = await sql<{ content: string }>`
        select encode(content, 'base64') as content from inbox_sources where item = ${item} and part = ${part}
      `.execute(db)
      if (!rows[0]) throw new Error('The item was deleted while it was read.')
      const bytes = Buffer.from(rows[0].content, 'base64')
      left -= bytes.length
      yield bytes
    }
  }
  return Readable.from(pieces(), { objectMode: false })
}

// --- Deleting -------------------------------------------------------------------------------------------------------

export async function deleteItem(context: ProjectContext, id: string): Promise<void> {
  await transaction(context.db, async (tx) => {
    const { numDeletedRows } = await tx
      .deleteFrom('inbox_items')
      .where('project', '=', context.project.seq)
      .where('id', '=', id)
      .executeTakeFirst()
    if (numDeletedRows === 0n) throw new Refusal('inbox_item_not_found')
    await recordActivity(tx, context, { event: 'inboxItem.delete', resource: `inboxItem/${id}` })
  })
}

/** What comes in meanwhile stays. */
export async function clearItems(context: ProjectContext): Promise<void> {
  const { db, project } = context
  const last = await transaction(db, async (tx) => {
    await recordActivity(tx, context, { event: 'inbox.clear', resource: 'inbox' })
    return tx
      .selectFrom('inbox_items')
      .select('seq')
      .where('project', '=', project.seq)
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst()
  })
  if (last) await deleteUpTo(db, project.seq, last.seq)
}

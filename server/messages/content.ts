import { sql } from 'kysely'
import type { Content } from '../channels/channel.ts'
import type { Db } from '../db/database.ts'

type Row = { type: 'email' | 'sms' | 'push'; data: Record<string, unknown>; cc: string[] }

/** The content of a message for its channel; copies in `cc` are named by their addresses. */
export async function loadMessageContent(db: Db, message: number): Promise<Content> {
  const { rows } = await sql<Row>`
    select m.type, m.data, array(
      select t.identifier from targets t
      where t.project = m.project and t.id in (select jsonb_array_elements_text(m.data -> 'cc')) and not t.expired
      order by t.seq
    ) as cc
    from messages m where m.seq = ${message}
  `.execute(db)
  const [row] = rows
  if (!row) throw new Error(`message ${message} is gone`)
  const { type, data, cc } = row
  switch (type) {
    case 'email':
      return {
        type,
        subject: String(data.subject ?? ''),
        content: String(data.content ?? ''),
        html: data.html === true,
        cc,
        soleRecipient: undefined,
        attachments: [],
      }
    case 'sms':
      return { type, content: String(data.content ?? '') }
    case 'push':
      return { type, payload: data }
  }
}

// What a message says, as its channel takes it: loaded once per message, and one object for all its calls.
import { sql } from 'kysely'
import type { Content, EmailContent } from '../channels/channel.ts'
import type { Db } from '../db/database.ts'
import { loadMessageContent } from '../messages/content.ts'
import { roleCodes, states } from './ledger.ts'

export type LoadContent = (message: number) => Promise<Content>

/** Keeps the contents of the last messages; `limit` of them. */
export function createContentLoader(db: Db, limit: number): LoadContent {
  const kept = new Map<number, Promise<Content>>()
  return (message) => {
    const found = kept.get(message) ?? loadContent(db, message)
    kept.delete(message)
    kept.set(message, found)
    found.catch(() => kept.delete(message))
    for (const oldest of kept.keys()) {
      if (kept.size <= limit) break
      kept.delete(oldest)
    }
    return found
  }
}

async function loadContent(db: Db, message: number): Promise<Content> {
  const content = await loadMessageContent(db, message)
  return content.type === 'email' ? { ...content, soleRecipient: await soleRecipient(db, message) } : content
}

/** The recipient of a message that has just one: its copies name him in `To`, as any mail program would. */
async function soleRecipient(db: Db, message: number): Promise<EmailContent['soleRecipient']> {
  const { rows } = await sql<{ identifier: string }>`
    select identifier from deliveries
    where message = ${message} and role = ${sql.lit(roleCodes.to)} and state <> ${states.skipped} order by n limit 2
  `.execute(db)
  return rows.length === 1 ? rows[0]?.identifier : undefined
}

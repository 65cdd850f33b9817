// What a message says, as its channel takes it: loaded once per message, and one object for all its calls.
import { sql } from 'kysely'
import type { Content, EmailContent } from '../channels/channel.ts'
import type { Db } from '../db/database.ts'
import { type LoadedContent, loadMessageContent, type Unsendable } from '../messages/content.ts'
import { roleCodes, states } from './ledger.ts'

export type LoadContent = (message: number) => Promise<Content | Unsendable>

type Kept = { readonly loading: Promise<LoadedContent>; weight: number }

/** Keeps the contents of the last messages: at most `limit.messages`, which weigh no more than `limit.bytes`, and the last one anyway. */
export function createContentLoader(db: Db, limit: { messages: number; bytes: number }): LoadContent {
  const kept = new Map<number, Kept>()
  return async (message) => {
    const known = kept.get(message) ?? { loading: loadContent(db, message), weight: 0 }
    kept.delete(message)
    kept.set(message, known)
    try {
      const { content, weight } = await known.loading
      known.weight = weight
      // What is wrong with it may be mended before it is tried again.
      if (content.type === 'unsendable') kept.delete(message)
      forgetOldest(kept, limit)
      return content
    } catch (error) {
      kept.delete(message)
      throw error
    }
  }
}

function forgetOldest(kept: Map<number, Kept>, limit: { messages: number; bytes: number }): void {
  let bytes = [...kept.values()].reduce((sum, { weight }) => sum + weight, 0)
  for (const [message, { weight }] of kept) {
    if (kept.size <= 1 || (kept.size <= limit.messages && bytes <= limit.bytes)) return
    kept.delete(message)
    bytes -= weight
  }
}

async function loadContent(db: Db, message: number): Promise<LoadedContent> {
  const loaded = await loadMessageContent(db, message)
  const { content } = loaded
  if (content.type !== 'email') return loaded
  return { ...loaded, content: { ...content, soleRecipient: await soleRecipient(db, message) } }
}

/** The recipient of a message that has just one: its copies name him in `To`, as any mail program would. */
async function soleRecipient(db: Db, message: number): Promise<EmailContent['soleRecipient']> {
  const { rows } = await sql<{ identifier: string }>`
    select identifier from deliveries
    where message = ${message} and role = ${sql.lit(roleCodes.to)} and state <> ${states.skipped} order by n limit 2
  `.execute(db)
  return rows.length === 1 ? rows[0]?.identifier : undefined
}

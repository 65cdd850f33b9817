// Administrators' sessions: rows that name the hash of a random token. They end after 12 h idle or 7 days, and at sign-out.
import { randomBytes } from 'node:crypto'
import { type SqlBool, sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { appNow, isOlderThan } from '../db/now.ts'
import { hashToken } from '../http/authentication.ts'
import type { Caller } from '../http/context.ts'

const idleSeconds = 12 * 3600
const wholeSeconds = 7 * 24 * 3600

const alive = sql<SqlBool>`not ${isOlderThan('s.last_used_at', idleSeconds)} and not ${isOlderThan('s.created_at', wholeSeconds)}`

/** Returns the token for the cookie; it is kept nowhere. */
export async function createSession(tx: Db, administrator: number, caller: Caller): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await tx
    .insertInto('administrator_sessions')
    .values({ administrator, token_hash: hashToken(token), ip: caller.ip, agent: caller.agent.slice(0, 512) })
    .execute()
  return token
}

/** Who holds the token; notes at most once a minute that it was used. */
export async function findAdministratorBySession(db: Db, tokenHash: Buffer) {
  const row = await db
    .selectFrom('administrator_sessions as s')
    .innerJoin('administrators as a', 'a.seq', 's.administrator')
    .select(['s.seq as session', 'a.seq', 'a.id', 'a.name', 'a.email', 'a.role'])
    .select(isOlderThan('s.last_used_at', 60).as('stale'))
    .where('s.token_hash', '=', tokenHash)
    .where(alive)
    .executeTakeFirst()
  if (!row) return undefined
  const { stale, ...administrator } = row
  if (stale) {
    await db
      .updateTable('administrator_sessions')
      .set({ last_used_at: appNow })
      .where('seq', '=', row.session)
      .execute()
  }
  return { type: 'admin' as const, ...administrator }
}

/** When the session ends if it is not used again. */
export async function sessionEnd(db: Db, session: number): Promise<string> {
  const { end } = await db
    .selectFrom('administrator_sessions')
    .select(
      sql<string>`least(
        last_used_at + make_interval(secs => ${idleSeconds}),
        created_at + make_interval(secs => ${wholeSeconds})
      )`.as('end'),
    )
    .where('seq', '=', session)
    .executeTakeFirstOrThrow()
  return end
}

export async function deleteSession(db: Db, session: number): Promise<void> {
  await db.deleteFrom('administrator_sessions').where('seq', '=', session).execute()
}

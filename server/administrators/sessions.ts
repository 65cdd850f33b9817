// Administrators' sessions: rows that name the hash of a random token. They end after 12 h idle or 7 days, at sign-out, and with
// a change of the password.
import { randomBytes } from 'node:crypto'
import { type SqlBool, sql } from 'kysely'
import type { AdministratorSession } from '../../contract/console.ts'
import type { Db } from '../db/database.ts'
import { appNow, isOlderThan } from '../db/now.ts'
import { transaction } from '../db/transaction.ts'
import { hashToken } from '../http/authentication.ts'
import type { Caller, ConsoleContext } from '../http/context.ts'
import { seqOfShortId, shortId } from '../http/id.ts'
import { Refusal } from '../http/refusal.ts'
import { recordActivity } from '../logs/activity.ts'
import { readAgent } from '../logs/agent.ts'

const idleSeconds = 12 * 3600
const wholeSeconds = 7 * 24 * 3600

const alive = sql<SqlBool>`not ${isOlderThan('s.last_used_at', idleSeconds)} and not ${isOlderThan('s.created_at', wholeSeconds)}`

/** When a session ends if it is not used again. */
const endOfSession = sql<string>`least(
  last_used_at + make_interval(secs => ${idleSeconds}),
  created_at + make_interval(secs => ${wholeSeconds})
)`

/** `token` is for the cookie, and kept nowhere. */
export async function createSession(
  tx: Db,
  administrator: number,
  caller: Caller,
): Promise<{ token: string; expiresAt: string }> {
  const token = randomBytes(32).toString('base64url')
  const { expiresAt } = await tx
    .insertInto('administrator_sessions')
    .values({ administrator, token_hash: hashToken(token), ip: caller.ip, agent: caller.agent.slice(0, 512) })
    .returning(endOfSession.as('expiresAt'))
    .executeTakeFirstOrThrow()
  return { token, expiresAt }
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

/** When it ends if it is not used again; undefined where it has been ended. */
export async function sessionEnd(db: Db, session: number): Promise<string | undefined> {
  const row = await db
    .selectFrom('administrator_sessions')
    .select(endOfSession.as('end'))
    .where('seq', '=', session)
    .executeTakeFirst()
  return row?.end
}

/** Where one is signed in, the latest used first. */
export async function listSessions({
  db,
  actor,
}: ConsoleContext): Promise<{ total: number; sessions: AdministratorSession[] }> {
  if (actor.type !== 'admin') return { total: 0, sessions: [] }
  const rows = await db
    .selectFrom('administrator_sessions as s')
    .select(['s.seq', 's.created_at', 's.last_used_at', 's.ip', 's.agent'])
    .select(endOfSession.as('end'))
    .where('s.administrator', '=', actor.seq)
    .where(alive)
    .orderBy('s.last_used_at', 'desc')
    .orderBy('s.seq', 'desc')
    .limit(mostListed)
    .execute()
  const sessions = rows.map((row) => {
    const { clientName, clientVersion, osName, deviceName, deviceModel } = readAgent(row.agent)
    return {
      $id: shortId(row.seq),
      $createdAt: row.created_at,
      current: row.seq === actor.session,
      ip: row.ip,
      clientName,
      clientVersion,
      osName,
      deviceName,
      deviceModel,
      lastUsedAt: row.last_used_at,
      expiresAt: row.end,
    }
  })
  return { total: sessions.length, sessions }
}

const mostListed = 200

/** One of one's own. */
export async function endSession(context: ConsoleContext, id: string): Promise<void> {
  const seq = seqOfShortId(id)
  const { actor, db } = context
  if (actor.type !== 'admin' || seq === undefined) throw new Refusal('user_session_not_found')
  await transaction(db, async (tx) => {
    const { numDeletedRows } = await tx
      .deleteFrom('administrator_sessions')
      .where('seq', '=', seq)
      .where('administrator', '=', actor.seq)
      .executeTakeFirst()
    if (numDeletedRows === 0n) throw new Refusal('user_session_not_found')
    await recordActivity(tx, context, { event: 'session.end', resource: `administrator/${actor.id}` })
  })
  if (seq === actor.session) context.endSession()
}

/** All of one's own but this one. */
export async function endOtherSessions(context: ConsoleContext): Promise<void> {
  const { actor, db } = context
  if (actor.type !== 'admin') return
  await transaction(db, async (tx) => {
    const { numDeletedRows } = await tx
      .deleteFrom('administrator_sessions')
      .where('administrator', '=', actor.seq)
      .where('seq', '<>', actor.session)
      .executeTakeFirst()
    const changes = { sessions: [Number(numDeletedRows) + 1, 1] as const }
    await recordActivity(tx, context, {
      event: 'session.end',
      resource: `administrator/${actor.id}`,
      changes,
    })
  })
}

export async function deleteSession(db: Db, session: number): Promise<void> {
  await db.deleteFrom('administrator_sessions').where('seq', '=', session).execute()
}

export async function deleteSessionsOf(tx: Db, administrator: number): Promise<void> {
  await tx.deleteFrom('administrator_sessions').where('administrator', '=', administrator).execute()
}

/** What has ended is taken away. */
export async function sweepSessions(db: Db): Promise<void> {
  await sql`delete from administrator_sessions s where not (${alive})`.execute(db)
}

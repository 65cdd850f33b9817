// End users' sessions: rows that name the hash of a random secret. They end after a year, at sign-out, and with their person.
import { randomBytes } from 'node:crypto'
import { type Selectable, sql } from 'kysely'
import type { UserSession } from '../../contract/user-sessions.ts'
import type { Db } from '../db/database.ts'
import { appNow, inSeconds, isOlderThan, isPast } from '../db/now.ts'
import type { UserSessionTable } from '../db/tables.ts'
import { type FoundUser, hashToken, userSessionSeconds } from '../http/authentication.ts'
import type { Caller, UserActor } from '../http/context.ts'
import { generateId } from '../http/id.ts'
import { readAgent } from '../logs/agent.ts'
import type { UserRow } from './find-user.ts'

export type SessionRow = Omit<Selectable<UserSessionTable>, 'secret_hash'>

const sessionColumns = [
  'seq',
  'project',
  'id',
  'user_seq',
  'provider',
  'ip',
  'agent',
  'created_at',
  'updated_at',
  'expires_at',
] as const

type Shown = { readonly userId: string; readonly current: boolean; readonly secret: string }

export function toSession(row: SessionRow, { userId, current, secret }: Shown): UserSession {
  return {
    $id: row.id,
    $createdAt: row.created_at,
    $updatedAt: row.updated_at,
    userId,
    expire: row.expires_at,
    provider: row.provider,
    providerUid: '',
    providerAccessToken: '',
    providerAccessTokenExpiry: '',
    providerRefreshToken: '',
    ip: row.ip,
    ...readAgent(row.agent),
    // No table of addresses and countries is shipped.
    countryCode: '--',
    countryName: 'Unknown',
    current,
    factors: [row.provider === 'email' ? 'password' : 'server'],
    secret,
    mfaUpdatedAt: '',
  }
}

/** `secret` is kept nowhere. */
export async function insertSession(
  tx: Db,
  user: Pick<UserRow, 'seq' | 'project'>,
  caller: Caller,
  provider: SessionRow['provider'],
): Promise<{ session: SessionRow; secret: string }> {
  const secret = randomBytes(32).toString('base64url')
  const session = await tx
    .insertInto('user_sessions')
    .values({
      project: user.project,
      id: generateId(),
      user_seq: user.seq,
      secret_hash: hashToken(secret),
      provider,
      ip: caller.ip,
      agent: caller.agent.slice(0, 512),
      expires_at: inSeconds(userSessionSeconds),
    })
    .returning(sessionColumns)
    .executeTakeFirstOrThrow()
  return { session, secret }
}

const actorColumns = [
  'u.seq',
  'u.id',
  'u.name',
  'u.email',
  'u.status',
  'u.labels',
  'u.email_verification',
  'u.phone_verification',
] as const

const notSeenToday = sql<boolean>`coalesce(${isOlderThan('u.accessed_at', 24 * 3600)}, true)`

/** Whose session it is. */
export async function findUserBySession(
  db: Db,
  project: number,
  secretHash: Buffer,
): Promise<FoundUser | undefined> {
  const row = await db
    .selectFrom('user_sessions as s')
    .innerJoin('users as u', 'u.seq', 's.user_seq')
    .select([...actorColumns, 's.seq as session'])
    .select(notSeenToday.as('unseen'))
    .where('s.project', '=', project)
    .where('s.secret_hash', '=', secretHash)
    .where(isPast('s.expires_at'), '=', false)
    .executeTakeFirst()
  return row && seen(db, row, false)
}

/** What a JWT says: this person, by this session or by none. */
export type Claims = {
  readonly seq: number
  readonly userId: string
  readonly sessionId: string
  /** Seconds; whether they have passed, the database says. */
  readonly exp: number
}

/** Undefined where the time is up, the person is not there (any more), or the session has ended. */
export async function findUserByClaims(
  db: Db,
  project: number,
  { seq, userId, sessionId, exp }: Claims,
): Promise<FoundUser | undefined> {
  const row = await db
    .selectFrom('users as u')
    .leftJoin('user_sessions as s', (on) =>
      on.onRef('s.user_seq', '=', 'u.seq').on('s.id', '=', sessionId).on(isPast('s.expires_at'), '=', false),
    )
    .select([...actorColumns, 's.seq as session'])
    .select(notSeenToday.as('unseen'))
    .where('u.project', '=', project)
    .where('u.seq', '=', seq)
    .where('u.id', '=', userId)
    .where(sql<boolean>`to_timestamp(${exp}::float8) > app.now()`)
    .executeTakeFirst()
  if (!row || (sessionId !== '' && row.session === null)) return undefined
  return seen(db, row, true)
}

type ActorRow = Pick<
  UserRow,
  'seq' | 'id' | 'name' | 'email' | 'status' | 'labels' | 'email_verification' | 'phone_verification'
>

export function toActor(row: ActorRow, by: Pick<UserActor, 'session' | 'byJwt'>): UserActor {
  return {
    type: 'user',
    seq: row.seq,
    id: row.id,
    name: row.name,
    email: row.email,
    ...by,
    verified: row.email_verification || row.phone_verification,
    labels: row.labels,
  }
}

type SeenRow = ActorRow & { readonly session: number | null; readonly unseen: boolean }

/** Notes at most once a day that somebody was here. */
async function seen(db: Db, row: SeenRow, byJwt: boolean): Promise<FoundUser> {
  if (row.unseen)
    await db.updateTable('users').set({ accessed_at: appNow }).where('seq', '=', row.seq).execute()
  return { ...toActor(row, { session: row.session ?? undefined, byJwt }), blocked: !row.status }
}

/** A session that is not over, of this person. */
export async function findSession(
  db: Db,
  user: number,
  which: { readonly id: string } | { readonly seq: number } | 'newest',
): Promise<SessionRow | undefined> {
  let query = db
    .selectFrom('user_sessions')
    .select(sessionColumns)
    .where('user_seq', '=', user)
    .where(isPast('expires_at'), '=', false)
  if (which !== 'newest')
    query = 'id' in which ? query.where('id', '=', which.id) : query.where('seq', '=', which.seq)
  return query.orderBy('seq', 'desc').limit(1).executeTakeFirst()
}

/** Its devices have to be gone: `removeTargetsOfSession`. */
export async function deleteSession(tx: Db, session: number): Promise<void> {
  await tx.deleteFrom('user_sessions').where('seq', '=', session).execute()
}

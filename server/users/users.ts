// People: who receives.
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { ListQuery } from '../../contract/lists.ts'
import type { Jwt, UserSession } from '../../contract/user-sessions.ts'
import type { User, UserDraft } from '../../contract/users.ts'
import type { Db } from '../db/database.ts'
import { isUniqueViolation } from '../db/errors.ts'
import { appNow } from '../db/now.ts'
import { transaction } from '../db/transaction.ts'
import type { ProjectContext } from '../http/context.ts'
import { chosenId } from '../http/id.ts'
import { type ListSpec, listRows, type SearchTerms, walkRows } from '../http/query/list.ts'
import { anyBeginsWith, anyOf } from '../http/query/sql-parts.ts'
import { Refusal } from '../http/refusal.ts'
import { changesBetween, recordActivity } from '../logs/activity.ts'
import { hashPassword } from '../sign-in/passwords.ts'
import { removeSubscribers } from '../subscribers/removal.ts'
import { makeAutomaticTarget, moveAutomaticTarget } from '../targets/automatic.ts'
import { type TargetRow, targetsOfUsers, toTarget } from '../targets/target.ts'
import { requestErasure } from './erasures.ts'
import { findUser, lockUser, type UserRow, userColumns } from './find-user.ts'
import { findSession, insertSession, toSession } from './sessions.ts'
import { createUserToken } from './tokens.ts'

function toUser(row: UserRow, targets: readonly TargetRow[]): User {
  return {
    $id: row.id,
    $createdAt: row.created_at,
    $updatedAt: row.updated_at,
    name: row.name,
    registration: row.created_at,
    status: row.status,
    labels: row.labels,
    passwordUpdate: row.password_updated_at ?? '',
    email: row.email,
    phone: row.phone,
    emailVerification: row.email_verification,
    phoneVerification: row.phone_verification,
    mfa: false,
    prefs: row.prefs,
    targets: targets.map((target) => toTarget(target, row.id)),
    accessedAt: row.accessed_at ?? '',
  }
}

async function withTargets(db: Db, rows: readonly UserRow[]): Promise<User[]> {
  const targets = await targetsOfUsers(
    db,
    rows.map((row) => row.seq),
  )
  return rows.map((row) => toUser(row, targets.get(row.seq) ?? []))
}

async function withOwnTargets(db: Db, row: UserRow): Promise<User> {
  const targets = await targetsOfUsers(db, [row.seq])
  return toUser(row, targets.get(row.seq) ?? [])
}

export async function createUser(context: ProjectContext, draft: UserDraft): Promise<User> {
  const { email = '', phone = '', name = '', password = '' } = draft
  // Slow on purpose: not while a transaction is open.
  const passwordHash = password === '' ? null : await hashPassword(password)
  return transaction(context.db, async (tx) => {
    const row = await tx
      .insertInto('users')
      .values({
        project: context.project.seq,
        id: chosenId(draft.userId),
        name,
        email: email.toLowerCase(),
        phone,
        password_hash: passwordHash,
        password_updated_at: passwordHash === null ? null : appNow,
      })
      .returning(userColumns)
      .executeTakeFirstOrThrow()
    await makeAutomaticTarget(tx, row, 'email', row.email)
    await makeAutomaticTarget(tx, row, 'sms', row.phone)
    await recordActivity(tx, context, {
      event: 'user.create',
      resource: `user/${row.id}`,
      person: row.seq,
    })
    return withOwnTargets(tx, row)
  }).catch((error: unknown) => refuseTaken(error))
}

const takenBy = [
  { constraint: 'users_project_id_key', path: 'userId', what: 'id' },
  { constraint: 'users_email', path: 'email', what: 'e-mail address' },
  { constraint: 'users_phone', path: 'phone', what: 'phone number' },
] as const

function refuseTaken(error: unknown, numberIsCalled: 'phone' | 'number' = 'phone'): never {
  const taken = takenBy.find(({ constraint }) => isUniqueViolation(error, constraint))
  if (!taken) throw error
  throw new Refusal('user_already_exists', `There is a person with this ${taken.what} already.`, [
    { path: taken.path === 'phone' ? numberIsCalled : taken.path, message: 'belongs to another person' },
  ])
}

const asItIs = (id: string) => id

/** Of one project, because what is searched for by index is looked up in it first. */
function userRows(project: number): ListSpec {
  return {
    from: sql`users u`,
    select: sql.join(userColumns.map((column) => sql.ref(`u.${column}`))),
    project: sql`u.project`,
    seq: sql`u.seq`,
    within: { column: sql`u.project`, value: project },
    byId: (id) => sql`u.id = ${id}`,
    attributes,
    search: ({ tsquery, identifiers }) =>
      anyOf([
        tsquery && sql<SqlBool>`u.search @@ ${tsquery}`,
        anyBeginsWith(sql`lower(u.email) collate "C"`, identifiers),
        identifiers.length > 0 ? sql`u.phone = any(${[...identifiers]}::text[])` : undefined,
        identifiers.length > 0
          ? // As a value, for the few of the one person: of an "exists" the planner looks up all targets that begin so.
            sql`(
              select bool_or(${anyBeginsWith(sql`t.identifier_key`, identifiers)}) from targets t where t.user_seq = u.seq
            )`
          : undefined,
      ]),
    found: (terms) => foundIn(project, terms),
  }
}

/** By the words of the person, his own address and number, and those of his targets. */
function foundIn(project: number, { tsquery, identifiers }: SearchTerms): RawBuilder<unknown>[] {
  const byWords = tsquery && sql`select seq from users where project = ${project} and search @@ ${tsquery}`
  const email = sql`lower(email) collate "C"`
  const byIdentifier = [
    // `<> ''` lets the partial indexes answer.
    sql`select seq from users where project = ${project} and email <> '' and ${anyBeginsWith(email, identifiers)}`,
    sql`select seq from users where project = ${project} and phone <> '' and phone = any(${[...identifiers]}::text[])`,
    sql`select user_seq as seq from targets where project = ${project} and ${anyBeginsWith(sql`identifier_key`, identifiers)}`,
  ]
  return [byWords ?? [], identifiers.length > 0 ? byIdentifier : []].flat()
}

const attributes: ListSpec['attributes'] = {
  $id: { type: 'text', sql: sql`u.id`, exact: asItIs },
  $createdAt: { type: 'instant', sql: sql`u.created_at` },
  $updatedAt: { type: 'instant', sql: sql`u.updated_at` },
  $sequence: { type: 'number', sql: sql`u.seq` },
  name: { type: 'text', sql: sql`u.name` },
  email: { type: 'text', sql: sql`u.email` },
  phone: { type: 'text', sql: sql`u.phone`, exact: asItIs },
  status: { type: 'boolean', sql: sql`u.status` },
  labels: { type: 'texts', sql: sql`u.labels` },
  passwordUpdate: { type: 'instant', sql: sql`u.password_updated_at`, nullable: true },
  registration: { type: 'instant', sql: sql`u.created_at` },
  emailVerification: { type: 'boolean', sql: sql`u.email_verification` },
  phoneVerification: { type: 'boolean', sql: sql`u.phone_verification` },
  accessedAt: { type: 'instant', sql: sql`u.accessed_at`, nullable: true },
}

export async function listUsers(
  db: Db,
  project: number,
  input: ListQuery,
): Promise<{ total: number; users: User[] }> {
  const { total, rows } = await listRows<UserRow>(db, userRows(project), { project, input })
  return { total, users: await withTargets(db, rows) }
}

/** All of them, some at a time: for a file. */
export async function* walkUsers(db: Db, project: number, input: ListQuery): AsyncGenerator<User[], void> {
  for await (const rows of walkRows<UserRow>(db, userRows(project), { project, input })) {
    yield await withTargets(db, rows)
  }
}

export async function getUser(db: Db, project: number, id: string): Promise<User> {
  const row = await findUser(db, project, id)
  if (!row) throw new Refusal('user_not_found')
  return withOwnTargets(db, row)
}

type OwnFields = Partial<
  Pick<
    UserRow,
    'name' | 'email' | 'phone' | 'status' | 'labels' | 'email_verification' | 'phone_verification'
  >
>

export function updateName(context: ProjectContext, id: string, name: string): Promise<User> {
  return changeUser(context, id, { name })
}

export function updateStatus(context: ProjectContext, id: string, status: boolean): Promise<User> {
  return changeUser(context, id, { status })
}

export function updateLabels(context: ProjectContext, id: string, labels: string[]): Promise<User> {
  return changeUser(context, id, { labels })
}

export function updateEmailVerification(
  context: ProjectContext,
  id: string,
  verified: boolean,
): Promise<User> {
  return changeUser(context, id, { email_verification: verified })
}

export function updatePhoneVerification(
  context: ProjectContext,
  id: string,
  verified: boolean,
): Promise<User> {
  return changeUser(context, id, { phone_verification: verified })
}

export function updateEmail(context: ProjectContext, id: string, email: string): Promise<User> {
  return changeUser(context, id, { email: email.toLowerCase() })
}

export function updatePhone(context: ProjectContext, id: string, phone: string): Promise<User> {
  return changeUser(context, id, { phone })
}

async function changeUser(context: ProjectContext, id: string, change: OwnFields): Promise<User> {
  return transaction(context.db, async (tx) => {
    const before = await lockUser(tx, context.project.seq, id)
    if (!before) throw new Refusal('user_not_found')
    // The target first: whose identifier it is decides the refusal.
    if (change.email !== undefined) await moveAutomaticTarget(tx, before, 'email', change.email)
    if (change.phone !== undefined) await moveAutomaticTarget(tx, before, 'sms', change.phone)
    const after = await tx
      .updateTable('users')
      .set({
        ...change,
        // Verified was the one before.
        ...(change.email !== undefined && change.email !== before.email ? { email_verification: false } : {}),
        ...(change.phone !== undefined && change.phone !== before.phone ? { phone_verification: false } : {}),
        updated_at: appNow,
      })
      .where('seq', '=', before.seq)
      .returning(userColumns)
      .executeTakeFirstOrThrow()
    const changes = changesBetween(toUser(before, []), toUser(after, []))
    await recordActivity(tx, context, {
      event: 'user.update',
      resource: `user/${id}`,
      person: after.seq,
      changes,
    })
    return withOwnTargets(tx, after)
  }).catch((error: unknown) => refuseTaken(error, 'number'))
}

/** With all targets and subscriptions, at once; from the ledger and the activity he goes in the background. */
export async function deleteUser(context: ProjectContext, id: string): Promise<void> {
  await transaction(context.db, async (tx) => {
    const user = await lockUser(tx, context.project.seq, id)
    if (!user) throw new Refusal('user_not_found')
    await removeSubscribers(tx, { user: user.seq })
    await tx.deleteFrom('users').where('seq', '=', user.seq).execute()
    await requestErasure(tx, user)
    await recordActivity(tx, context, { event: 'user.delete', resource: `user/${id}` })
  })
  context.nudge()
}

export async function createUserSession(context: ProjectContext, id: string): Promise<UserSession> {
  return transaction(context.db, async (tx) => {
    const user = await lockUser(tx, context.project.seq, id)
    if (!user) throw new Refusal('user_not_found')
    const { session, secret } = await insertSession(tx, user, context, 'server')
    await recordActivity(tx, context, { event: 'session.create', resource: `user/${id}` })
    return toSession(session, { userId: id, current: false, secret })
  })
}

type JwtWish = { readonly sessionId: string; readonly duration: number }

/** `recent` is the newest session, or none where there is none. */
export async function createUserJwt(
  context: ProjectContext,
  id: string,
  { sessionId, duration }: JwtWish,
): Promise<Jwt> {
  const user = await findUser(context.db, context.project.seq, id)
  if (!user) throw new Refusal('user_not_found')
  const session = await sessionFor(context.db, user.seq, sessionId)
  await recordActivity(context.db, context, { event: 'jwt.create', resource: `user/${id}` })
  return createUserToken(context, user, { sessionId: session?.id ?? '', duration })
}

async function sessionFor(db: Db, user: number, id: string) {
  if (id === '') return undefined
  if (id === 'recent') return findSession(db, user, 'newest')
  const session = await findSession(db, user, { id })
  if (!session) throw new Refusal('user_session_not_found')
  return session
}

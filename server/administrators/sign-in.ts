import type { Selectable } from 'kysely'
import type { Session } from '../../contract/console.ts'
import { isEmailAddress } from '../../contract/wire.ts'
import type { Db } from '../db/database.ts'
import type { AdministratorTable } from '../db/tables.ts'
import { transaction } from '../db/transaction.ts'
import { hashToken } from '../http/authentication.ts'
import type { ConsoleContext } from '../http/context.ts'
import { Refusal } from '../http/refusal.ts'
import { recordActivity } from '../logs/activity.ts'
import { listProjects } from '../projects/projects.ts'
import { verifyPassword } from '../sign-in/passwords.ts'
import { forgetFailures, recordFailure, refuseWhileWaiting, signInLimits } from '../sign-in/sign-in-limit.ts'
import { findAdministratorByEmail, toAdministrator } from './administrators.ts'
import { createSession, deleteSession, findAdministratorBySession, sessionEnd } from './sessions.ts'

export async function signIn(
  context: ConsoleContext,
  { email, password }: { email: string; password: string },
): Promise<Session> {
  const { db, ip } = context
  const limits = signInLimits('console', { email, ip })
  await refuseWhileWaiting(db, Object.values(limits))
  const administrator = await findAdministratorByEmail(db, email)
  if (!(await verifyPassword(password, administrator?.password_hash)) || !administrator) {
    await transaction(db, async (tx) => {
      await recordFailure(tx, Object.values(limits))
      await recordActivity(tx, context, {
        event: 'session.create',
        resource: `administrator/${administrator?.id ?? ''}`,
        refused: 'Wrong e-mail address or password.',
        // What is no address may be a password in the wrong field.
        changes: isEmailAddress(email) ? { email: [null, email] } : {},
      })
    })
    throw new Refusal('user_invalid_credentials')
  }
  return transaction(db, async (tx) => {
    await forgetFailures(tx, limits.account)
    const { seq, id, name, role } = administrator
    const actor = { type: 'admin', session: 0, seq, id, name, email: administrator.email, role } as const
    const session = await openSession(tx, { ...context, actor }, administrator)
    await recordActivity(
      tx,
      { ...context, actor },
      { event: 'session.create', resource: `administrator/${id}` },
    )
    return session
  })
}

/** Makes a session and hands its token to the cookie. */
export async function openSession(
  tx: Db,
  context: ConsoleContext,
  administrator: Selectable<AdministratorTable>,
): Promise<Session> {
  const token = await createSession(tx, administrator.seq, context)
  context.startSession(token)
  const session = await findAdministratorBySession(tx, hashToken(token))
  return {
    administrator: toAdministrator(administrator),
    projects: await listProjects(tx),
    expiresAt: await sessionEnd(tx, session?.session ?? 0),
  }
}

/** Who is signed in, or null. */
export async function currentSession({ db, actor }: ConsoleContext): Promise<Session | null> {
  if (actor.type !== 'admin') return null
  const administrator = await findAdministratorByEmail(db, actor.email)
  if (!administrator) return null
  return {
    administrator: toAdministrator(administrator),
    projects: await listProjects(db),
    expiresAt: await sessionEnd(db, actor.session),
  }
}

export async function signOut(context: ConsoleContext): Promise<void> {
  const { db, actor } = context
  context.endSession()
  if (actor.type !== 'admin') return
  await transaction(db, async (tx) => {
    await deleteSession(tx, actor.session)
    await recordActivity(tx, context, { event: 'session.delete', resource: `administrator/${actor.id}` })
  })
}

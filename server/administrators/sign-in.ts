// Administrators sign in and out. What makes whoever guesses wait stands in server/sign-in.
import type { Session } from '../../contract/console.ts'
import { isEmailAddress } from '../../contract/wire.ts'
import type { Db } from '../db/database.ts'
import { transaction } from '../db/transaction.ts'
import type { ConsoleContext } from '../http/context.ts'
import { Refusal } from '../http/refusal.ts'
import { recordActivity } from '../logs/activity.ts'
import { listProjects } from '../projects/projects.ts'
import { verifyPassword } from '../sign-in/passwords.ts'
import { beginWait, countAttempt, forgiveAttempt, signInLimits } from '../sign-in/sign-in-limit.ts'
import {
  type AdministratorRow,
  findAdministrator,
  findAdministratorByEmail,
  holdAdministrator,
  noteSignIn,
  toAdministrator,
} from './administrators.ts'
import { knownBrowser, makeBrowserToken } from './browser.ts'
import { createSession, deleteSession, sessionEnd } from './sessions.ts'

export async function signIn(
  context: ConsoleContext,
  { email, password }: { email: string; password: string },
): Promise<Session> {
  const { db, ip, secrets } = context
  const administrator = await findAdministratorByEmail(db, email)
  const browser = administrator && knownBrowser(secrets, administrator, context.browser)
  const limits = signInLimits('console', { email, ip })
  const ofBrowser = browser && { key: `console/browser:${browser}`, free: limits.account.free }
  const counted = ofBrowser ? [ofBrowser] : Object.values(limits)
  await countAttempt(db, counted)
  const isRight = await verifyPassword(
    password,
    administrator?.password_hash,
    ofBrowser ? 'first' : 'limited',
  )
  if (!isRight || !administrator) {
    await beginWait(db, counted)
    await recordActivity(db, context, {
      event: 'session.create',
      resource: `administrator/${administrator?.id ?? ''}`,
      refused: 'Wrong e-mail address or password.',
      // What is no address may be a password in the wrong field.
      changes: isEmailAddress(email) ? { email: [null, email] } : {},
    })
    throw new Refusal('user_invalid_credentials')
  }
  return transaction(db, async (tx) => {
    // Looking at it took a while: whoever was removed since, or has another password, is not let in by the old one.
    const held = await holdAdministrator(tx, administrator.seq)
    if (held?.password_hash !== administrator.password_hash) throw new Refusal('user_invalid_credentials')
    await forgiveAttempt(tx, ofBrowser ? { account: ofBrowser } : limits)
    const { seq, id, name, role } = administrator
    const actor = { type: 'admin', session: 0, seq, id, name, email: administrator.email, role } as const
    await recordActivity(
      tx,
      { ...context, actor },
      { event: 'session.create', resource: `administrator/${id}` },
    )
    return openSession(tx, context, administrator)
  })
}

/** Makes a session and hands its token to the cookie. */
export async function openSession(
  tx: Db,
  context: ConsoleContext,
  administrator: AdministratorRow,
): Promise<Session> {
  // Whoever signs in again in one browser leaves no session behind.
  if (context.actor.type === 'admin') await deleteSession(tx, context.actor.session)
  const { token, expiresAt } = await createSession(tx, administrator.seq, context)
  await noteSignIn(tx, administrator.seq)
  context.startSession(token)
  context.rememberBrowser(makeBrowserToken(context.secrets, administrator))
  return { administrator: toAdministrator(administrator), projects: await listProjects(tx), expiresAt }
}

/** Who is signed in, or null. */
export async function currentSession({ db, actor }: ConsoleContext): Promise<Session | null> {
  if (actor.type !== 'admin') return null
  const administrator = await findAdministrator(db, actor.id)
  const expiresAt = await sessionEnd(db, actor.session)
  // Signed out, or removed, while this was asked.
  if (!administrator || expiresAt === undefined) return null
  return { administrator: toAdministrator(administrator), projects: await listProjects(db), expiresAt }
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

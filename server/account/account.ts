// What end users do for themselves: sign up, sign in and out, hand out JWTs.
import type { AccountDraft } from '../../contract/account.ts'
import type { Jwt, UserSession } from '../../contract/user-sessions.ts'
import type { User } from '../../contract/users.ts'
import { transaction } from '../db/transaction.ts'
import type { AccountContext, Actor, UserActor, VisitorContext } from '../http/context.ts'
import { Refusal } from '../http/refusal.ts'
import { recordActivity } from '../logs/activity.ts'
import { verifyPassword } from '../sign-in/passwords.ts'
import {
  beginWait,
  countAttempt,
  forgiveAttempt,
  signInLimits,
  signUpLimit,
} from '../sign-in/sign-in-limit.ts'
import { removeTargetsOfSession } from '../targets/push-targets.ts'
import { findUserByEmail, lockUser } from '../users/find-user.ts'
import { deleteSession, findSession, insertSession, toActor, toSession } from '../users/sessions.ts'
import { createUserToken } from '../users/tokens.ts'
import { createUser } from '../users/users.ts'

export async function signUp(context: VisitorContext, draft: AccountDraft): Promise<User> {
  if (context.actor.type === 'keyProject') return createUser(context, draft)
  await countAttempt(context.db, [signUpLimit(realmOf(context), context.ip)])
  return createUser(context, draft)
}

export async function signIn(
  context: VisitorContext,
  { email, password }: { email: string; password: string },
): Promise<UserSession> {
  const { db, ip, project } = context
  const limits = signInLimits(realmOf(context), { email, ip })
  await countAttempt(db, Object.values(limits))
  const user = await findUserByEmail(db, project.seq, email)
  if (!(await verifyPassword(password, user?.password_hash ?? undefined)) || !user) {
    await beginWait(db, Object.values(limits))
    await recordActivity(db, context, {
      event: 'session.create',
      resource: user ? `user/${user.id}` : 'user/',
      refused: 'Wrong e-mail address or password.',
    })
    throw new Refusal('user_invalid_credentials')
  }
  const { session, secret } = await transaction(db, async (tx) => {
    // Looking at the password took a while: he may have been deleted since, or blocked.
    const held = await lockUser(tx, project.seq, user.id)
    if (held?.seq !== user.seq) throw new Refusal('user_invalid_credentials')
    if (!held.status) throw new Refusal('user_blocked')
    await forgiveAttempt(tx, limits)
    const made = await insertSession(tx, user, context, 'email')
    const actor = toActor(user, { session: made.session.seq, byJwt: false })
    const entry = { event: 'session.create', resource: `user/${user.id}` }
    await recordActivity(tx, { ...context, actor }, entry)
    return made
  })
  if (context.actor.type === 'guest') context.startSession(secret)
  const shown = mayHaveSecrets(context.actor) ? secret : ''
  return toSession(session, { userId: user.id, current: true, secret: shown })
}

function realmOf({ project }: VisitorContext): string {
  return `project/${project.seq}`
}

/** A browser has it as a cookie that its scripts cannot read; a server that signs people in needs it in hand. */
function mayHaveSecrets(actor: Actor): boolean {
  return actor.type === 'keyProject' && actor.scopes.has('users.write')
}

/** `current`: the one he came by. With a session its devices go. */
export async function signOut(context: AccountContext, id: string): Promise<void> {
  const { actor, project } = context
  await transaction(context.db, async (tx) => {
    await lockUser(tx, project.seq, actor.id)
    const session = await sessionOf(tx, actor, id)
    await removeTargetsOfSession(tx, session.seq)
    await deleteSession(tx, session.seq)
    await recordActivity(tx, context, { event: 'session.delete', resource: `user/${actor.id}` })
    if (session.seq === actor.session) context.endSession()
  })
}

async function sessionOf(db: AccountContext['db'], actor: UserActor, id: string) {
  const isCurrent = id === 'current'
  if (isCurrent && actor.session === undefined) throw new Refusal('user_session_not_found')
  const session = await findSession(db, actor.seq, isCurrent ? { seq: actor.session ?? 0 } : { id })
  if (!session) throw new Refusal('user_session_not_found')
  return session
}

/** A JWT does not make another one: it would live for ever. */
export async function createOwnJwt(context: AccountContext, duration: number): Promise<Jwt> {
  if (context.actor.byJwt) throw new Refusal('user_session_not_found', 'A JWT is made by a session only.')
  const { id } = await sessionOf(context.db, context.actor, 'current')
  return createUserToken(context, context.actor, { sessionId: id, duration })
}

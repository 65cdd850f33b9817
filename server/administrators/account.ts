// What administrators change about themselves.
import type * as z from 'zod'
import type { Administrator, accountChange, passwordChange, Session } from '../../contract/console.ts'
import { isUniqueViolation } from '../db/errors.ts'
import { appNow } from '../db/now.ts'
import { transaction } from '../db/transaction.ts'
import type { Actor, ConsoleContext } from '../http/context.ts'
import { Refusal, wrongParam } from '../http/refusal.ts'
import { changesBetween, recordActivity } from '../logs/activity.ts'
import { refuseCommonPassword } from '../sign-in/common-passwords.ts'
import { hashPassword, verifyPassword } from '../sign-in/passwords.ts'
import { beginWait, countAttempt, forgetFailures } from '../sign-in/sign-in-limit.ts'
import {
  type AdministratorRow,
  findAdministrator,
  holdAdministrator,
  setPassword,
  toAdministrator,
} from './administrators.ts'
import { endLinks } from './links.ts'
import { deleteSessionsOf } from './sessions.ts'
import { openSession } from './sign-in.ts'

type Oneself = Extract<Actor, { type: 'admin' }>

function oneself({ actor }: ConsoleContext): Oneself {
  if (actor.type !== 'admin') throw new Refusal('general_unauthorized_scope')
  return actor
}

export async function updateAccount(
  context: ConsoleContext,
  { name, email, password }: z.output<typeof accountChange>,
): Promise<Administrator> {
  const { id, seq, email: emailBefore } = oneself(context)
  const isMoved = email !== undefined && email !== emailBefore
  if (isMoved) {
    if (password === undefined) throw wrongParam('password', 'is needed to change the e-mail address')
    await confirmPassword(context, password, 'password')
  }
  try {
    return await transaction(context.db, async (tx) => {
      const before = await holdAdministrator(tx, seq)
      if (!before) throw new Refusal('administrator_not_found')
      const after = await tx
        .updateTable('administrators')
        .set({ name: name ?? before.name, email: email ?? before.email, updated_at: appNow })
        .where('seq', '=', before.seq)
        .returningAll()
        .executeTakeFirstOrThrow()
      const changes = changesBetween(toAdministrator(before), toAdministrator(after))
      // A link that was sent to the address before must not open the account any more.
      if (isMoved) await endLinks(tx, 'passwordReset', { administrator: before.seq })
      await recordActivity(tx, context, {
        event: 'administrator.update',
        resource: `administrator/${id}`,
        changes,
      })
      return toAdministrator(after)
    })
  } catch (error) {
    if (isUniqueViolation(error, 'administrators_email')) {
      throw wrongParam('email', 'is another administrator’s', 'administrator_already_exists')
    }
    throw error
  }
}

/** Every session ends, those of whoever else may have the password too; this browser gets a new one. */
export async function changePassword(
  context: ConsoleContext,
  { current, password }: z.output<typeof passwordChange>,
): Promise<Session> {
  const { id, seq, email } = oneself(context)
  const confirmed = await confirmPassword(context, current, 'current')
  refuseCommonPassword(password, email)
  const passwordHash = await hashPassword(password)
  return transaction(context.db, async (tx) => {
    // Hashes take a while: whoever has reset it in the meantime is not overruled.
    const held = await holdAdministrator(tx, seq)
    if (held?.password_hash !== confirmed.password_hash) throw notYourPassword('current')
    const administrator = await setPassword(tx, seq, passwordHash)
    await deleteSessionsOf(tx, seq)
    await endLinks(tx, 'passwordReset', { administrator: seq })
    await recordActivity(tx, context, {
      event: 'administrator.password',
      resource: `administrator/${id}`,
      changes: { password: true },
    })
    return openSession(tx, context, administrator)
  })
}

/** Whoever sits at somebody's open session may not guess the password as often as he likes. */
async function confirmPassword(
  context: ConsoleContext,
  password: string,
  param: string,
): Promise<AdministratorRow> {
  const { id } = oneself(context)
  const limit = { key: `console/confirm:${id}`, free: 5 }
  await countAttempt(context.db, [limit])
  const administrator = await findAdministrator(context.db, id)
  if (!(await verifyPassword(password, administrator?.password_hash, 'first')) || !administrator) {
    await beginWait(context.db, [limit])
    throw notYourPassword(param)
  }
  await forgetFailures(context.db, limit)
  return administrator
}

function notYourPassword(param: string): Refusal {
  return wrongParam(param, 'is not your password')
}

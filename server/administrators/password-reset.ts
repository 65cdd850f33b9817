// A forgotten password: an owner hands on a link, or, for the last owner, whoever can run a command on the server.
import type * as z from 'zod'
import type { passwordReset, Session } from '../../contract/console.ts'
import type { Db } from '../db/database.ts'
import { transaction } from '../db/transaction.ts'
import type { ConsoleContext } from '../http/context.ts'
import { Refusal } from '../http/refusal.ts'
import { recordActivity, recordSystemActivity } from '../logs/activity.ts'
import { refuseCommonPassword } from '../sign-in/common-passwords.ts'
import { hashPassword } from '../sign-in/passwords.ts'
import { forgetFailures, signInLimits } from '../sign-in/sign-in-limit.ts'
import { findAdministrator, setPassword } from './administrators.ts'
import { endLinks, findLink, type LinkRow, makeLink, takeLink } from './links.ts'
import { deleteSessionsOf } from './sessions.ts'
import { openSession } from './sign-in.ts'

const lastsSeconds = 24 * 3600

type Link = { readonly url: string; readonly expiresAt: string }

export async function createResetLink(context: ConsoleContext, id: string): Promise<Link> {
  const { db, actor, publicUrl } = context
  return transaction(db, async (tx) => {
    const administrator = await findAdministrator(tx, id)
    if (!administrator) throw new Refusal('administrator_not_found')
    const by = actor.type === 'admin' ? actor.seq : null
    const made = await makeResetLink(tx, publicUrl, administrator.seq, by)
    await recordActivity(tx, context, {
      event: 'administrator.passwordReset',
      resource: `administrator/${id}`,
    })
    return made
  })
}

/** For whoever has the server in his hands. */
export async function createResetLinkAsSystem(
  db: Db,
  publicUrl: string,
  administrator: { readonly seq: number; readonly id: string },
): Promise<Link> {
  return transaction(db, async (tx) => {
    const made = await makeResetLink(tx, publicUrl, administrator.seq, null)
    await recordSystemActivity(tx, null, {
      event: 'administrator.passwordReset',
      resource: `administrator/${administrator.id}`,
    })
    return made
  })
}

async function makeResetLink(tx: Db, publicUrl: string, administrator: number, by: number | null) {
  await endLinks(tx, 'passwordReset', { administrator })
  const { row, url } = await makeLink(tx, publicUrl, {
    purpose: 'passwordReset',
    lastsSeconds,
    administrator,
    email: null,
    role: null,
    created_by: by,
  })
  return { url, expiresAt: row.expires_at }
}

/** Whose password a link is for. */
export async function checkPasswordReset(db: Db, token: string) {
  const link = await findLink(db, 'passwordReset', token)
  const { email, name } = await administratorOf(db, link)
  return { email, name, expiresAt: link.expires_at }
}

/** All sessions end, and whoever holds the link has a new one. */
export async function resetPassword(
  context: ConsoleContext,
  { token, password }: z.output<typeof passwordReset>,
): Promise<Session> {
  // Before the work of a hash: it is done for nobody without a link.
  const { email } = await checkPasswordReset(context.db, token)
  refuseCommonPassword(password, email)
  const passwordHash = await hashPassword(password)
  return transaction(context.db, async (tx) => {
    const found = await administratorOf(tx, await takeLink(tx, 'passwordReset', token))
    const administrator = await setPassword(tx, found.seq, passwordHash)
    await deleteSessionsOf(tx, found.seq)
    await endLinks(tx, 'passwordReset', { administrator: found.seq })
    await forgetFailures(tx, signInLimits('console', { email, ip: context.ip }).account)
    const { seq, id, name, role } = administrator
    const actor = { type: 'admin', session: 0, seq, id, name, email, role } as const
    await recordActivity(
      tx,
      { ...context, actor },
      {
        event: 'administrator.password',
        resource: `administrator/${id}`,
        changes: { password: true },
      },
    )
    return openSession(tx, context, administrator)
  })
}

async function administratorOf(db: Db, { administrator }: LinkRow) {
  const row = await db
    .selectFrom('administrators')
    .selectAll()
    .where('seq', '=', administrator ?? 0)
    .executeTakeFirst()
  if (!row) throw new Refusal('console_link_invalid')
  return row
}

// How a second administrator comes: by a link that an owner hands on.
import { sql } from 'kysely'
import type * as z from 'zod'
import type { acceptance, Invitation, invitationDraft, Session } from '../../contract/console.ts'
import type { ListQuery } from '../../contract/lists.ts'
import type { Db } from '../db/database.ts'
import { isUniqueViolation } from '../db/errors.ts'
import { transaction } from '../db/transaction.ts'
import type { ConsoleContext } from '../http/context.ts'
import { seqOfShortId, shortId } from '../http/id.ts'
import { type ListSpec, listRows } from '../http/query/list.ts'
import { Refusal } from '../http/refusal.ts'
import { recordActivity } from '../logs/activity.ts'
import { refuseCommonPassword } from '../sign-in/common-passwords.ts'
import { hashPassword } from '../sign-in/passwords.ts'
import { findAdministratorByEmail, insertAdministrator } from './administrators.ts'
import { endLinks, findLink, type LinkRow, makeLink, takeLink } from './links.ts'
import { openSession } from './sign-in.ts'

/** 48 hours. */
const lastsSeconds = 48 * 3600

type ListedRow = LinkRow & { readonly inviter: string | null }

function toInvitation(row: LinkRow, invitedBy: string): Invitation {
  return {
    $id: shortId(row.seq),
    $createdAt: row.created_at,
    email: row.email ?? '',
    role: row.role ?? 'viewer',
    expiresAt: row.expires_at,
    invitedBy,
  }
}

export async function invite(
  context: ConsoleContext,
  { email, role }: z.output<typeof invitationDraft>,
): Promise<Invitation & { url: string }> {
  const { db, actor, publicUrl } = context
  const inviter = actor.type === 'admin' ? actor : undefined
  return transaction(db, async (tx) => {
    if (await findAdministratorByEmail(tx, email)) throw new Refusal('administrator_already_exists')
    await endLinks(tx, 'invitation', { email })
    const { row, url } = await makeLink(tx, publicUrl, {
      purpose: 'invitation',
      lastsSeconds,
      administrator: null,
      email,
      role,
      created_by: inviter?.seq ?? null,
    })
    const invitation = toInvitation(row, inviter?.name || inviter?.email || '')
    const changes = { email: [null, email], role: [null, role] } as const
    const resource = `invitation/${invitation.$id}`
    await recordActivity(tx, context, { event: 'invitation.create', resource, changes })
    return { ...invitation, url }
  })
}

const openInvitations: ListSpec = {
  from: sql`one_time_tokens t left join administrators a on a.seq = t.created_by`,
  select: sql`t.*, coalesce(nullif(a.name, ''), a.email) as inviter`,
  project: sql`0::bigint`,
  seq: sql`t.seq`,
  byId: (id) => {
    const seq = seqOfShortId(id)
    return seq === undefined ? undefined : sql<boolean>`t.seq = ${seq}`
  },
  newestFirst: true,
  attributes: {
    $createdAt: { type: 'instant', sql: sql`t.created_at` },
    $sequence: { type: 'number', sql: sql`t.seq` },
    email: { type: 'text', sql: sql`t.email` },
    role: { type: 'text', sql: sql`t.role`, exact: (role) => role },
    expiresAt: { type: 'instant', sql: sql`t.expires_at` },
  },
}

const isOpenInvitation = sql<boolean>`t.purpose = 'invitation' and t.used_at is null and t.expires_at > app.now()`

export async function listInvitations(
  db: Db,
  input: ListQuery,
): Promise<{ total: number; invitations: Invitation[] }> {
  const options = { project: 0, where: isOpenInvitation, input }
  const { total, rows } = await listRows<ListedRow>(db, openInvitations, options)
  return { total, invitations: rows.map((row) => toInvitation(row, row.inviter ?? '')) }
}

export async function withdrawInvitation(context: ConsoleContext, id: string): Promise<void> {
  const seq = seqOfShortId(id)
  if (seq === undefined) throw new Refusal('invitation_not_found')
  await transaction(context.db, async (tx) => {
    const withdrawn = await tx
      .deleteFrom('one_time_tokens')
      .where('seq', '=', seq)
      .where('purpose', '=', 'invitation')
      .where('used_at', 'is', null)
      .where(sql<boolean>`expires_at > app.now()`)
      .returning('email')
      .executeTakeFirst()
    if (!withdrawn) throw new Refusal('invitation_not_found')
    const changes = { email: [withdrawn.email, null] } as const
    await recordActivity(tx, context, { event: 'invitation.delete', resource: `invitation/${id}`, changes })
  })
}

/** Whom a link is for: shown to whoever has it, before he chooses a password. */
export async function checkInvitation(
  db: Db,
  token: string,
): Promise<Pick<Invitation, 'email' | 'role' | 'expiresAt' | 'invitedBy'>> {
  const row = await findLink(db, 'invitation', token)
  const inviter = await db
    .selectFrom('administrators')
    .select(['name', 'email'])
    .where('seq', '=', row.created_by ?? 0)
    .executeTakeFirst()
  const { $id: _id, $createdAt: _at, ...shown } = toInvitation(row, inviter?.name || inviter?.email || '')
  return shown
}

/** Who accepts is signed in at once. */
export async function acceptInvitation(
  context: ConsoleContext,
  { token, name, password }: z.output<typeof acceptance>,
): Promise<Session> {
  // Before the work of a hash: it is done for nobody without a link.
  const { email } = await findLink(context.db, 'invitation', token)
  refuseCommonPassword(password, email ?? '')
  const passwordHash = await hashPassword(password)
  try {
    return await transaction(context.db, async (tx) => {
      const { seq: link, email, role } = await takeLink(tx, 'invitation', token)
      const draft = { email: email ?? '', name, role: role ?? 'viewer', passwordHash }
      const administrator = await insertAdministrator(tx, draft)
      const { seq, id } = administrator
      const actor = {
        type: 'admin',
        session: 0,
        seq,
        id,
        name,
        email: draft.email,
        role: draft.role,
      } as const
      const named = { ...context, actor }
      const changes = { email: [null, draft.email], role: [null, draft.role] } as const
      await recordActivity(tx, named, {
        event: 'invitation.accept',
        resource: `invitation/${shortId(link)}`,
      })
      await recordActivity(tx, named, {
        event: 'administrator.create',
        resource: `administrator/${id}`,
        changes,
      })
      return openSession(tx, context, administrator)
    })
  } catch (error) {
    if (isUniqueViolation(error, 'administrators_email')) throw new Refusal('administrator_already_exists')
    throw error
  }
}

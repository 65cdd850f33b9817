// Links that work once: rows that name the hash of a random token. The token stands behind the `#` of the link, which
// browsers do not send, so that it is in no log on its way.
import { randomBytes } from 'node:crypto'
import { type Selectable, sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { appNow, inSeconds } from '../db/now.ts'
import type { OneTimeTokenTable } from '../db/tables.ts'
import { hashToken } from '../http/authentication.ts'
import { Refusal } from '../http/refusal.ts'

type Purpose = 'invitation' | 'passwordReset'
export type LinkRow = Selectable<OneTimeTokenTable> & { readonly expires_at: string }

const pages: Readonly<Record<Purpose, string>> = {
  invitation: 'accept-invitation',
  passwordReset: 'reset-password',
}

type NewLink = Pick<LinkRow, 'administrator' | 'email' | 'role' | 'created_by'> & {
  readonly purpose: Purpose
  readonly lastsSeconds: number
}

export async function makeLink(
  tx: Db,
  publicUrl: string,
  { lastsSeconds, ...link }: NewLink,
): Promise<{ row: LinkRow; url: string }> {
  const token = randomBytes(32).toString('base64url')
  const row = await tx
    .insertInto('one_time_tokens')
    .values({ ...link, token_hash: hashToken(token), expires_at: inSeconds(lastsSeconds) })
    .returningAll()
    .executeTakeFirstOrThrow()
  return { row: row as LinkRow, url: `${publicUrl}/${pages[link.purpose]}#${token}` }
}

const isOpen = sql<boolean>`used_at is null and expires_at > app.now()`

/** The link behind a token, as long as it works. */
export async function findLink(db: Db, purpose: Purpose, token: string): Promise<LinkRow> {
  const row = await openLinks(db, purpose).where('token_hash', '=', hashToken(token)).executeTakeFirst()
  if (!row) throw new Refusal('console_link_invalid')
  return row as LinkRow
}

/** The same, used up by that: of two who come at once one is refused. */
export async function takeLink(tx: Db, purpose: Purpose, token: string): Promise<LinkRow> {
  const row = await tx
    .updateTable('one_time_tokens')
    .set({ used_at: appNow })
    .where('purpose', '=', purpose)
    .where('token_hash', '=', hashToken(token))
    .where(isOpen)
    .returningAll()
    .executeTakeFirst()
  if (!row) throw new Refusal('console_link_invalid')
  return row as LinkRow
}

export function openLinks(db: Db, purpose: Purpose) {
  return db.selectFrom('one_time_tokens').selectAll().where('purpose', '=', purpose).where(isOpen)
}

/** Links of this purpose for the same person end when there is a newer one. */
export async function endLinks(
  tx: Db,
  purpose: Purpose,
  of: { readonly administrator: number } | { readonly email: string },
): Promise<void> {
  await tx
    .deleteFrom('one_time_tokens')
    .where('purpose', '=', purpose)
    .where(isOpen)
    .where((row) =>
      'administrator' in of
        ? row('administrator', '=', of.administrator)
        : row(row.fn<string>('lower', ['email']), '=', of.email.toLowerCase()),
    )
    .execute()
}

/** A week after their end nobody asks about them any more. The set-up's stay: they have no end but being used. */
export async function sweepLinks(db: Db): Promise<void> {
  await sql`
    delete from one_time_tokens where expires_at < app.now() - interval '7 days' or used_at < app.now() - interval '7 days'
  `.execute(db)
}

// The first start: a link that works once names the first administrator.
import { randomBytes } from 'node:crypto'
import type { Session, SetUpDraft } from '../../contract/console.ts'
import type { Db } from '../db/database.ts'
import { appNow } from '../db/now.ts'
import { transaction } from '../db/transaction.ts'
import { hashToken } from '../http/authentication.ts'
import type { ActiveProject, ConsoleContext } from '../http/context.ts'
import { Refusal } from '../http/refusal.ts'
import { recordActivity } from '../logs/activity.ts'
import { insertProject } from '../projects/projects.ts'
import { refuseCommonPassword } from '../sign-in/common-passwords.ts'
import { hashPassword } from '../sign-in/passwords.ts'
import { hasAdministrators, insertAdministrator } from './administrators.ts'
import { openSession } from './sign-in.ts'

/** A fresh token, or nothing where there is an administrator already. Older ones go on working until one was used. */
export async function makeSetUpToken(db: Db): Promise<string | undefined> {
  if (await hasAdministrators(db)) return undefined
  const token = randomBytes(32).toString('base64url')
  await db
    .insertInto('one_time_tokens')
    .values({ purpose: 'setUp', token_hash: hashToken(token) })
    .execute()
  return token
}

/** What the ticked box asks for is made by whoever owns providers and people. */
export type MakeExamples = (
  tx: Db,
  context: ConsoleContext,
  project: ActiveProject,
  person: { email: string; name: string },
) => Promise<void>

export async function setUp(
  context: ConsoleContext,
  draft: SetUpDraft,
  makeExamples: MakeExamples,
): Promise<Session> {
  // Before the work of a hash: it is done for nobody without a link.
  await refuseWrongToken(context.db, draft.token)
  refuseCommonPassword(draft.password, draft.email)
  const passwordHash = await hashPassword(draft.password)
  return transaction(context.db, async (tx) => {
    await useToken(tx, draft.token)
    const administrator = await insertAdministrator(tx, { ...draft, role: 'owner', passwordHash })
    const project = await insertProject(tx, { name: draft.projectName, timeZone: draft.timeZone })
    const { seq, id, name, email, role } = administrator
    const actor = { type: 'admin', session: 0, seq, id, name, email, role } as const
    const named = { ...context, actor, project }
    await recordActivity(tx, named, { event: 'administrator.create', resource: `administrator/${id}` })
    await recordActivity(tx, named, { event: 'project.create', resource: `project/${project.id}` })
    if (draft.withExamples) await makeExamples(tx, named, project, draft)
    return openSession(tx, context, administrator)
  })
}

async function refuseWrongToken(db: Db, token: string): Promise<void> {
  if (await hasAdministrators(db)) throw new Refusal('setup_already_done')
  const link = await db
    .selectFrom('one_time_tokens')
    .select('seq')
    .where('purpose', '=', 'setUp')
    .where('token_hash', '=', hashToken(token))
    .where('used_at', 'is', null)
    .executeTakeFirst()
  if (!link) throw new Refusal('setup_token_invalid')
}

/** Of two people with links one comes first: all set-up links are locked, and none is left for the other. */
async function useToken(tx: Db, token: string): Promise<void> {
  const links = await tx
    .selectFrom('one_time_tokens')
    .select(['seq', 'token_hash', 'used_at'])
    .where('purpose', '=', 'setUp')
    .orderBy('seq')
    .forUpdate()
    .execute()
  if (await hasAdministrators(tx)) throw new Refusal('setup_already_done')
  const link = links.find(
    ({ token_hash, used_at }) => used_at === null && token_hash.equals(hashToken(token)),
  )
  if (!link) throw new Refusal('setup_token_invalid')
  await tx.updateTable('one_time_tokens').set({ used_at: appNow }).where('seq', '=', link.seq).execute()
}

// Devices that people add by their own session, and that go with it.
import { type SqlBool, sql } from 'kysely'
import type { Target } from '../../contract/targets.ts'
import type { Db } from '../db/database.ts'
import { appNow } from '../db/now.ts'
import { transaction } from '../db/transaction.ts'
import type { AccountContext } from '../http/context.ts'
import { chosenId } from '../http/id.ts'
import { Refusal } from '../http/refusal.ts'
import { changesBetween, recordActivity } from '../logs/activity.ts'
import { readAgent } from '../logs/agent.ts'
import { removeSubscribers } from '../subscribers/removal.ts'
import { lockUser, type UserRow } from '../users/find-user.ts'
import { findTarget, identifierKey, type TargetRow, toTarget } from './target.ts'
import { newProviderId, refuseTakenTarget } from './targets.ts'

type Draft = {
  readonly targetId: string
  readonly identifier: string
  readonly providerId?: string | undefined
}

export async function createPushTarget(context: AccountContext, draft: Draft): Promise<Target> {
  return transaction(context.db, async (tx) => {
    const user = await lockSelf(tx, context)
    const row = await tx
      .insertInto('targets')
      .values({
        project: user.project,
        id: chosenId(draft.targetId),
        user_seq: user.seq,
        type: 'push',
        provider_id: await newProviderId(tx, user.project, 'push', draft.providerId),
        identifier: draft.identifier,
        identifier_key: identifierKey('push', draft.identifier),
        name: nameOfDevice(context.agent),
        session: context.actor.session ?? null,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    await recordActivity(tx, context, { event: 'target.create', resource: `target/${row.id}` })
    return toTarget(row, user.id)
  }).catch(refuseTakenTarget)
}

/** `Google Pixel 9`; '' where the agent does not tell. */
function nameOfDevice(agent: string): string {
  const { deviceBrand, deviceModel } = readAgent(agent)
  return [deviceBrand, deviceModel].filter((part) => part !== '').join(' ')
}

export async function updatePushTarget(
  context: AccountContext,
  id: string,
  identifier: string,
): Promise<Target> {
  return transaction(context.db, async (tx) => {
    const user = await lockSelf(tx, context)
    const before = await deviceOf(tx, user, id)
    const after = await tx
      .updateTable('targets')
      .set({
        identifier,
        identifier_key: identifierKey('push', identifier),
        name: nameOfDevice(context.agent) || before.name,
        expired: false,
        updated_at: appNow,
      })
      .where('seq', '=', before.seq)
      .returningAll()
      .executeTakeFirstOrThrow()
    const changes = changesBetween(toTarget(before, user.id), toTarget(after, user.id))
    await recordActivity(tx, context, { event: 'target.update', resource: `target/${id}`, changes })
    return toTarget(after, user.id)
  }).catch(refuseTakenTarget)
}

export async function deletePushTarget(context: AccountContext, id: string): Promise<void> {
  await transaction(context.db, async (tx) => {
    const user = await lockSelf(tx, context)
    const { seq } = await deviceOf(tx, user, id)
    await removeSubscribers(tx, { target: seq })
    await tx.deleteFrom('targets').where('seq', '=', seq).execute()
    await recordActivity(tx, context, { event: 'target.delete', resource: `target/${id}` })
  })
}

/** With their subscriptions. The person's row has to be locked: `lockUser`. */
export async function removeTargetsOfSession(tx: Db, session: number): Promise<void> {
  const targets = await tx
    .selectFrom('targets')
    .select('seq')
    .where('session', '=', session)
    .where(sql<SqlBool>`session is not null`)
    .orderBy('seq')
    .execute()
  for (const { seq } of targets) {
    await removeSubscribers(tx, { target: seq })
    await tx.deleteFrom('targets').where('seq', '=', seq).execute()
  }
}

/** Deleted a moment ago, he is nobody any more. */
async function lockSelf(tx: Db, { actor, project }: AccountContext): Promise<UserRow> {
  const user = await lockUser(tx, project.seq, actor.id)
  if (user?.seq !== actor.seq) throw new Refusal('general_unauthorized_scope')
  return user
}

async function deviceOf(tx: Db, user: UserRow, id: string): Promise<TargetRow> {
  const target = await findTarget(tx, user.project, id)
  if (target?.user_seq !== user.seq || target.type !== 'push') throw new Refusal('user_target_not_found')
  return target
}

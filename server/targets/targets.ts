// A person's addresses, numbers and devices.
import { sql } from 'kysely'
import type { Parsed } from '../../contract/endpoint.ts'
import type { ListQuery } from '../../contract/lists.ts'
import type { ChannelType } from '../../contract/resource.ts'
import type { Target, TargetDraft, targets } from '../../contract/targets.ts'
import { isEmailAddress, isPhoneNumber } from '../../contract/wire.ts'
import type { Db } from '../db/database.ts'
import { isUniqueViolation } from '../db/errors.ts'
import { appNow } from '../db/now.ts'
import { transaction } from '../db/transaction.ts'
import type { ProjectContext } from '../http/context.ts'
import { chosenId } from '../http/id.ts'
import { listRows } from '../http/query/list.ts'
import { Refusal, wrongParam } from '../http/refusal.ts'
import { changesBetween, recordActivity } from '../logs/activity.ts'
import { findProvider } from '../providers/providers.ts'
import { removeSubscribers } from '../subscribers/removal.ts'
import { findUser, lockUser } from '../users/find-user.ts'
import {
  findTarget,
  identifierKey,
  type ListedTarget,
  type TargetRow,
  targetRows,
  toTarget,
} from './target.ts'

export async function createTarget(
  context: ProjectContext,
  userId: string,
  draft: TargetDraft,
): Promise<Target> {
  const { providerType: type, identifier } = draft
  refuseWrongIdentifier(type, identifier)
  return transaction(context.db, async (tx) => {
    const project = context.project.seq
    const user = await lockUser(tx, project, userId)
    if (!user) throw new Refusal('user_not_found')
    const row = await tx
      .insertInto('targets')
      .values({
        project,
        id: chosenId(draft.targetId),
        user_seq: user.seq,
        type,
        provider_id: await newProviderId(tx, project, type, draft.providerId),
        identifier,
        identifier_key: identifierKey(type, identifier),
        name: draft.name ?? '',
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    await recordActivity(tx, context, {
      event: 'target.create',
      resource: `target/${row.id}`,
      person: user.seq,
    })
    return toTarget(row, userId)
  }).catch(refuseTakenTarget)
}

function refuseWrongIdentifier(type: ChannelType, identifier: string): void {
  if (type === 'email' && !isEmailAddress(identifier)) {
    throw wrongParam(
      'identifier',
      'must be an e-mail address such as ada@example.org',
      'general_invalid_email',
    )
  }
  if (type === 'sms' && !isPhoneNumber(identifier)) {
    throw wrongParam('identifier', 'must be a phone number such as +14155550123', 'general_invalid_phone')
  }
}

/** A provider that does not exist counts as none: clients may name one before they make it. */
export async function newProviderId(
  tx: Db,
  project: number,
  type: ChannelType,
  wanted: string | undefined,
): Promise<string | null> {
  const provider = wanted ? await findProvider(tx, project, wanted) : undefined
  if (provider && provider.type !== type) throw wrongType(provider.type, type)
  return provider?.id ?? null
}

function wrongType(actual: ChannelType, needed: ChannelType): Refusal {
  return wrongParam('providerId', `sends ${actual}, the target takes ${needed}`, 'provider_incorrect_type')
}

export function refuseTakenTarget(error: unknown): never {
  if (isUniqueViolation(error, 'targets_project_id_key')) {
    throw new Refusal('user_target_already_exists', 'There is a target with this id already.', [
      { path: 'targetId', message: 'is the id of another target' },
    ])
  }
  if (isUniqueViolation(error, 'targets_identifier_key')) {
    throw new Refusal('user_target_already_exists', 'There is a target with this identifier already.', [
      { path: 'identifier', message: 'belongs to another target' },
    ])
  }
  throw error
}

export async function listTargets(
  db: Db,
  project: number,
  userId: string,
  input: Omit<ListQuery, 'search'>,
): Promise<{ total: number; targets: Target[] }> {
  const user = await findUser(db, project, userId)
  if (!user) throw new Refusal('user_not_found')
  const where = sql<boolean>`t.user_seq = ${user.seq}`
  const { total, rows } = await listRows<ListedTarget>(db, targetRows, { project, where, input })
  return { total, targets: rows.map((row) => toTarget(row, row.user_id)) }
}

export async function getTarget(db: Db, project: number, userId: string, id: string): Promise<Target> {
  const user = await findUser(db, project, userId)
  if (!user) throw new Refusal('user_not_found')
  return toTarget(await targetOf(db, project, user.seq, id), userId)
}

async function targetOf(db: Db, project: number, user: number, id: string): Promise<TargetRow> {
  const target = await findTarget(db, project, id)
  if (!target || target.user_seq !== user) throw new Refusal('user_target_not_found')
  return target
}

type TargetChange = Parsed<typeof targets.update>['body']

export async function updateTarget(
  context: ProjectContext,
  userId: string,
  id: string,
  change: TargetChange,
): Promise<Target> {
  return transaction(context.db, async (tx) => {
    const project = context.project.seq
    const user = await lockUser(tx, project, userId)
    if (!user) throw new Refusal('user_not_found')
    const before = await targetOf(tx, project, user.seq, id)
    if (change.identifier !== undefined) refuseWrongIdentifier(before.type, change.identifier)
    const after = await tx
      .updateTable('targets')
      .set({
        name: change.name ?? before.name,
        provider_id: await changedProviderId(tx, before, change.providerId),
        ...changedIdentifier(before, change.identifier),
        ...(change.expired === false ? { expired: false } : {}),
        updated_at: appNow,
      })
      .where('seq', '=', before.seq)
      .returningAll()
      .executeTakeFirstOrThrow()
    const changes = changesBetween(toTarget(before, userId), toTarget(after, userId))
    await recordActivity(tx, context, {
      event: 'target.update',
      resource: `target/${id}`,
      person: user.seq,
      changes,
    })
    return toTarget(after, userId)
  }).catch(refuseTakenTarget)
}

/** '' takes the provider away: the default one sends then. */
async function changedProviderId(
  tx: Db,
  target: TargetRow,
  wanted: string | undefined,
): Promise<string | null> {
  if (wanted === undefined) return target.provider_id
  if (wanted === '') return null
  const provider = await findProvider(tx, target.project, wanted)
  if (!provider) throw new Refusal('provider_not_found')
  if (provider.type !== target.type) throw wrongType(provider.type, target.type)
  return provider.id
}

/** An address given by hand is no longer kept in step with the person's own. It has not failed yet, either. */
function changedIdentifier(target: TargetRow, identifier: string | undefined) {
  if (identifier === undefined) return {}
  const key = identifierKey(target.type, identifier)
  return {
    identifier,
    identifier_key: key,
    expired: false,
    automatic: target.automatic && key === target.identifier_key,
  }
}

export async function deleteTarget(context: ProjectContext, userId: string, id: string): Promise<void> {
  await transaction(context.db, async (tx) => {
    const project = context.project.seq
    const user = await lockUser(tx, project, userId)
    if (!user) throw new Refusal('user_not_found')
    const target = await targetOf(tx, project, user.seq, id)
    await removeSubscribers(tx, { target: target.seq })
    await tx.deleteFrom('targets').where('seq', '=', target.seq).execute()
    await recordActivity(tx, context, { event: 'target.delete', resource: `target/${id}` })
  })
}

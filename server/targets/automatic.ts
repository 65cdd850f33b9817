// The targets that a person's own address and number make, and that follow them.
import type { Db } from '../db/database.ts'
import { isUniqueViolation } from '../db/errors.ts'
import { appNow } from '../db/now.ts'
import { generateId } from '../http/id.ts'
import { Refusal } from '../http/refusal.ts'
import { removeSubscribers } from '../subscribers/removal.ts'
import { identifierKey } from './target.ts'

type Owner = { readonly project: number; readonly seq: number }
type OwnType = 'email' | 'sms'

/** For a new person. An identifier that another target has is passed over, as upstream does. */
export async function makeAutomaticTarget(
  tx: Db,
  owner: Owner,
  type: OwnType,
  identifier: string,
): Promise<void> {
  if (identifier === '') return
  await tx
    .insertInto('targets')
    .values(newTarget(owner, type, identifier))
    .onConflict((conflict) => conflict.columns(['project', 'identifier_key']).doNothing())
    .execute()
}

/** '' takes the target away; another target's identifier is refused. The person's row has to be locked: `lockUser`. */
export async function moveAutomaticTarget(
  tx: Db,
  owner: Owner,
  type: OwnType,
  identifier: string,
): Promise<void> {
  const target = await tx
    .selectFrom('targets')
    .select(['seq', 'identifier_key'])
    .where('user_seq', '=', owner.seq)
    .where('type', '=', type)
    .where('automatic', '=', true)
    .executeTakeFirst()
  if (identifier === '') return target && removeTarget(tx, target.seq)
  if (target?.identifier_key === identifierKey(type, identifier)) return
  const write = target
    ? tx
        .updateTable('targets')
        .set({ ...identified(type, identifier), expired: false, updated_at: appNow })
        .where('seq', '=', target.seq)
    : tx.insertInto('targets').values(newTarget(owner, type, identifier))
  try {
    await write.execute()
  } catch (error) {
    if (!isUniqueViolation(error, 'targets_identifier_key')) throw error
    throw new Refusal('user_target_already_exists', 'There is a target with this identifier already.', [
      { path: type === 'email' ? 'email' : 'number', message: 'belongs to another target' },
    ])
  }
}

function newTarget(owner: Owner, type: OwnType, identifier: string) {
  return {
    project: owner.project,
    id: generateId(),
    user_seq: owner.seq,
    type,
    ...identified(type, identifier),
    automatic: true,
  }
}

function identified(type: OwnType, identifier: string) {
  return { identifier, identifier_key: identifierKey(type, identifier) }
}

async function removeTarget(tx: Db, seq: number): Promise<void> {
  await removeSubscribers(tx, { target: seq })
  await tx.deleteFrom('targets').where('seq', '=', seq).execute()
}

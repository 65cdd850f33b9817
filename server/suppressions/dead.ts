// What delivery found out: addresses and numbers of which a provider said that there are none.
import { sql } from 'kysely'
import type { ChannelType } from '../../contract/resource.ts'
import type { Db } from '../db/database.ts'
import { generateId } from '../http/id.ts'
import { recordSystemActivity } from '../logs/activity.ts'

export type DeadAddress = {
  readonly identifier: string
  readonly identifierKey: string
  /** Whose it is, by his `seq`. */
  readonly person: number | null
  readonly response: string
}

type Finder = { readonly project: number; readonly type: ChannelType; readonly provider: string }

const longestNote = 256

/** Those that are on the list already stay as they are. */
export async function suppressDead(
  tx: Db,
  { project, type, provider }: Finder,
  dead: readonly DeadAddress[],
): Promise<void> {
  if (dead.length === 0) return
  const rows = await tx
    .insertInto('suppressions')
    .values(
      dead.map(({ identifier, identifierKey, person, response }) => ({
        project,
        id: generateId(),
        type,
        identifier,
        identifier_key: identifierKey,
        reason: 'dead' as const,
        note: [...response].slice(0, longestNote).join(''),
        creator_type: 'system' as const,
        creator_id: '',
        creator_name: provider,
        person,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning(['id', 'identifier', 'person'])
    .execute()
  for (const { id, identifier, person } of rows) {
    await recordSystemActivity(tx, project, {
      event: 'suppression.create',
      resource: `suppression/${id}`,
      changes: { name: [null, identifier], provider: [null, provider] },
      ...(person === null ? {} : { person }),
    })
  }
}

/** Of deleted people nothing stays that delivery found out about them. */
export async function removeSuppressionsOf(tx: Db, people: readonly number[]): Promise<void> {
  await tx
    .deleteFrom('suppressions')
    .where('person', '=', sql<number>`any(${[...people]}::int8[])`)
    .execute()
}

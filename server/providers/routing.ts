// Which provider sends: the target's own if it is on; else the one that the message names; else the default of the type.
import { sql } from 'kysely'
import type { ChannelType } from '../../contract/resource.ts'
import type { Db } from '../db/database.ts'

export type Routing = {
  /** Every provider of the type that is on. */
  readonly enabled: readonly {
    readonly seq: number
    readonly id: string
    readonly name: string
    readonly test: boolean
  }[]
  /** `seq` of the one that sends where a target names none. */
  readonly fallback: number | undefined
}

/**
 * The order in which enabled providers of a type are the default: the marked one; else the oldest that really sends; a test
 * provider only where there is no other.
 */
export const defaultFirst = sql`marked_default desc, (kind = 'inbox') asc, seq asc`

/** `providerId`: the message's own wish, '' for none; one that is off or gone counts as none. */
export async function routingOf(
  db: Db,
  project: number,
  type: ChannelType,
  providerId: string,
): Promise<Routing> {
  const rows = await db
    .selectFrom('providers')
    .select(['seq', 'id', 'name', sql<boolean>`kind = 'inbox'`.as('test')])
    .where('project', '=', project)
    .where('type', '=', type)
    .where('enabled', '=', true)
    .orderBy(defaultFirst)
    .execute()
  const wanted = rows.find((row) => row.id === providerId)
  return { enabled: rows, fallback: (wanted ?? rows[0])?.seq }
}

/** The one that would send to a target: its own if that is on, else the fallback; undefined where there is none. */
export function providerOf(
  { enabled, fallback }: Routing,
  ownId: string | null,
): Routing['enabled'][number] | undefined {
  return enabled.find(({ id }) => id === ownId) ?? enabled.find(({ seq }) => seq === fallback)
}

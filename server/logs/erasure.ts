import { sql } from 'kysely'
import type { Db } from '../db/database.ts'

/** What a person can be told by in what changed; the fields stay, as changed. */
const tellingFields = ['name', 'email', 'phone', 'identifier'] as const

/** Takes names and addresses of deleted people out of at most `limit` entries; returns how many those were. */
export async function eraseFromActivity(tx: Db, people: readonly number[], limit: number): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    with found as (
      select seq from activity where person = any(${[...people]}::int8[]) order by person, seq limit ${limit} for update
    )
    update activity a set
      person = null,
      actor_name = case when actor_type = 'user' then '' else actor_name end,
      actor_email = case when actor_type = 'user' then '' else actor_email end,
      changes = changes || (
        select coalesce(jsonb_object_agg(field, true), '{}') from jsonb_object_keys(changes) as field
        where field = any(${[...tellingFields]}::text[])
      )
    from found where a.seq = found.seq
  `.execute(tx)
  return Number(numAffectedRows)
}

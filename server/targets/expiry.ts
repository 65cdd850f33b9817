// Devices of which a provider said that they take no more notifications.
import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { recordSystemActivity } from '../logs/activity.ts'

export type ExpiredDevice = {
  readonly target: number | null
  /** What was tried: a device that has another token by now is another one. */
  readonly identifierKey: string
  /** When it was dead, at the latest: one that was registered anew since is not. */
  readonly at: string
}

/** `PATCH` with `expired: false`, or with another identifier, makes one active again. */
export async function expireDevices(
  tx: Db,
  project: number,
  devices: readonly ExpiredDevice[],
): Promise<void> {
  const column = <Key extends keyof ExpiredDevice>(key: Key) => devices.map((device) => device[key])
  const { rows } = await sql<{ id: string; person: number }>`
    update targets t set expired = true, updated_at = app.now()
    from unnest(${column('target')}::int8[], ${column('identifierKey')}::text[], ${column('at')}::timestamptz[])
      as d(target, identifier_key, at)
    where t.seq = d.target and t.project = ${project} and t.identifier_key = d.identifier_key
      and not t.expired and t.updated_at <= d.at
    returning t.id, t.user_seq as person
  `.execute(tx)
  for (const { id, person } of rows) {
    const changes = { expired: [false, true] } as const
    await recordSystemActivity(tx, project, {
      event: 'target.update',
      resource: `target/${id}`,
      person,
      changes,
    })
  }
}

// A topic's totals: how many subscribers of each type it has. Kept by whoever adds or removes subscribers, in the same
// transaction and after the subscriber's row, so that they are exact and nobody waits in a circle.
import { sql } from 'kysely'
import type { ChannelType } from '../../contract/resource.ts'
import type { Db } from '../db/database.ts'
import { appNow } from '../db/now.ts'

/** One subscriber more. False where the topic was deleted in the meantime. */
export async function addToTotal(tx: Db, topic: number, type: ChannelType): Promise<boolean> {
  const column = `${type}_total` as const
  const { numUpdatedRows } = await tx
    .updateTable('topics')
    .set({ [column]: sql<number>`${sql.ref(column)} + 1`, updated_at: appNow })
    .where('seq', '=', topic)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export type Removed = { readonly topic: number; readonly type: ChannelType }

/** These subscribers are gone. */
export async function takeFromTotals(tx: Db, removed: readonly Removed[]): Promise<void> {
  const topics = [...new Set(removed.map((subscriber) => subscriber.topic))].sort((one, other) => one - other)
  if (topics.length === 0) return
  const countOf = (type: ChannelType) => {
    const counts = new Map<number, number>()
    for (const subscriber of removed) {
      if (subscriber.type === type) counts.set(subscriber.topic, (counts.get(subscriber.topic) ?? 0) + 1)
    }
    return topics.map((topic) => counts.get(topic) ?? 0)
  }
  // An update of several rows locks them in any order; two such must not meet half-way.
  await sql`select from topics where seq = any(${topics}::int8[]) order by seq for no key update`.execute(tx)
  await sql`
    update topics t set
      email_total = greatest(t.email_total - gone.email, 0),
      sms_total = greatest(t.sms_total - gone.sms, 0),
      push_total = greatest(t.push_total - gone.push, 0),
      updated_at = app.now()
    from unnest(${topics}::int8[], ${countOf('email')}::int4[], ${countOf('sms')}::int4[], ${countOf('push')}::int4[])
      as gone(topic, email, sms, push)
    where t.seq = gone.topic
  `.execute(tx)
}

// A topic's totals: how many subscribers of each type it has. Kept by whoever adds or removes subscribers, in the same
// transaction and after the subscriber's row, so that they are exact and nobody waits in a circle.
import { sql } from 'kysely'
import type { ChannelType } from '../../contract/resource.ts'
import type { Db } from '../db/database.ts'

export type Totals = Readonly<Record<ChannelType, number>>

/** So many subscribers more of each type, or less. The totals after it; nothing where the topic was deleted in the meantime. */
export async function changeTotals(
  tx: Db,
  topic: number,
  { email, sms, push }: Totals,
): Promise<Totals | undefined> {
  const { rows } = await sql<Totals>`
    update topics set
      email_total = greatest(email_total + ${email}, 0),
      sms_total = greatest(sms_total + ${sms}, 0),
      push_total = greatest(push_total + ${push}, 0),
      updated_at = app.now()
    where seq = ${topic} and deleted_at is null
    returning email_total as email, sms_total as sms, push_total as push
  `.execute(tx)
  return rows[0]
}

/** How many of these are of each type. */
export function countByType(subscribers: readonly { readonly type: ChannelType }[]): Totals {
  const counts = { email: 0, sms: 0, push: 0 }
  for (const { type } of subscribers) counts[type]++
  return counts
}

/** In all topics together. */
export async function countAllSubscribers(db: Db, project: number): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select coalesce(sum(email_total::int8 + sms_total + push_total), 0)::int8 as total
    from topics where project = ${project} and deleted_at is null
  `.execute(db)
  return rows[0]?.total ?? 0
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

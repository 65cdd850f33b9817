// By which ways a message reaches targets: its topics, people, targets and copies, as they are now.
import { sql } from 'kysely'
import type { RecipientWay } from '../../contract/explanations.ts'
import type { Db } from '../db/database.ts'
import type { AudienceSource } from './audience-steps.ts'

export type Way = RecipientWay & {
  /** Came about after this message started, so that it was none for it. */
  readonly late: boolean
}

type Reached = {
  readonly seq: number
  readonly id: string
  readonly user_id: string
  readonly user_name: string
}

/** In the order of the ledger's steps, by the targets' `seq`. `startedAt`: what is later than that is `late`. */
export async function waysTo(
  db: Db,
  project: number,
  source: AudienceSource,
  targets: readonly Reached[],
  startedAt: string | null,
): Promise<Map<number, Way[]>> {
  const subscriptions = await subscriptionsOf(db, project, source.topics, targets, startedAt)
  const late = await madeAfter(db, targets, startedAt)
  const named = {
    users: new Set(source.users),
    targets: new Set(source.targets),
    cc: new Set(source.cc),
    bcc: new Set(source.bcc),
  }
  return new Map(
    targets.map((target) => {
      const way = (kind: Way['kind'], id: string, name: string): Way => {
        return { kind, id, name, subscriberId: null, since: null, late: late.has(target.seq) }
      }
      const ways = [
        ...(subscriptions.get(target.seq) ?? []),
        ...(named.users.has(target.user_id) ? [way('user', target.user_id, target.user_name)] : []),
        ...(named.targets.has(target.id) ? [way('target', target.id, '')] : []),
        ...(named.cc.has(target.id) ? [way('cc', target.id, '')] : []),
        ...(named.bcc.has(target.id) ? [way('bcc', target.id, '')] : []),
      ]
      return [target.seq, ways]
    }),
  )
}

async function subscriptionsOf(
  db: Db,
  project: number,
  topics: readonly string[],
  targets: readonly Reached[],
  startedAt: string | null,
): Promise<Map<number, Way[]>> {
  if (topics.length === 0 || targets.length === 0) return new Map()
  const { rows } = await sql<{
    target: number
    id: string
    name: string
    subscriber: string
    since: string
    late: boolean
  }>`
    select s.target, t.id, t.name, s.id as subscriber, s.created_at as since,
      coalesce(s.created_at > ${startedAt}::timestamptz, false) as late
    from subscribers s join topics t on t.seq = s.topic
    where s.target = any(${targets.map(({ seq }) => seq)}::int8[])
      and t.project = ${project} and t.id = any(${[...topics]}::text[]) and t.deleted_at is null
    order by array_position(${[...topics]}::text[], t.id)
  `.execute(db)
  const found = new Map<number, Way[]>()
  for (const { target, id, name, subscriber, since, late } of rows) {
    const way = { kind: 'topic', id, name, subscriberId: subscriber, since, late } as const
    found.set(target, [...(found.get(target) ?? []), way])
  }
  return found
}

/** The targets that were not there yet. */
async function madeAfter(
  db: Db,
  targets: readonly Reached[],
  startedAt: string | null,
): Promise<Set<number>> {
  if (startedAt === null || targets.length === 0) return new Set()
  const { rows } = await sql<{ seq: number }>`
    select seq from targets
    where seq = any(${targets.map(({ seq }) => seq)}::int8[]) and created_at > ${startedAt}::timestamptz
  `.execute(db)
  return new Set(rows.map(({ seq }) => seq))
}

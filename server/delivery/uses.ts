// What goes through a provider: what deleting it or switching it off would touch.
import { type RawBuilder, sql } from 'kysely'
import type { ProviderUses } from '../../contract/providers.ts'
import type { Scope } from '../../contract/scopes.ts'
import type { Db } from '../db/database.ts'
import type { ProjectContext } from '../http/context.ts'
import { Refusal } from '../http/refusal.ts'
import { type FoundProvider, findProvider } from '../providers/providers.ts'
import { type Routing, routingOf } from '../providers/routing.ts'

/** So many of each are named. */
const named = 10
/** More are not counted. */
const countedAtMost = 10_000

export async function usesOfProvider(context: ProjectContext, id: string): Promise<ProviderUses> {
  const { db, project } = context
  const provider = await findProvider(db, project.seq, id)
  if (!provider) throw new Refusal('provider_not_found')
  const routing = await routingOf(db, project.seq, provider.type, '')
  const [messages, targets] = [
    await messagesThrough(db, project.seq, provider, routing),
    await targetsBoundTo(db, project.seq, id),
  ]
  const next = routing.enabled.find(({ seq }) => seq !== provider.seq)
  return {
    messages: maySee(context, 'messages.read') ? messages : { ...messages, messages: [] },
    targets: maySee(context, 'targets.read', 'users.read') ? targets : { ...targets, targets: [] },
    successor: next ? { $id: next.id, name: next.name, test: next.test } : null,
  }
}

function maySee({ actor }: ProjectContext, ...scopes: readonly Scope[]): boolean {
  return (
    actor.type === 'admin' || (actor.type === 'keyProject' && scopes.some((one) => actor.scopes.has(one)))
  )
}

type UsingMessage = ProviderUses['messages']['messages'][number]

/** What is being sent through it, by the ledger; then what is scheduled and would go through it as things stand, by its time. */
async function messagesThrough(
  db: Db,
  project: number,
  provider: FoundProvider,
  routing: Routing,
): Promise<ProviderUses['messages']> {
  const others = routing.enabled.filter(({ seq }) => seq !== provider.seq).map(({ id }) => id)
  // What names none, or one that is not on, goes through the default.
  const isDefault = routing.fallback === provider.seq
  const through = isDefault
    ? sql<boolean>`m.provider_id <> all(${others}::text[])`
    : sql<boolean>`m.provider_id = ${provider.id}`
  const using = sql`
    select m.id, m.phase, m.scheduled_at, m.description, m.data, 0 as rank, m.seq from lanes l join messages m on m.seq = l.message
    where l.provider = ${provider.seq} and (l.pending > 0 or l.sending > 0) and m.project = ${project}
      and m.phase in ('preparing', 'sending', 'paused') and m.deleted_at is null
    union all
    select m.id, m.phase, m.scheduled_at, m.description, m.data, 1, m.seq from messages m
    where m.phase = 'scheduled' and m.deleted_at is null and m.project = ${project} and m.type = ${provider.type} and ${through}
  `
  const { rows } = await sql<UsingMessage>`
    select id as "$id", phase, scheduled_at as "scheduledAt",
      coalesce(nullif(description, ''), left(coalesce(data ->> 'subject', data ->> 'title', data ->> 'content', data ->> 'body', ''), 200)) as title
    from (${using}) m order by rank, scheduled_at, seq limit ${named}
  `.execute(db)
  return { total: await countOf(db, using), messages: rows }
}

type BoundTarget = ProviderUses['targets']['targets'][number]

async function targetsBoundTo(db: Db, project: number, id: string): Promise<ProviderUses['targets']> {
  const bound = sql`select t.seq from targets t where t.project = ${project} and t.provider_id = ${id}`
  const { rows } = await sql<BoundTarget>`
    select t.id as "$id", t.identifier, u.id as "userId", u.name as "userName"
    from targets t join users u on u.seq = t.user_seq
    where t.project = ${project} and t.provider_id = ${id}
    order by t.seq limit ${named}
  `.execute(db)
  return { total: await countOf(db, bound), targets: rows }
}

async function countOf(db: Db, rows: RawBuilder<unknown>): Promise<number> {
  const counted = sql<{ total: number }>`
    select count(*)::int as total from (select 1 from (${rows}) every limit ${countedAtMost}) counted
  `
  const [count] = (await counted.execute(db)).rows
  return count?.total ?? 0
}

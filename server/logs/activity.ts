// Who did what. Written in the transaction of the change itself: there is no change without its entry, and no entry without its change.
import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import type { ActorType } from '../db/tables.ts'
import type { ActiveProject, Actor, Caller } from '../http/context.ts'

export type Entry = {
  /** `topic.create` */
  readonly event: string
  /** `topic/news` */
  readonly resource: string
  readonly changes?: Changes
  /** The number of the person whom it is about: with him, his name and addresses go. */
  readonly person?: number
  /** Why it was refused; left out for what was done. */
  readonly refused?: string
}

/** `{ field: [before, after] }`; `true` for a secret that changed. */
export type Changes = Readonly<Record<string, readonly [unknown, unknown] | true>>

export async function recordActivity(
  tx: Db,
  context: Caller & { readonly project?: ActiveProject },
  entry: Entry,
): Promise<void> {
  await insertEntry(
    tx,
    context.project?.seq ?? null,
    { ...actorColumns(context.actor, context.project), ip: context.ip, agent: context.agent.slice(0, 512) },
    context.actor.type === 'user' ? { person: context.actor.seq, ...entry } : entry,
  )
}

const draftSavesAreOne = '10 minutes'

/**
 * A person's saves of a draft within ten minutes are one entry: what saves by itself as he types is no history. The draft's
 * row has to be locked.
 */
export async function recordDraftSave(
  tx: Db,
  context: Caller & { readonly project: ActiveProject },
  entry: Entry & { readonly changes: Changes },
): Promise<void> {
  const last =
    context.actor.type === 'admin' ? await lastEntry(tx, context.project.seq, entry.resource) : undefined
  const goesOn =
    last?.is_recent &&
    last.event === entry.event &&
    last.actor_id === actorColumns(context.actor, context.project).actor_id &&
    !('status' in last.changes)
  if (!goesOn) return recordActivity(tx, context, entry)
  const changes = shortened(merged(last.changes, entry.changes))
  await tx
    .updateTable('activity')
    .set({ changes: JSON.stringify(changes) })
    .where('seq', '=', last.seq)
    .execute()
}

async function lastEntry(tx: Db, project: number, resource: string) {
  const row = await tx
    .selectFrom('activity')
    .select(['seq', 'event', 'actor_id', 'changes'])
    .select(sql<boolean>`created_at > app.now() - ${draftSavesAreOne}::interval`.as('is_recent'))
    .where('project', '=', project)
    .where('resource_type', '=', typeOf(resource))
    .where('resource_id', '=', idOf(resource))
    .where('done', '=', true)
    .where('actor_type', '=', 'admin')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && { ...row, changes: row.changes as Changes }
}

/** From what was before the first to what is after the second; what is back where it was has not changed. */
function merged(first: Changes, second: Changes): Changes {
  const both = Object.entries(second).map(([field, change]) => {
    const earlier = first[field]
    if (change === true || earlier === undefined || earlier === true) return [field, change] as const
    return [field, [earlier[0], change[1]] as const] as const
  })
  return Object.fromEntries(
    Object.entries({ ...first, ...Object.fromEntries(both) }).filter(
      ([, change]) =>
        change === true || isCut(change[0]) || JSON.stringify(change[0]) !== JSON.stringify(change[1]),
    ),
  )
}

/** What the system did by itself: started, finished, paused. */
export async function recordSystemActivity(tx: Db, project: number | null, entry: Entry): Promise<void> {
  const system = { actor_type: 'system', actor_id: '', actor_name: 'System', actor_email: '' } as const
  await insertEntry(tx, project, { ...system, ip: '', agent: '' }, entry)
}

type ActorColumns = { actor_type: ActorType; actor_id: string; actor_name: string; actor_email: string }

async function insertEntry(
  tx: Db,
  project: number | null,
  who: ActorColumns & { ip: string; agent: string },
  { event, resource, changes = {}, person, refused }: Entry,
): Promise<void> {
  await tx
    .insertInto('activity')
    .values({
      project,
      event,
      resource_type: typeOf(resource),
      resource_id: idOf(resource),
      done: refused === undefined,
      reason: cutText(refused ?? ''),
      ...who,
      changes: JSON.stringify(shortened(changes)),
      person: person ?? null,
    })
    .execute()
}

/** The part of `topic/news` before the slash. */
export function typeOf(resource: string): string {
  return resource.split('/', 1)[0] ?? ''
}

/** The part of `topic/news` behind it. */
export function idOf(resource: string): string {
  return resource.slice(typeOf(resource).length + 1)
}

function actorColumns(actor: Actor, project: ActiveProject | undefined): ActorColumns {
  if (actor.type === 'guest') return { actor_type: 'guest', actor_id: '', actor_name: '', actor_email: '' }
  const email =
    actor.type === 'admin' || actor.type === 'user'
      ? actor.email
      : `app.${project?.id ?? ''}@service.carillon`
  return { actor_type: actor.type, actor_id: actor.id, actor_name: actor.name, actor_email: email }
}

/** The fields that differ between two states of a thing. */
export function changesBetween(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Changes {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (field) => !field.startsWith('$'),
  )
  return Object.fromEntries(
    fields
      .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
      .map((field) => [field, [before[field] ?? null, after[field] ?? null] as const]),
  )
}

const longest = 200
const mostItems = 20

function shortened(changes: Changes): Changes {
  const cut = (_key: string, value: unknown) => {
    if (typeof value === 'string') return cutText(value)
    return Array.isArray(value) ? cutList(value) : value
  }
  return JSON.parse(JSON.stringify(changes, cut)) as Changes
}

function cutText(text: string): string {
  // Not within a pair of surrogates: half a character cannot be stored.
  return text.length > longest ? `${text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '')}…` : text
}

function cutList(list: readonly unknown[]): readonly unknown[] {
  return list.length > mostItems ? [...list.slice(0, mostItems), `and ${list.length - mostItems} more`] : list
}

function isCut(value: unknown): boolean {
  return typeof value === 'string' && value.endsWith('…')
}

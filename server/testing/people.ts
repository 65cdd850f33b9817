// Small builders for what a message may be for.
import { sql } from 'kysely'
import type { ProviderKind } from '../../contract/provider-kind.ts'
import type { ChannelType } from '../../contract/resource.ts'
import type { Db } from '../db/database.ts'

type TargetWish = {
  id: string
  identifier: string
  type?: ChannelType
  expired?: boolean
  providerId?: string | null
}

/** A person with targets, written straight into the tables. */
export async function aPerson(
  db: Db,
  project: number,
  id: string,
  targets: readonly TargetWish[],
): Promise<number> {
  const { seq } = await db
    .insertInto('users')
    .values({ project, id })
    .returning('seq')
    .executeTakeFirstOrThrow()
  for (const { id, identifier, type = 'email', expired = false, providerId = null } of targets) {
    await db
      .insertInto('targets')
      .values({
        project,
        id,
        user_seq: seq,
        type,
        identifier,
        identifier_key: identifier.toLowerCase(),
        expired,
        provider_id: providerId,
      })
      .execute()
  }
  return seq
}

/** A topic to which these targets are subscribed, with its counters right. */
export async function aTopic(
  db: Db,
  project: number,
  id: string,
  targetIds: readonly string[],
): Promise<void> {
  await sql`
    with topic as (
      insert into topics (project, id, name, subscribe) values (${project}, ${id}, ${id}, array['users']) returning seq
    ), subscribed as (
      insert into subscribers (project, id, topic, target, user_seq, type)
      select ${project}, ${id} || '-' || t.id, topic.seq, t.seq, t.user_seq, t.type
      from topic, targets t where t.project = ${project} and t.id = any(${[...targetIds]}::text[])
    )
    select 1
  `.execute(db)
  await sql`
    update topics set
      email_total = (select count(*) from subscribers s where s.topic = topics.seq and s.type = 'email'),
      sms_total = (select count(*) from subscribers s where s.topic = topics.seq and s.type = 'sms'),
      push_total = (select count(*) from subscribers s where s.topic = topics.seq and s.type = 'push')
    where project = ${project} and id = ${id}
  `.execute(db)
}

/** An enabled provider, by default a test provider for e-mail; returns its `seq`. */
export async function aProvider(
  db: Db,
  project: number,
  id: string,
  { kind = 'inbox', type = 'email' }: { kind?: ProviderKind; type?: ChannelType } = {},
): Promise<number> {
  const { seq } = await db
    .insertInto('providers')
    .values({ project, id, name: id, kind, type, enabled: true, credentials: '{}', options: '{}' })
    .returning('seq')
    .executeTakeFirstOrThrow()
  return seq
}

type MessageWish = {
  id?: string
  topics?: string[]
  users?: string[]
  targets?: string[]
  cc?: string[]
  bcc?: string[]
  providerId?: string
}

/** An e-mail that is to go at once; returns its `seq`. */
export async function aMessage(db: Db, project: number, wish: MessageWish): Promise<number> {
  const { cc = [], bcc = [] } = wish
  const data = { subject: 'Hello', content: 'Good morning', html: false, cc, bcc, attachments: [] }
  const { seq } = await db
    .insertInto('messages')
    .values({
      project,
      id: wish.id ?? 'm1',
      type: 'email',
      topics: wish.topics ?? [],
      users: wish.users ?? [],
      targets: wish.targets ?? [],
      provider_id: wish.providerId ?? '',
      data: JSON.stringify(data),
      status: 'processing',
      phase: 'preparing',
    })
    .returning('seq')
    .executeTakeFirstOrThrow()
  return seq
}

/** The ledger of a message, as a person would tell it. */
export async function ledgerOf(db: Db, message: number) {
  const { rows } = await sql<{
    n: number
    identifier: string
    state: number
    role: number
    via: number
    provider: number
    attempts: number
  }>`
    select n, identifier, state, role, via, provider, attempts from deliveries where message = ${message} order by n
  `.execute(db)
  return rows
}

// Whom a question means: people by their id, name, address or number; targets by their id or by what they are.
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { ChannelType } from '../../contract/resource.ts'
import type { Db } from '../db/database.ts'

export type AskedPerson = { readonly seq: number; readonly id: string; readonly name: string }

export type AskedTarget = {
  readonly seq: number
  readonly id: string
  readonly user_seq: number
  readonly user_id: string
  readonly user_name: string
  readonly type: ChannelType
  readonly identifier: string
  readonly identifier_key: string
  readonly provider_id: string | null
  readonly expired: boolean
  readonly suppressed: boolean
  readonly created_at: string
}

export type Asked = {
  readonly people: readonly AskedPerson[]
  /** Those that are meant by themselves, of any type; and those of people who are meant, of the type that was asked for. */
  readonly targets: readonly AskedTarget[]
  /** What was typed, in the forms in which identifiers are compared. */
  readonly keys: readonly string[]
  readonly hasMore: boolean
}

const mostPeople = 10
const mostTargets = 50

export async function findAsked(
  db: Db,
  project: number,
  type: ChannelType,
  question: string,
): Promise<Asked> {
  const keys = keysOf(question)
  const named = await peopleMeant(db, project, sql`u.id = ${question} or ${isNamed(question)}`)
  const isIt = sql<SqlBool>`t.id = ${question} or t.identifier_key = any(${keys}::text[])`
  const reached = await targetsMeant(db, sql`t.project = ${project} and (${isIt})`)
  const byAddress = await peopleMeant(db, project, hasAddress(keys))
  // Who asks for an address that is somebody's own means just that, as long as it is a target.
  const others = byAddress.filter(({ seq }) => reached.every((target) => target.user_seq !== seq))
  const people = distinct([...named, ...others])
  const seqs = people.map(({ seq }) => seq)
  const theirs = await targetsMeant(db, sql`t.user_seq = any(${seqs}::int8[]) and t.type = ${type}`)
  const targets = distinct([...reached, ...theirs])
  return {
    people: people.slice(0, mostPeople),
    targets: targets.slice(0, mostTargets),
    keys,
    hasMore: people.length > mostPeople || targets.length > mostTargets,
  }
}

/** `+49 (30) 12 34` is the number +49301234. */
function keysOf(question: string): string[] {
  const number = question.replaceAll(/[\s()/.-]/g, '')
  return [...new Set([question, question.toLowerCase(), ...(/^\+\d+$/.test(number) ? [number] : [])])]
}

const isNamed = (name: string) => sql<SqlBool>`lower(u.name) collate "C" = lower(${name}::text)`

/** In the words of the indexes. */
const hasAddress = (keys: readonly string[]) => sql<SqlBool>`
  (u.email <> '' and lower(u.email) collate "C" = any(${[...keys]}::text[]))
  or (u.phone <> '' and u.phone = any(${[...keys]}::text[]))`

async function peopleMeant(db: Db, project: number, which: RawBuilder<SqlBool>): Promise<AskedPerson[]> {
  const { rows } = await sql<AskedPerson>`
    select u.seq, u.id, u.name from users u where u.project = ${project} and (${which})
    order by u.seq limit ${mostPeople + 1}
  `.execute(db)
  return rows
}

async function targetsMeant(db: Db, which: RawBuilder<SqlBool>): Promise<AskedTarget[]> {
  const { rows } = await sql<AskedTarget>`
    select t.seq, t.id, t.user_seq, u.id as user_id, u.name as user_name, t.type, t.identifier, t.identifier_key,
      t.provider_id, t.expired, t.created_at, exists (
        select from suppressions s where s.project = t.project and s.identifier_key = t.identifier_key
      ) as suppressed
    from targets t join users u on u.seq = t.user_seq
    where ${which} order by t.seq limit ${mostTargets + 1}
  `.execute(db)
  return rows
}

function distinct<Thing extends { readonly seq: number }>(things: readonly Thing[]): Thing[] {
  return [...new Map(things.map((thing) => [thing.seq, thing])).values()]
}

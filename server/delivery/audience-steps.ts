// How a message's audience is gone through: its topics, its people, its targets, its copies, one after the other. Writing the
// ledger, counting beforehand and listing beforehand all go these steps, so that they agree.
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { ChannelType } from '../../contract/resource.ts'
import { anyOf } from '../http/query/sql-parts.ts'
import type { roleCodes } from './ledger.ts'

export type AudienceSource = {
  readonly type: ChannelType
  readonly topics: readonly string[]
  readonly users: readonly string[]
  readonly targets: readonly string[]
  readonly cc: readonly string[]
  readonly bcc: readonly string[]
}

export type Step = {
  readonly kind: 'topic' | 'users' | 'targets'
  readonly ids: readonly string[]
  readonly role: keyof typeof roleCodes
}

/** Copies come last: a cc or bcc address that is also a recipient has only the recipient's row. */
export function stepsOf(source: AudienceSource): Step[] {
  const steps: Step[] = [
    ...source.topics.map((id) => ({ kind: 'topic' as const, ids: [id], role: 'to' as const })),
    { kind: 'users', ids: source.users, role: 'to' },
    { kind: 'targets', ids: source.targets, role: 'to' },
    { kind: 'targets', ids: source.cc, role: 'cc' },
    { kind: 'targets', ids: source.bcc, role: 'bcc' },
  ]
  return steps.filter((step) => step.ids.length > 0)
}

/** How far one has come: in which step, and up to which `ord` in it. */
export type Place = { readonly step: number; readonly after: number }

export const atTheBeginning: Place = { step: 0, after: 0 }

/** The targets of one step, in the order of their `ord`. `page` leaves out what was read before. */
export function targetsOf(
  step: Step,
  project: number,
  type: ChannelType,
  page: RawBuilder<unknown>,
): RawBuilder<unknown> {
  if (step.kind === 'topic') {
    return sql`
      select s.seq as ord, t.* from subscribers s join targets t on t.seq = s.target
      where s.topic = (select seq from topics where project = ${project} and id = ${step.ids[0]} and deleted_at is null)
        and s.type = ${type} and s.seq ${page}`
  }
  if (step.kind === 'users') {
    return sql`
      select t.seq as ord, t.* from targets t join users u on u.seq = t.user_seq
      where u.project = ${project} and u.id = any(${step.ids}::text[]) and t.type = ${type} and t.seq ${page}`
  }
  return sql`
    select t.seq as ord, t.* from targets t
    where t.project = ${project} and t.id = any(${step.ids}::text[]) and t.type = ${type} and t.seq ${page}`
}

/** Whether one of these steps has a target: `target` is what its row is called in the statement. */
export function isInAnyOf(steps: readonly Step[], project: number, target: string): RawBuilder<SqlBool> {
  const column = (name: string) => sql.ref(`${target}.${name}`)
  const topics = steps.filter(({ kind }) => kind === 'topic').flatMap(({ ids }) => ids)
  const living = sql`select seq from topics where project = ${project} and id = any(${topics}::text[]) and deleted_at is null`
  return anyOf([
    topics.length === 0
      ? undefined
      : sql`exists (
          select from subscribers other where other.target = ${column('seq')} and other.topic = any(array(${living}))
        )`,
    ...steps.map(({ kind, ids }) => {
      if (kind === 'topic') return undefined
      if (kind === 'targets') return sql<SqlBool>`${column('id')} = any(${[...ids]}::text[])`
      return sql<SqlBool>`exists (
        select from users owner where owner.seq = ${column('user_seq')} and owner.id = any(${[...ids]}::text[])
      )`
    }),
  ])
}

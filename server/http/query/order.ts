// The order of a list, and what comes after a row in it.
//
// A null is lower than every value, as in MariaDB: first where the order ascends, last where it descends.
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { attributeOf, isIdOnly, neverNull, ordered } from './filter.ts'
import { type Asked, type Order, refuse } from './parse.ts'
import type { Attribute, ListSpec, SequenceKey, Within } from './spec.ts'
import { allOf, anyOf, no } from './sql-parts.ts'

type Key = {
  readonly expression: RawBuilder<unknown>
  /** The type as which a value that was read as text goes back. */
  readonly type: RawBuilder<unknown>
  readonly descending: boolean
  /** May be null in a row of this list. */
  readonly nullable: boolean
  /** Nulls are put in their place, though a filter may leave none: so the index is used, which has them first. */
  readonly nullsFirst?: boolean
  /** Where all rows of the list have the same one. */
  readonly value?: number
}

export type Ordering = { readonly keys: readonly Key[]; readonly random: boolean }

/**
 * What is asked for, and then the order of insertion, so that no two rows are equal. That follows the direction of a first order
 * by time; else it is the list's own.
 */
export function orderingOf(spec: ListSpec, asked: Asked): Ordering {
  const attributes = asked.orders.map((order) => orderedAttribute(spec, order))
  const nonNull = neverNull(asked.conditions)
  const keys = new Map<string, Key>()
  for (const [index, { method, attribute: name }] of asked.orders.entries()) {
    const descending = method === 'orderDesc'
    if (method === 'orderRandom') return { keys: [...keys.values()], random: true }
    const attribute = attributes[index]
    if (!attribute)
      return {
        keys: [...keys.values(), ...sequence(spec, descending, attributes.slice(0, index))],
        random: false,
      }
    if (keys.has(name)) continue
    keys.set(name, {
      expression: ordered(attribute),
      type: sqlType(attribute),
      descending,
      nullable: attribute.nullable === true && !nonNull.has(name),
      nullsFirst: attribute.nullable === true,
    })
  }
  const sequenceKeys = sequence(spec, tieDescends(spec, asked.orders[0]), attributes)
  return { keys: [...keys.values(), ...sequenceKeys], random: false }
}

/** Whether rows come as they were inserted, and in no other order. */
export function isBySequence({ seq }: ListSpec, { keys, random }: Ordering): boolean {
  return !random && keys.length === [seq].flat().length
}

/** The same order, in the words of an index that begins with this column. */
export function orderWithin({ column, value }: Within, { keys, random }: Ordering): Ordering {
  const descending = keys[0]?.descending === true
  const key = { expression: column, type: sql`bigint`, descending, nullable: false, value }
  return { keys: [key, ...keys], random }
}

/** Rows in the order of insertion need no attribute. */
function orderedAttribute(spec: ListSpec, { method, attribute: name, at }: Order): Attribute | undefined {
  if (method === 'orderRandom' || name === '' || name === '$sequence' || isIdOnly(spec, name))
    return undefined
  const attribute = attributeOf(spec.attributes, name, at)
  return attribute.type === 'texts' ? refuse(at, `the attribute "${name}" has no order`) : attribute
}

/** Without the instants by which the list is ordered already: compared twice they would keep their index from being used. */
function sequence(
  { seq }: ListSpec,
  descending: boolean,
  ordered: readonly (Attribute | undefined)[],
): Key[] {
  const parts: readonly SequenceKey[] = [seq].flat()
  return parts.flatMap((part) => {
    if (!('instant' in part)) return [{ expression: part, type: sql`bigint`, descending, nullable: false }]
    if (ordered.some((attribute) => attribute?.sql === part.instant)) return []
    return [{ expression: part.instant, type: sql`timestamptz`, descending, nullable: false }]
  })
}

function tieDescends({ newestFirst = false }: ListSpec, order: Order | undefined): boolean {
  const byTime = order?.attribute === '$createdAt' || order?.attribute === '$updatedAt'
  return byTime ? order.method === 'orderDesc' : newestFirst
}

function sqlType({ type, codes }: Attribute): RawBuilder<unknown> {
  if (codes || type === 'number') return sql`bigint`
  if (type === 'instant') return sql`timestamptz`
  return type === 'boolean' ? sql`boolean` : sql`text`
}

export function reversed({ keys, random }: Ordering): Ordering {
  return { keys: keys.map((key) => ({ ...key, descending: !key.descending })), random }
}

/** The same order over rows that carry their keys as columns: see `keyColumns`. */
export function byKeyColumns({ keys, random }: Ordering): Ordering {
  return { keys: keys.map((key, index) => ({ ...key, expression: keyName(index) })), random }
}

/** A row's keys as columns of their own. */
export function keyColumns({ keys }: Ordering): RawBuilder<unknown> {
  return sql.join(keys.map(({ expression }, index) => sql`${expression} as ${keyName(index)}`))
}

const keyName = (index: number) => sql.id(`$key${index}`)

export function orderBy({ keys, random }: Ordering): RawBuilder<unknown> {
  const parts = keys.map(({ expression, descending, nullsFirst = false }) => {
    const nulls = !nullsFirst ? sql`` : descending ? sql` nulls last` : sql` nulls first`
    return sql`${expression} ${descending ? sql`desc` : sql`asc`}${nulls}`
  })
  return sql.join(random ? [...parts, sql`random()`] : parts)
}

/** Where a row stands: the values it is ordered by, as texts, so that nothing is lost on the way through JavaScript. */
export type Place = readonly (string | null)[]

/** A row's place, as a `text[]`. */
export function placeOf({ keys }: Ordering): RawBuilder<Place> {
  const texts = keys.map(({ expression, value }) => sql`(${value ?? expression})::text`)
  return sql`array[${sql.join(texts)}]`
}

type Step = Omit<Key, 'value'> & { readonly value: RawBuilder<unknown> | undefined }

/** The rows after a place. */
export function after({ keys }: Ordering, place: Place): RawBuilder<SqlBool> {
  const steps = keys.map((key, index) => {
    const text = place[index] ?? null
    return { ...key, value: text === null ? undefined : sql`${text}::${key.type}` }
  })
  return beyond(steps)
}

/**
 * Keys of one direction are compared as one row, for which a single range of an index is read. Where the direction changes, the
 * first keys are compared once more by themselves, so that at least they bound the range.
 */
function beyond(steps: readonly Step[]): RawBuilder<SqlBool> {
  const [first] = steps
  const { beyondRun, inRun, range, length } = first?.nullable ? compareNullable(first) : compareRun(steps)
  if (length === steps.length) return beyondRun
  return allOf([range, anyOf([beyondRun, allOf([inRun, beyond(steps.slice(length))])])])
}

type Comparison = {
  readonly beyondRun: RawBuilder<SqlBool>
  readonly inRun: RawBuilder<SqlBool>
  /** Follows from the others. */
  readonly range?: RawBuilder<SqlBool>
  readonly length: number
}

function compareRun(steps: readonly Step[]): Comparison {
  const descending = steps[0]?.descending === true
  const end = steps.findIndex((step) => step.nullable || step.descending !== descending)
  const run = end < 0 ? steps : steps.slice(0, end)
  const left = sql`(${sql.join(run.map((step) => step.expression))})`
  const right = sql`(${sql.join(run.map((step) => step.value ?? sql`null`))})`
  return {
    beyondRun: descending ? sql`${left} < ${right}` : sql`${left} > ${right}`,
    inRun: sql`${left} = ${right}`,
    range: descending ? sql`${left} <= ${right}` : sql`${left} >= ${right}`,
    length: run.length,
  }
}

function compareNullable({ expression, value, descending }: Step): Comparison {
  const isNull = sql<SqlBool>`${expression} is null`
  if (!value) {
    return { beyondRun: descending ? no : sql`${expression} is not null`, inRun: isNull, length: 1 }
  }
  const inRun = sql<SqlBool>`${expression} = ${value}`
  if (descending) return { beyondRun: anyOf([sql`${expression} < ${value}`, isNull]), inRun, length: 1 }
  // Nulls come before it.
  const range = sql<SqlBool>`${expression} >= ${value}`
  return { beyondRun: sql<SqlBool>`${expression} > ${value}`, inRun, range, length: 1 }
}

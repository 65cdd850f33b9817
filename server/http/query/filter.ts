// Conditions as SQL. Every value is a bound parameter; what is not one stands in this file.
//
// Null: as in SQL, and so upstream, a null meets no condition but `isNull`; not the negative ones either (`notEqual`,
// `notBetween`, `notContains` …). Since negation only stands at the leaves, `and` and `or` need no third truth value.
//
// Case: texts are compared as `lower(x) collate "C"`, the value made lower by the database too, so that both sides follow the
// same rules. `exact` texts and the elements of `texts` are compared as they stand.
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { readInstant } from '../../../contract/wire.ts'
import { type Condition, type Filter, type FilterMethod, refuse, type Value } from './parse.ts'
import type { Attribute, ListSpec } from './spec.ts'
import { allOf, anyOf, beginsWith, no, yes } from './sql-parts.ts'

type Attributes = Readonly<Record<string, Attribute>>

export function toSql(spec: ListSpec, condition: Condition): RawBuilder<SqlBool> {
  const { attributes } = spec
  if (condition.kind === 'nest') {
    const parts = condition.conditions.map((inner) => toSql(spec, inner))
    return condition.method === 'and' ? allOf(parts) : anyOf(parts)
  }
  if (condition.method === 'exists' || condition.method === 'notExists') {
    return existence(attributes, condition)
  }
  if (isIdOnly(spec, condition.attribute)) return ofId(spec, condition)
  const attribute = attributeOf(attributes, condition.attribute, condition.at)
  refuseMethod(attribute, condition)
  if (condition.method === 'isNull') return sql`(${attribute.sql}) is null`
  if (condition.method === 'isNotNull') return sql`(${attribute.sql}) is not null`
  if (attribute.codes) return ofCodes(attribute, attribute.codes, condition)
  if (attribute.equal && condition.method === 'equal')
    return attribute.equal(condition.values.map((value) => asText(value, condition.at)))
  return attribute.type === 'texts' ? membership(attribute, condition) : comparison(attribute, condition)
}

/** `__proto__` and its like are attributes of no list. */
export function attributeOf(attributes: Attributes, name: string, at: number): Attribute {
  const attribute = Object.hasOwn(attributes, name) ? attributes[name] : undefined
  return attribute ?? refuse(at, `the attribute "${name}" is not known here`)
}

/** An id that is no column: it is known by the row it leads to, and has the order of insertion. */
export function isIdOnly({ attributes }: ListSpec, name: string): boolean {
  return name === '$id' && !Object.hasOwn(attributes, name)
}

function ofId({ byId }: ListSpec, { method, values, at }: Filter): RawBuilder<SqlBool> {
  if (method === 'isNull') return no
  if (method === 'isNotNull') return yes
  if (method !== 'equal' && method !== 'notEqual') refuse(at, `"${method}" does not fit the attribute "$id"`)
  const isOne = anyOf(values.map((value) => byId(asText(value, at))))
  return method === 'equal' ? isOne : sql`not ${isOne}`
}

/** The attributes that are not null in any row that meets all conditions. */
export function neverNull(conditions: readonly Condition[]): ReadonlySet<string> {
  const names = conditions.flatMap((condition) => {
    if (condition.kind === 'nest') {
      return condition.method === 'and' ? [...neverNull(condition.conditions)] : []
    }
    return condition.method === 'isNull' ? [] : [condition.attribute]
  })
  return new Set(names)
}

/** Every row has every attribute, if only with null. */
function existence(attributes: Attributes, { method, values, at }: Filter): RawBuilder<SqlBool> {
  for (const name of values) attributeOf(attributes, String(name), at)
  return method === 'exists' ? yes : no
}

const always: readonly FilterMethod[] = ['equal', 'notEqual', 'isNull', 'isNotNull']
const ordering: readonly FilterMethod[] = [
  'lessThan',
  'lessThanEqual',
  'greaterThan',
  'greaterThanEqual',
  'between',
  'notBetween',
]
const containing: readonly FilterMethod[] = ['contains', 'containsAny', 'containsAll', 'notContains']
const affixing: readonly FilterMethod[] = ['startsWith', 'notStartsWith', 'endsWith', 'notEndsWith']

function refuseMethod(attribute: Attribute, { method, attribute: name, at }: Filter): void {
  if (method === 'search' || method === 'notSearch') {
    refuse(at, `the attribute "${name}" has no full-text index`, 'general_query_invalid')
  }
  if (!methodsOf(attribute).includes(method)) refuse(at, `"${method}" does not fit the attribute "${name}"`)
}

function methodsOf({ type, codes }: Attribute): readonly FilterMethod[] {
  if (codes) return always
  if (type === 'texts') return [...always, ...containing]
  return type === 'text' ? [...always, ...ordering, ...containing, ...affixing] : [...always, ...ordering]
}

/** An unknown word is equal to none of them. */
function ofCodes(
  { sql: column }: Attribute,
  codes: Readonly<Record<string, number>>,
  { method, values, at }: Filter,
): RawBuilder<SqlBool> {
  const words = new Set(values.map((value) => asText(value, at).toLowerCase()))
  const wanted = Object.entries(codes).filter(([word]) => words.has(word.toLowerCase()))
  // A list of constants, and not an array: so the planner can tell that a partial index holds them.
  const list = sql.join(wanted.map(([, code]) => sql`${code}::integer`))
  if (method === 'equal') return wanted.length === 0 ? no : sql`(${column}) in (${list})`
  return wanted.length === 0 ? sql`(${column}) is not null` : sql`(${column}) not in (${list})`
}

/** The codes of an attribute that a row may have where it meets a condition. */
export function codesMeeting(
  condition: Condition,
  name: string,
  codes: Readonly<Record<string, number>>,
): ReadonlySet<number> {
  const all = Object.values(codes)
  if (condition.kind === 'nest') {
    const inner = condition.conditions.map((one) => codesMeeting(one, name, codes))
    const holds = condition.method === 'and' ? 'every' : 'some'
    return new Set(all.filter((code) => inner[holds]((set) => set.has(code))))
  }
  if (condition.attribute !== name) return new Set(all)
  const words = new Set(condition.values.map((value) => String(value).toLowerCase()))
  const named = Object.entries(codes).flatMap(([word, code]) => (words.has(word.toLowerCase()) ? [code] : []))
  if (condition.method === 'equal') return new Set(named)
  return new Set(condition.method === 'notEqual' ? all.filter((code) => !named.includes(code)) : all)
}

function membership({ sql: column }: Attribute, { method, values, at }: Filter): RawBuilder<SqlBool> {
  const members = sql`${values.map((value) => asText(value, at))}::text[]`
  if (method === 'containsAll') return sql`(${column}) @> ${members}`
  const isAny = sql<SqlBool>`(${column}) && ${members}`
  return method === 'notEqual' || method === 'notContains' ? sql`not (${isAny})` : isAny
}

function comparison(attribute: Attribute, filter: Filter): RawBuilder<SqlBool> {
  const values = filter.values.map((value) => readValue(attribute, value, filter))
  const [value, second] = values.map((value) => bound(attribute, value))
  const left = ordered(attribute)
  switch (filter.method) {
    case 'equal':
      return values.length === 1
        ? sql`${equated(attribute)} = ${value}`
        : sql`${equated(attribute)} = any(${boundList(attribute, values)})`
    case 'notEqual':
      return sql`${equated(attribute)} <> ${value}`
    case 'lessThan':
      return sql`${left} < ${value}`
    case 'lessThanEqual':
      return sql`${left} <= ${value}`
    case 'greaterThan':
      return sql`${left} > ${value}`
    case 'greaterThanEqual':
      return sql`${left} >= ${value}`
    case 'between':
      return sql`${left} between ${value} and ${second}`
    case 'notBetween':
      return sql`${left} not between ${value} and ${second}`
    default:
      return textual(attribute, filter.method, values.map(String))
  }
}

function textual(attribute: Attribute, method: FilterMethod, values: readonly string[]): RawBuilder<SqlBool> {
  const left = ordered(attribute)
  const [value = ''] = values
  const begins = beginsWith(left, bound(attribute, value))
  const ends = sql<SqlBool>`${left} like ${bound(attribute, `%${literally(value)}`)}`
  const parts = boundList(
    attribute,
    values.map((value) => `%${literally(value)}%`),
  )
  switch (method) {
    case 'startsWith':
      return begins
    case 'notStartsWith':
      return sql`not (${begins})`
    case 'endsWith':
      return ends
    case 'notEndsWith':
      return sql`not (${ends})`
    case 'containsAll':
      return sql`${left} like all(${parts})`
    case 'notContains':
      return sql`not (${left} like any(${parts}))`
    default:
      return sql`${left} like any(${parts})`
  }
}

/** For LIKE: its wildcards mean themselves. */
function literally(value: string): string {
  return value.replace(/[\\%_]/g, '\\$&')
}

/** The attribute as it is put in order, and compared with `<`. */
export function ordered({ type, sql: column, exact, codes }: Attribute): RawBuilder<unknown> {
  if (type !== 'text' || codes) return sql`(${column})`
  return exact ? sql`((${column}) collate "C")` : sql`(lower(${column}) collate "C")`
}

/** As it is compared with `=`. Equality is the same in all our collations, but an index serves only its own. */
function equated(attribute: Attribute): RawBuilder<unknown> {
  return attribute.exact ? sql`(${attribute.sql})` : ordered(attribute)
}

function bound({ type, exact }: Attribute, value: Value): RawBuilder<unknown> {
  switch (type) {
    case 'number':
      return sql`${value}::bigint`
    case 'boolean':
      return sql`${value}::boolean`
    case 'instant':
      return sql`${value}::timestamptz`
    default:
      return exact ? sql`${value}::text` : sql`lower(${value}::text)`
  }
}

function boundList({ type, exact }: Attribute, values: readonly Value[]): RawBuilder<unknown> {
  switch (type) {
    case 'number':
      return sql`${values}::bigint[]`
    case 'boolean':
      return sql`${values}::boolean[]`
    case 'instant':
      return sql`${values}::timestamptz[]`
    default:
      return exact
        ? sql`${values}::text[]`
        : sql`array(select lower(value) from unnest(${values}::text[]) as value)`
  }
}

function readValue({ type, exact }: Attribute, value: Value, { attribute: name, at }: Filter): Value {
  switch (type) {
    case 'number':
      return asNumber(value, name, at)
    case 'boolean':
      return typeof value === 'boolean' ? value : refuse(at, `"${name}" is compared with true or false`)
    case 'instant':
      return asInstant(value, name, at)
    default:
      return exact ? exact(asText(value, at)) : asText(value, at)
  }
}

function asText(value: Value, at: number): string {
  return typeof value === 'string' ? value : refuse(at, 'the value must be a text')
}

/** No number in the database is beyond what JavaScript holds exactly, so one that is becomes the next beyond them all. */
function asNumber(value: Value, name: string, at: number): number {
  const isText = name === '$sequence' && typeof value === 'string' && /^\d{1,19}$/.test(value)
  const number = isText ? Number(value) : value
  if (typeof number !== 'number' || !Number.isInteger(number)) {
    return refuse(at, `"${name}" is compared with a whole number`)
  }
  return Math.min(Math.max(number, -(2 ** 53)), 2 ** 53)
}

/** PostgreSQL has no year 0; it is before everything here. */
function asInstant(value: Value, name: string, at: number): string {
  const instant = typeof value === 'string' ? readInstant(value) : undefined
  if (instant === undefined) return refuse(at, `"${name}" is compared with a date`)
  return instant.startsWith('0000') ? '-infinity' : instant
}

// From the texts of `queries` to what they ask for. Here their shape is checked; whether attributes and values fit the list
// is for those who know its attributes to say.
import { wholeNumber } from '../../../contract/wire.ts'
import { wrongParam } from '../refusal.ts'

const mostQueries = 100
const mostValues = 500
const mostCharacters = 4096
const deepestNest = 8
/** In all nests together. The time to plan a statement grows with the square: some thousands stop the embedded engine for minutes. */
const mostConditions = 200
/** Of one page. */
const mostRows = 5000

type Bounds = readonly [least: number, most: number]
const none: Bounds = [0, 0]
const one: Bounds = [1, 1]
const two: Bounds = [2, 2]
const many: Bounds = [1, mostValues]
const several: Bounds = [2, Number.POSITIVE_INFINITY]

/** Every method, and how many values it takes. */
const filterMethods = {
  equal: many,
  notEqual: one,
  lessThan: one,
  lessThanEqual: one,
  greaterThan: one,
  greaterThanEqual: one,
  between: two,
  notBetween: two,
  isNull: none,
  isNotNull: none,
  startsWith: one,
  notStartsWith: one,
  endsWith: one,
  notEndsWith: one,
  contains: many,
  containsAny: many,
  containsAll: many,
  notContains: many,
  search: one,
  notSearch: one,
  exists: many,
  notExists: many,
} as const
const nestMethods = { and: several, or: several } as const
const orderMethods = { orderAsc: none, orderDesc: none, orderRandom: none } as const
const pageMethods = { limit: one, offset: one, cursorAfter: one, cursorBefore: one } as const

export type FilterMethod = keyof typeof filterMethods
type NestMethod = keyof typeof nestMethods
type OrderMethod = keyof typeof orderMethods
type PageMethod = keyof typeof pageMethods

export type Value = string | number | boolean

/** `at` is the place in `queries`, for whoever has to refuse it. */
export type Filter = {
  readonly kind: 'filter'
  readonly at: number
  readonly method: FilterMethod
  readonly attribute: string
  readonly values: readonly Value[]
}
type Nest = {
  readonly kind: 'nest'
  readonly at: number
  readonly method: NestMethod
  readonly conditions: readonly Condition[]
}
export type Condition = Filter | Nest
export type Order = {
  readonly kind: 'order'
  readonly at: number
  readonly method: OrderMethod
  /** '' is the order of insertion. */
  readonly attribute: string
}
type Page = {
  readonly kind: 'page'
  readonly at: number
  readonly method: PageMethod
  readonly value: Value
}
type Query = Condition | Order | Page

type Cursor = { readonly at: number; readonly id: string; readonly backwards: boolean }

export type Asked = {
  readonly conditions: readonly Condition[]
  readonly orders: readonly Order[]
  readonly limit: number | undefined
  readonly offset: number
  readonly cursor: Cursor | undefined
}

/** Of several limits, offsets or cursors the first counts; the others still have to be right. */
export function readQueries(texts: readonly string[]): Asked {
  if (texts.length > mostQueries) {
    throw wrongParam('queries', `must have at most ${mostQueries} entries`)
  }
  const queries = texts.map(parse)
  if (queries.reduce((sum, query) => sum + countConditions(query), 0) > mostConditions) {
    throw wrongParam('queries', `must have at most ${mostConditions} conditions, those inside others counted`)
  }
  const pages = queries.filter((query) => query.kind === 'page')
  return {
    conditions: queries.filter((query) => query.kind === 'filter' || query.kind === 'nest'),
    orders: queries.filter((query) => query.kind === 'order'),
    limit: first(pages, 'limit', (page) => count(page, 1, mostRows)),
    offset: first(pages, 'offset', (page) => count(page, 0, Number.MAX_SAFE_INTEGER)) ?? 0,
    cursor: first(pages, 'cursor', cursorOf),
  }
}

/** Refuses one of the queries. `general_query_invalid` is for what is no query of ours, the other for what does not fit. */
export function refuse(
  at: number,
  message: string,
  type: 'general_query_invalid' | 'general_argument_invalid' = 'general_argument_invalid',
): never {
  throw wrongParam(`queries.${at}`, message, type)
}

function parse(text: string, at: number): Query {
  const query = toQuery(parseJson(text, at), at, 0)
  refuseLong(text, query)
  return query
}

function countConditions(query: Query): number {
  if (query.kind !== 'nest') return query.kind === 'filter' ? 1 : 0
  return query.conditions.reduce((sum, inner) => sum + countConditions(inner), 0)
}

function parseJson(text: string, at: number): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return refuse(at, 'is not JSON', 'general_query_invalid')
  }
}

function toQuery(value: unknown, at: number, depth: number): Query {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse(at, 'must be a JSON object', 'general_query_invalid')
  }
  const { method, attribute, values } = membersOf(value, at)
  if (has(nestMethods, method)) {
    refuseCount(at, method, nestMethods[method], values)
    return { kind: 'nest', at, method, conditions: values.map((inner) => toCondition(inner, at, depth + 1)) }
  }
  if (has(filterMethods, method)) {
    refuseCount(at, method, filterMethods[method], values)
    return { kind: 'filter', at, method, attribute, values: values.map((inner) => toValue(inner, at)) }
  }
  if (has(orderMethods, method)) {
    refuseCount(at, method, orderMethods[method], values)
    return { kind: 'order', at, method, attribute }
  }
  if (has(pageMethods, method)) {
    refuseCount(at, method, pageMethods[method], values)
    return { kind: 'page', at, method, value: toValue(values[0], at) }
  }
  return refuse(at, `the method "${method}" is not supported`, 'general_query_invalid')
}

/** `null` counts as absent: some clients write it. */
function membersOf(value: object, at: number) {
  const { method, attribute, values } = value as Record<string, unknown>
  if (typeof method !== 'string') return refuse(at, '"method" must be a text', 'general_query_invalid')
  if (typeof (attribute ?? '') !== 'string') {
    return refuse(at, '"attribute" must be a text', 'general_query_invalid')
  }
  if (!Array.isArray(values ?? [])) return refuse(at, '"values" must be a list', 'general_query_invalid')
  return { method, attribute: (attribute ?? '') as string, values: (values ?? []) as readonly unknown[] }
}

/** `constructor` and its like are no methods. */
function has<Methods extends object>(methods: Methods, method: string): method is keyof Methods & string {
  return Object.hasOwn(methods, method)
}

function refuseCount(at: number, method: string, [least, most]: Bounds, values: readonly unknown[]): void {
  if (values.length >= least && values.length <= most) return
  const bound = values.length < least ? least : most
  const words = least === most ? 'exactly' : bound === least ? 'at least' : 'at most'
  refuse(at, `"${method}" takes ${words} ${bound} ${bound === 1 ? 'value' : 'values'}`)
}

function toCondition(value: unknown, at: number, depth: number): Condition {
  if (depth > deepestNest) return refuse(at, `must not be nested deeper than ${deepestNest} levels`)
  const query = toQuery(value, at, depth)
  if (query.kind === 'filter' || query.kind === 'nest') return query
  return refuse(at, `"${query.method}" cannot stand inside "and" or "or"`, 'general_query_invalid')
}

function toValue(value: unknown, at: number): Value {
  if (typeof value === 'string' && /\0|\p{Surrogate}/u.test(value)) {
    return refuse(at, 'a value must be well-formed text without NUL characters')
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return refuse(
    at,
    'a value must be a text, a number, true or false; for null there are "isNull" and "isNotNull"',
  )
}

/** Of several values only the longest counts, so that 500 ids are one query. */
function refuseLong(text: string, query: Query): void {
  if (text.length <= mostCharacters) return
  const length = hasSeveralValues(query) ? canonicalLength(query) : characters(text)
  if (length > mostCharacters) refuse(query.at, `must have at most ${mostCharacters} characters`)
}

function hasSeveralValues(query: Query): boolean {
  if (query.kind === 'nest') return query.conditions.some(hasSeveralValues)
  return query.kind === 'filter' && query.values.length > 1
}

function canonicalLength(query: Query): number {
  if (query.kind === 'nest') {
    return query.conditions.reduce((sum, inner) => sum + canonicalLength(inner), query.method.length)
  }
  const values = query.kind === 'filter' ? query.values : []
  const attribute = query.kind === 'page' ? '' : query.attribute
  const longest = Math.max(0, ...values.map((value) => characters(JSON.stringify(value))))
  return characters(JSON.stringify({ method: query.method, attribute, values: [] })) + longest
}

function characters(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}

/** Reads all pages of a method, for the sake of their refusals, and gives the first. */
function first<T>(pages: readonly Page[], method: string, read: (page: Page) => T): T | undefined {
  return pages.filter((page) => page.method.startsWith(method)).map(read)[0]
}

function count(page: Page, least: number, most: number): number {
  const read = wholeNumber(least, most).safeParse(page.value)
  return read.data ?? refuse(page.at, `"${page.method}" ${read.error?.issues[0]?.message ?? 'is wrong'}`)
}

function cursorOf({ at, method, value }: Page): Cursor {
  if (typeof value !== 'string' || value === '') return refuse(at, `"${method}" must be an id`)
  return { at, id: value, backwards: method === 'cursorBefore' }
}

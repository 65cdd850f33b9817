// The SQL against a plain evaluation in memory, over random rows and random queries.
import fc from 'fast-check'
import { type RawBuilder, sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '../../db/database.ts'
import { databases } from '../../testing/database.ts'
import { Refusal } from '../refusal.ts'
import { type ListSpec, listRows, walkRows } from './list.ts'

const project = 1
const otherProject = 2

type Thing = {
  seq: number
  id: string
  parent: number
  name: string
  note: string | null
  size: number
  score: number | null
  enabled: boolean
  made_at: string
  done_at: string | null
  tags: string[]
  state: number | null
}

const states = { pending: 0, sent: 2, failed: 3 } as const
const bands = { low: 0, middle: 1, high: 2 } as const
const madeAt = sql`t.made_at`

const spec: ListSpec = {
  from: sql`things t`,
  select: sql`t.seq, t.id, t.parent, t.name, t.note, t.size, t.score, t.enabled, t.made_at, t.done_at, t.tags, t.state`,
  project: sql`t.project`,
  seq: sql`t.seq`,
  byId: (id) => (id === 'no id' ? undefined : sql`t.id = ${id}`),
  attributes: {
    $id: { type: 'text', sql: sql`t.id`, exact: (id) => id },
    $createdAt: { type: 'instant', sql: madeAt },
    $updatedAt: { type: 'instant', sql: sql`t.made_at` },
    $sequence: { type: 'number', sql: sql`t.seq` },
    name: { type: 'text', sql: sql`t.name` },
    note: { type: 'text', sql: sql`t.note`, nullable: true },
    size: { type: 'number', sql: sql`t.size` },
    score: { type: 'number', sql: sql`t.score`, nullable: true },
    enabled: { type: 'boolean', sql: sql`t.enabled` },
    doneAt: { type: 'instant', sql: sql`t.done_at`, nullable: true },
    tags: { type: 'texts', sql: sql`t.tags` },
    state: { type: 'text', sql: sql`t.state`, codes: states, nullable: true },
    band: { type: 'text', sql: sql`(t.seq % 3)`, codes: bands },
  },
}
const newestFirst: ListSpec = { ...spec, newestFirst: true }
/** Two columns where one would do: the parent, and then the number in it. */
const twoColumns: ListSpec = { ...spec, seq: [sql`t.parent`, sql`t.seq`] }
/** Read from two places and put together; in the order of insertion by the clock. */
const inParts: ListSpec = {
  ...spec,
  seq: [{ instant: madeAt }, sql`t.seq`],
  parts: { attribute: 'band', groups: [[bands.low, bands.high], [bands.middle]] },
}
const specs = { oldestFirst: spec, newestFirst, twoColumns, inParts }

/* ---- The plain evaluation ---- */

type Query = { method: string; attribute?: string; values?: unknown[] }

/** As the database itself makes a character lower: its locale decides. */
let lowerOf: ReadonlyMap<string, string>

function lower(text: string): string {
  return [...text].map((character) => lowerOf.get(character) ?? character).join('')
}

/** An attribute's value in a form that compares by `compare`. */
function thingValue(thing: Thing, attribute: string): string | number | boolean | null {
  switch (attribute) {
    case '$id':
      return thing.id
    case '$createdAt':
    case '$updatedAt':
      return Date.parse(thing.made_at)
    case '$sequence':
      return thing.seq
    case 'name':
      return lower(thing.name)
    case 'note':
      return thing.note === null ? null : lower(thing.note)
    case 'size':
      return thing.size
    case 'score':
      return thing.score
    case 'enabled':
      return thing.enabled
    case 'doneAt':
      return thing.done_at === null ? null : Date.parse(thing.done_at)
    case 'state':
      return thing.state
    case 'band':
      return thing.seq % 3
    default:
      throw new Error(`no attribute ${attribute}`)
  }
}

/** A query's value in the same form. */
function read(attribute: string, value: unknown): string | number | boolean {
  if (['$createdAt', '$updatedAt', 'doneAt'].includes(attribute)) return Date.parse(String(value))
  if (attribute === 'state') return states[String(value).toLowerCase() as keyof typeof states] ?? Number.NaN
  if (attribute === 'band') return bands[String(value).toLowerCase() as keyof typeof bands] ?? Number.NaN
  if (attribute === '$id' || typeof value !== 'string') return value as string | number | boolean
  return lower(value)
}

/** Texts by code points, which is the order of their bytes in UTF-8. */
function compare(a: unknown, b: unknown): number {
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b))
  return Number(a) - Number(b)
}

function matches(thing: Thing, { method, attribute = '', values = [] }: Query): boolean {
  if (method === 'and') return (values as Query[]).every((query) => matches(thing, query))
  if (method === 'or') return (values as Query[]).some((query) => matches(thing, query))
  if (method === 'exists') return true
  if (method === 'notExists') return false
  if (attribute === 'tags') return matchesTags(thing.tags, method, values as string[])
  const value = thingValue(thing, attribute)
  if (method === 'isNull') return value === null
  if (value === null) return false
  if (method === 'isNotNull') return true
  const wanted = values.map((inner) => read(attribute, inner))
  const text = String(value)
  const texts = wanted.map(String)
  const [first = '', second = ''] = wanted
  switch (method) {
    case 'equal':
      return wanted.some((inner) => compare(value, inner) === 0)
    case 'notEqual':
      return compare(value, first) !== 0
    case 'lessThan':
      return compare(value, first) < 0
    case 'lessThanEqual':
      return compare(value, first) <= 0
    case 'greaterThan':
      return compare(value, first) > 0
    case 'greaterThanEqual':
      return compare(value, first) >= 0
    case 'between':
      return compare(value, first) >= 0 && compare(value, second) <= 0
    case 'notBetween':
      return compare(value, first) < 0 || compare(value, second) > 0
    case 'startsWith':
      return text.startsWith(String(first))
    case 'notStartsWith':
      return !text.startsWith(String(first))
    case 'endsWith':
      return text.endsWith(String(first))
    case 'notEndsWith':
      return !text.endsWith(String(first))
    case 'contains':
    case 'containsAny':
      return texts.some((inner) => text.includes(inner))
    case 'containsAll':
      return texts.every((inner) => text.includes(inner))
    case 'notContains':
      return !texts.some((inner) => text.includes(inner))
    default:
      throw new Error(`no method ${method}`)
  }
}

function matchesTags(tags: string[], method: string, values: string[]): boolean {
  switch (method) {
    case 'isNull':
      return false
    case 'isNotNull':
      return true
    case 'containsAll':
      return values.every((value) => tags.includes(value))
    case 'notEqual':
    case 'notContains':
      return !values.some((value) => tags.includes(value))
    default:
      return values.some((value) => tags.includes(value))
  }
}

function inOrder(things: Thing[], list: keyof typeof specs, orders: Query[]): Thing[] {
  const [first] = orders
  const byTime = first?.attribute === '$createdAt' || first?.attribute === '$updatedAt'
  const tieDescends = byTime ? first.method === 'orderDesc' : list === 'newestFirst'
  const bySequence = (a: Thing, b: Thing) =>
    (list === 'twoColumns' && a.parent - b.parent) ||
    (list === 'inParts' && Date.parse(a.made_at) - Date.parse(b.made_at)) ||
    a.seq - b.seq
  return things.toSorted((a, b) => {
    for (const { method, attribute = '' } of orders) {
      const sign = method === 'orderDesc' ? -1 : 1
      if (attribute === '' || attribute === '$sequence') return sign * bySequence(a, b)
      const [left, right] = [thingValue(a, attribute), thingValue(b, attribute)]
      // A null is the lowest of all.
      const difference =
        left === null || right === null
          ? Number(left !== null) - Number(right !== null)
          : compare(left, right)
      if (difference !== 0) return sign * difference
    }
    return (tieDescends ? -1 : 1) * bySequence(a, b)
  })
}

type Request = {
  list: keyof typeof specs
  parent: number | undefined
  filters: Query[]
  orders: Query[]
  limit: number | undefined
  offset: number | undefined
  cursor: { method: 'cursorAfter' | 'cursorBefore'; row: number } | undefined
  total: boolean
}

/** What the list should answer: ids, or the type of the refusal. */
function expected(things: Thing[], request: Request): { total: number; ids: string[] } | string {
  const { list, parent, filters, orders, limit = 25, offset = 0 } = request
  const matching = things.filter(
    (thing) =>
      (parent === undefined || thing.parent === parent) && filters.every((filter) => matches(thing, filter)),
  )
  const total = request.total ? matching.length : 0
  const cursor = cursorThing(things, request)
  if (!cursor) {
    return {
      total,
      ids: inOrder(matching, list, orders)
        .slice(offset, offset + limit)
        .map(({ id }) => id),
    }
  }
  const isNull = untilSequence(orders).some(({ attribute = '' }) => thingValue(cursor, attribute) === null)
  if (isNull) return 'database_query_order_null'

  const others = matching.filter(({ id }) => id !== cursor.id)
  const sorted = inOrder([...others, cursor], list, orders)
  const place = sorted.indexOf(cursor)
  const page =
    request.cursor?.method === 'cursorAfter'
      ? sorted.slice(place + 1).slice(offset, offset + limit)
      : sorted
          .slice(0, place)
          .toReversed()
          .slice(offset, offset + limit)
          .toReversed()
  return { total, ids: page.map(({ id }) => id) }
}

function cursorThing(things: Thing[], { cursor }: Request): Thing | undefined {
  return cursor && things[cursor.row % things.length]
}

/** The orders that count: behind the order of insertion, in which no two are equal, none does. */
function untilSequence(orders: Query[]): Query[] {
  const end = orders.findIndex(({ attribute }) => attribute === '' || attribute === '$sequence')
  return end < 0 ? orders : orders.slice(0, end)
}

function toQueries(things: Thing[], request: Request): string[] {
  const cursor = cursorThing(things, request)
  const queries: Query[] = [
    ...request.filters,
    ...request.orders,
    ...(request.limit === undefined ? [] : [{ method: 'limit', values: [request.limit] }]),
    ...(request.offset === undefined ? [] : [{ method: 'offset', values: [request.offset] }]),
    ...(cursor && request.cursor ? [{ method: request.cursor.method, values: [cursor.id] }] : []),
  ]
  return queries.map((query) => JSON.stringify(query))
}

/* ---- What is random ---- */

// Wildcards, quotes and backslashes; characters of one to four bytes; upper case that a locale may or may not know.
const alphabet = [
  'a',
  'A',
  'b',
  'B',
  'z',
  '%',
  '_',
  '\\',
  "'",
  '"',
  ' ',
  '{',
  ',',
  'é',
  'É',
  'ß',
  '日',
  '\u{1D4B3}',
  '\uFFFD',
]
const text = fc.oneof(
  { arbitrary: fc.string({ unit: fc.constantFrom('a', 'A', '%', '_'), maxLength: 3 }), weight: 2 },
  { arbitrary: fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 4 }), weight: 1 },
)
const size = fc.oneof(fc.integer({ min: -2, max: 3 }), fc.constantFrom(-2147483648, 2147483647))
const score = fc.oneof(
  fc.integer({ min: -1, max: 2 }),
  fc.constantFrom(Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
)
const instant = fc
  .oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom(-62_135_596_800_000, 253_402_300_799_999))
  .map((millis) => (Math.abs(millis) < 10 ? 1_772_355_600_000 + millis : millis))
  .map((millis) => new Date(millis).toISOString().replace('Z', '+00:00'))
const tag = fc.constantFrom('a', 'A', 'b', 'x,y', '"', '{}', '')

const thing = fc.record({
  parent: fc.integer({ min: 1, max: 2 }),
  name: text,
  note: fc.option(text, { freq: 3 }),
  size,
  score: fc.option(score, { freq: 3 }),
  enabled: fc.boolean(),
  made_at: instant,
  done_at: fc.option(instant, { freq: 3 }),
  tags: fc.array(tag, { maxLength: 3 }),
  state: fc.option(fc.constantFrom(...Object.values(states)), { freq: 4 }),
})
type NewThing = typeof thing extends fc.Arbitrary<infer T> ? T : never
const newThings = fc.array(thing, { minLength: 1, maxLength: 14, size: 'max' })

/** The id says where it stands, and is no other in any case. */
function idOf(index: number): string {
  return `${index % 2 === 0 ? 'x' : 'X'}-${index}`
}

const numbers = fc.oneof(size, score, fc.constantFrom(1e300, -1e300, 2 ** 63))
const valuesOf: Record<string, fc.Arbitrary<unknown>> = {
  $id: fc.oneof(fc.nat({ max: 14 }).map(idOf), fc.constantFrom('x', 'X-', 'x-1', '')),
  $createdAt: fc.oneof(instant, fc.constantFrom('0000-01-01', '2026-03-01', '2026-03-01T10:00:00.001+01:00')),
  $updatedAt: instant,
  $sequence: fc.oneof(fc.integer({ min: 0, max: 15 }), fc.constant(1e300)),
  name: text,
  note: text,
  size: numbers,
  score: numbers,
  enabled: fc.boolean(),
  doneAt: instant,
  tags: tag,
  state: fc.constantFrom('pending', 'sent', 'FAILED', 'unheard'),
  band: fc.constantFrom('low', 'MIDDLE', 'high', 'unheard'),
}
const ordering = ['lessThan', 'lessThanEqual', 'greaterThan', 'greaterThanEqual', 'between', 'notBetween']
const containing = ['contains', 'containsAny', 'containsAll', 'notContains']
const affixing = ['startsWith', 'notStartsWith', 'endsWith', 'notEndsWith']

/** A value that some row has; of a text, perhaps a part. Random values alone would hardly ever meet one. */
class OfRow {
  readonly row: number
  readonly part: readonly [number, number] | undefined
  constructor(row: number, part: readonly [number, number] | undefined) {
    this.row = row
    this.part = part
  }
}

const part = fc.oneof(fc.constant(undefined), fc.tuple(fc.nat({ max: 2 }), fc.integer({ min: 1, max: 3 })))
const ofRow = fc.tuple(fc.nat({ max: 13 }), part).map(([row, part]) => new OfRow(row, part))

/** The query with the rows' own values in it. */
function resolve(things: Thing[], { values, ...query }: Query): Query {
  if (!values) return query
  if (query.method === 'and' || query.method === 'or') {
    return { ...query, values: (values as Query[]).map((inner) => resolve(things, inner)) }
  }
  const resolved = values.map((value) => (value instanceof OfRow ? take(things, query, value) : value))
  return { ...query, values: resolved }
}

function take(things: Thing[], { attribute = '' }: Query, { row, part }: OfRow): unknown {
  const thing = things[row % things.length]
  if (!thing) throw new Error('no things')
  switch (attribute) {
    case '$id':
    case 'name':
    case 'note': {
      const text = [...(attribute === '$id' ? thing.id : (thing[attribute] ?? ''))]
      return (part ? text.slice(part[0], part[0] + part[1]) : text).join('')
    }
    case '$createdAt':
    case '$updatedAt':
      return thing.made_at
    case 'doneAt':
      return thing.done_at ?? thing.made_at
    case 'tags':
      return thing.tags[0] ?? ''
    case 'state':
      return Object.keys(states).find((word) => states[word as keyof typeof states] === thing.state) ?? 'sent'
    case 'band':
      return Object.keys(bands)[thing.seq % 3]
    default:
      return thingValue(thing, attribute) ?? 0
  }
}

const filter: fc.Arbitrary<Query> = fc.constantFrom(...Object.keys(valuesOf)).chain((attribute) => {
  const methods = ['equal', 'notEqual', 'isNull', 'isNotNull', ...(attribute === 'tags' ? containing : [])]
  if (!['tags', 'state', 'band'].includes(attribute)) methods.push(...ordering)
  if (['$id', 'name', 'note'].includes(attribute)) methods.push(...containing, ...affixing)
  return fc.constantFrom(...methods).chain((method) => {
    const value = fc.oneof(valuesOf[attribute] ?? fc.constant(''), ofRow)
    const [minLength, maxLength] = countOf(method)
    return fc
      .array(value, { minLength, maxLength })
      .map((values) => (values.length === 0 ? { method, attribute } : { method, attribute, values }))
  })
})

function countOf(method: string): [number, number] {
  if (method === 'isNull' || method === 'isNotNull') return [0, 0]
  if (method === 'between' || method === 'notBetween') return [2, 2]
  return method === 'equal' || containing.includes(method) ? [1, 3] : [1, 1]
}

const existence: fc.Arbitrary<Query> = fc.record({
  method: fc.constantFrom('exists', 'notExists'),
  values: fc.constant(['name']),
})

const { condition } = fc.letrec<{ condition: Query; nest: Query }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'nest' },
    { arbitrary: filter, weight: 8 },
    { arbitrary: existence, weight: 1 },
    { arbitrary: tie('nest'), weight: 3 },
  ),
  nest: fc.record({
    method: fc.constantFrom('and', 'or'),
    values: fc.array(tie('condition'), { minLength: 2, maxLength: 3, depthIdentifier: 'nest' }),
  }),
}))

const orderable = Object.keys(valuesOf).filter((attribute) => attribute !== 'tags')
const order: fc.Arbitrary<Query> = fc.record({
  method: fc.constantFrom('orderAsc', 'orderDesc'),
  // Rather those in which many rows are equal or null: only then does the next order count.
  attribute: fc.constantFrom(
    '',
    ...orderable,
    ...Array(3).fill(['enabled', 'state', 'score', 'doneAt', 'band']).flat(),
  ),
})

/** As a rule undefined, so that enough rows are left to be told apart. */
function seldom<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ arbitrary: fc.constant(undefined), weight: 2 }, { arbitrary, weight: 1 })
}

const request: fc.Arbitrary<Request> = fc.record({
  list: fc.constantFrom('oldestFirst', 'newestFirst', 'twoColumns', 'inParts'),
  parent: seldom(fc.integer({ min: 1, max: 2 })),
  filters: fc.array(condition, { maxLength: 2 }),
  orders: fc.array(order, { maxLength: 4 }),
  limit: seldom(fc.integer({ min: 1, max: 6 })),
  offset: seldom(fc.integer({ min: 0, max: 4 })),
  cursor: fc.option(
    fc.record({ method: fc.constantFrom('cursorAfter', 'cursorBefore'), row: fc.nat({ max: 13 }) }),
    { nil: undefined, freq: 2 },
  ),
  total: fc.boolean(),
})

/* ---- The table ---- */

async function createThings(db: Db): Promise<void> {
  await sql`
    create table things (
      seq bigint primary key, project bigint, id text, parent bigint, name text, note text, size integer, score bigint,
      enabled boolean, made_at timestamptz(3), done_at timestamptz(3), tags text[], state smallint,
      unique (project, id)
    )`.execute(db)
  const { rows } = await sql<{ character: string; lower: string }>`
    select character, lower(character) from unnest(${alphabet}::text[]) as character`.execute(db)
  lowerOf = new Map(rows.map((row) => [row.character, row.lower]))
}

/** Each thing twice: once in a project that nobody asks. */
async function store(db: Db, things: readonly NewThing[]): Promise<Thing[]> {
  const rows = things.map((thing, index) => ({ ...thing, seq: index + 1, id: idOf(index) }))
  const projects = [project, otherProject].flatMap((project) =>
    rows.map((row) => ({ ...row, project, seq: row.seq + (project - 1) * 1000 })),
  )
  await sql`truncate things`.execute(db)
  await sql`
    insert into things select * from jsonb_populate_recordset(null::things, ${JSON.stringify(projects)}::jsonb)
  `.execute(db)
  return rows
}

async function answer(db: Db, things: Thing[], request: Request): Promise<unknown> {
  const where: RawBuilder<boolean> | undefined =
    request.parent === undefined ? undefined : sql`t.parent = ${request.parent}`
  try {
    const { total, rows } = await listRows<Thing>(db, specs[request.list], {
      project,
      ...(where ? { where } : {}),
      input: { queries: toQueries(things, request), total: request.total },
    })
    return { total, ids: rows.map(({ id }) => id) }
  } catch (error) {
    if (error instanceof Refusal) return error.type
    throw error
  }
}

// A busy machine takes its time.
describe.each(databases)('on $engine', { timeout: 90_000 }, ({ aDatabase }) => {
  let db: Db

  beforeAll(async () => {
    ;({ db } = await aDatabase())
    await createThings(db)
  })

  test('a filter leaves the rows that a plain evaluation of it leaves', async () => {
    await fc.assert(
      fc.asyncProperty(
        newThings,
        fc.array(condition, { minLength: 12, maxLength: 12 }),
        async (fresh, conditions) => {
          const things = await store(db, fresh)
          for (const drawn of conditions) {
            const filter = resolve(things, drawn)
            const input = { queries: [JSON.stringify(filter)], total: false }
            const { rows } = await listRows<Thing>(db, spec, { project, input })
            const matching = things.filter((thing) => matches(thing, filter))
            expect([filter, rows.map(({ id }) => id)]).toEqual([filter, matching.map(({ id }) => id)])
          }
        },
      ),
      { numRuns: 80 },
    )
  })

  test('a list answers what a plain evaluation of all its queries does', async () => {
    await fc.assert(
      fc.asyncProperty(
        newThings,
        fc.array(request, { minLength: 6, maxLength: 6 }),
        async (fresh, requests) => {
          const things = await store(db, fresh)
          for (const drawn of requests) {
            const request = { ...drawn, filters: drawn.filters.map((filter) => resolve(things, filter)) }
            expect([request, await answer(db, things, request)]).toEqual([request, expected(things, request)])
          }
        },
      ),
      { numRuns: 80 },
    )
  })

  test('a random order has the same rows', async () => {
    await fc.assert(
      fc.asyncProperty(newThings, condition, async (fresh, drawn) => {
        const things = await store(db, fresh)
        const filter = resolve(things, drawn)
        const queries = [filter, { method: 'orderRandom' }].map((query) => JSON.stringify(query))
        const { rows } = await listRows<Thing>(db, spec, { project, input: { queries, total: false } })
        const matching = things.filter((thing) => matches(thing, filter))
        expect(rows.map(({ id }) => id).toSorted()).toEqual(matching.map(({ id }) => id).toSorted())
      }),
      { numRuns: 20 },
    )
  })

  test('a walk by cursors, there and back, meets every row once', async () => {
    const steps = fc.record({
      list: fc.constantFrom<keyof typeof specs>('oldestFirst', 'newestFirst', 'twoColumns', 'inParts'),
      orders: fc.array(order, { maxLength: 3 }),
      limit: fc.integer({ min: 1, max: 4 }),
    })
    await fc.assert(
      fc.asyncProperty(newThings, steps, async (fresh, { list, orders, limit }) => {
        // A null would end the walk, as the API has it.
        const things = await store(
          db,
          fresh.map((thing) => ({
            ...thing,
            note: thing.note ?? '',
            score: thing.score ?? 0,
            done_at: thing.done_at ?? thing.made_at,
            state: thing.state ?? 0,
          })),
        )
        const sorted = inOrder(things, list, orders).map(({ id }) => id)
        const page = async (...more: Query[]) => {
          const queries = [...orders, { method: 'limit', values: [limit] }, ...more].map((query) =>
            JSON.stringify(query),
          )
          const { rows } = await listRows<Thing>(db, specs[list], {
            project,
            input: { queries, total: false },
          })
          return rows.map(({ id }) => id)
        }

        const there = await page()
        while (there.length <= sorted.length) {
          const next = await page({ method: 'cursorAfter', values: [there.at(-1)] })
          if (next.length === 0) break
          there.push(...next)
        }
        expect(there).toEqual(sorted)

        const back = there.slice(-1)
        while (back.length <= sorted.length) {
          const next = await page({ method: 'cursorBefore', values: [back[0]] })
          if (next.length === 0) break
          back.unshift(...next)
        }
        expect(back).toEqual(sorted)
      }),
      { numRuns: 40 },
    )
  })

  test('what is streamed is the whole list in its order, across nulls too', async () => {
    const choice = fc.record({
      list: fc.constantFrom<keyof typeof specs>('oldestFirst', 'newestFirst', 'twoColumns', 'inParts'),
      drawn: fc.array(filter, { maxLength: 1 }),
      orders: fc.array(order, { maxLength: 3 }),
      limit: fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }),
      offset: fc.integer({ min: 0, max: 3 }),
      atOnce: fc.integer({ min: 1, max: 4 }),
    })
    await fc.assert(
      fc.asyncProperty(newThings, choice, async (fresh, { list, drawn, orders, limit, offset, atOnce }) => {
        const things = await store(db, fresh)
        const filters = drawn.map((filter) => resolve(things, filter))
        const matching = things.filter((thing) => filters.every((filter) => matches(thing, filter)))
        const queries = [
          ...filters,
          ...orders,
          { method: 'offset', values: [offset] },
          ...(limit === undefined ? [] : [{ method: 'limit', values: [limit] }]),
        ].map((query) => JSON.stringify(query))

        const seen: string[] = []
        const options = { project, atOnce, input: { queries, total: false } }
        for await (const rows of walkRows<Thing>(db, specs[list], options)) {
          expect(rows.length).toBeLessThanOrEqual(atOnce)
          expect(Object.keys(rows[0] ?? {})).not.toContain('$place')
          seen.push(...rows.map(({ id }) => id))
        }
        const sorted = inOrder(matching, list, orders).map(({ id }) => id)
        expect(seen).toEqual(sorted.slice(offset, limit === undefined ? undefined : offset + limit))
      }),
      { numRuns: 60 },
    )
  })
})

// Queries of a list, out of every method, the list's own attributes and values of every sort: most of them make no sense.
import * as z from 'zod'
import type { Endpoint } from '../../../contract/endpoint.ts'
import { type Hostile, hostileValue } from './hostile.ts'
import { writeJson } from './json.ts'
import type { Random } from './random.ts'

const comparisons = [
  'equal',
  'notEqual',
  'lessThan',
  'lessThanEqual',
  'greaterThan',
  'greaterThanEqual',
  'between',
  'notBetween',
  'isNull',
  'isNotNull',
  'startsWith',
  'notStartsWith',
  'endsWith',
  'notEndsWith',
  'contains',
  'containsAny',
  'containsAll',
  'notContains',
  'search',
  'notSearch',
  'exists',
  'notExists',
]
const methods = [
  ...comparisons,
  'orderAsc',
  'orderDesc',
  'orderRandom',
  'limit',
  'offset',
  'cursorAfter',
  'and',
  'or',
]

/** What some list can be filtered by beside the fields of its rows. */
const others = [
  'phase',
  'recipientTotal',
  'failedTotal',
  'startedAt',
  'error.code',
  'type',
  'resource',
  'nothing',
]

const plainValues: readonly Hostile[] = [
  ['a word', 'news'],
  ['a number', 1],
  ['true', true],
  ['a date', '2026-03-01T09:00:00.000+00:00'],
  ['an id', 'ada-email'],
]

/** The text of one query. */
export function oddQuery(endpoint: Endpoint, random: Random): Hostile {
  const [name, query] = anyQuery([...attributesOf(endpoint), ...others], random, 0)
  return [name, writeJson(query)]
}

function anyQuery(attributes: readonly string[], random: Random, depth: number): readonly [string, object] {
  const method = random.pick(methods)
  if (method === 'and' || method === 'or') {
    const count = depth > 2 ? 0 : 1 + random.int(3)
    const nested = Array.from({ length: count }, () => anyQuery(attributes, random, depth + 1))
    return [
      `${method}(${nested.map(([name]) => name).join(', ')})`,
      { method, values: nested.map(([, one]) => one) },
    ]
  }
  const attribute = random.pick(attributes)
  const values = Array.from({ length: random.pick([0, 1, 1, 1, 2, 2, 3]) }, () =>
    random.chance(0.6) ? random.pick(plainValues) : hostileValue(random, attribute),
  )
  const name = `${method} ${attribute} (${values.map(([name]) => name).join(', ')})`
  return [name, { method, attribute, values: values.map(([, value]) => value) }]
}

/** The fields of a row, and of what stands in it. */
function attributesOf({ reply }: Endpoint): readonly string[] {
  const lists = reply instanceof z.ZodObject ? Object.values(reply.shape) : []
  const list = lists.find((part) => part instanceof z.ZodArray)
  return list ? fieldsOf(list.element as z.ZodType) : ['$id']
}

function fieldsOf(schema: z.ZodType, path = ''): string[] {
  if (schema instanceof z.ZodNullable) return fieldsOf(schema.unwrap() as z.ZodType, path)
  if (schema instanceof z.ZodDiscriminatedUnion) return fieldsOf(schema.options[0] as z.ZodType, path)
  if (!(schema instanceof z.ZodObject)) return [path]
  const fields = Object.entries<z.ZodType>(schema.shape)
  return fields.flatMap(([name, field]) => fieldsOf(field, path === '' ? name : `${path}.${name}`))
}

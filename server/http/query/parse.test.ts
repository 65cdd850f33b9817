import { Query as Sdk } from 'node-appwrite'
import { describe, expect, test } from 'vitest'
import { queries as ours } from '../../../contract/queries.ts'
import { Refusal } from '../refusal.ts'
import { limitAndOffset } from './list.ts'
import { readQueries } from './parse.ts'

function query(method: unknown, attribute?: unknown, values?: unknown): string {
  return JSON.stringify({ method, attribute, values })
}

function refusalOf(work: () => unknown): Refusal | undefined {
  try {
    work()
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

const equalName = query('equal', 'name', ['Ada'])
const nested = (depth: number): string =>
  depth === 0 ? equalName : `{"method":"or","values":[${nested(depth - 1)},${equalName}]}`
const ids = (count: number) => Array.from({ length: count }, (_, index) => `${index}`.padStart(36, 'x'))

describe('a query that is none of ours is refused as general_query_invalid:', () => {
  test.each([
    ['no JSON', 'equal("name", "Ada")'],
    ['the empty text', ''],
    ['half a JSON object', equalName.slice(0, -1)],
    ['a JSON list', '[]'],
    ['a JSON text', '"equal"'],
    ['null', 'null'],
    ['a hundred thousand brackets', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['no method', '{}'],
    ['a method that is no text', query(1)],
    ['an attribute that is no text', query('equal', 1, ['Ada'])],
    ['an attribute that is a list', query('equal', ['name'], ['Ada'])],
    ['values that are no list', query('equal', 'name', 'Ada')],
    ['values that are an object', query('equal', 'name', { 0: 'Ada' })],
    ['an unknown method', query('equals', 'name', ['Ada'])],
    ['a method in the wrong case', query('Equal', 'name', ['Ada'])],
    ['the method __proto__', '{"method":"__proto__","values":[]}'],
    ['the method constructor', query('constructor')],
    ['select', query('select', undefined, ['name'])],
    ['regex', query('regex', 'name', ['A.*'])],
    ['elemMatch', query('elemMatch', 'name', [JSON.parse(equalName)])],
    ['a spatial method', query('distanceEqual', 'name', [[1, 2], 3])],
    ['an order inside and', `{"method":"and","values":[${equalName},${query('orderAsc', 'name')}]}`],
    ['a limit inside or', `{"method":"or","values":[${equalName},${query('limit', undefined, [1])}]}`],
    ['a text inside or', `{"method":"or","values":[${equalName},${JSON.stringify(equalName)}]}`],
  ])('%s', (_, text) => {
    expect(refusalOf(() => readQueries([text]))).toMatchObject({
      type: 'general_query_invalid',
      params: [{ path: 'queries.0' }],
    })
  })
})

describe('values that do not fit a method are refused as general_argument_invalid:', () => {
  test.each([
    ['equal to nothing', query('equal', 'name', [])],
    ['equal without values', query('equal', 'name')],
    ['equal to 501 values', query('equal', 'name', ids(501))],
    ['contains without values', query('contains', 'name', [])],
    ['notEqual to two', query('notEqual', 'name', ['a', 'b'])],
    ['lessThan nothing', query('lessThan', 'name', [])],
    ['between one', query('between', 'name', ['a'])],
    ['between three', query('between', 'name', ['a', 'b', 'c'])],
    ['isNull of a value', query('isNull', 'name', ['a'])],
    ['orderAsc with a value', query('orderAsc', 'name', ['a'])],
    ['and of nothing', query('and', undefined, [])],
    ['or of one', `{"method":"or","values":[${equalName}]}`],
    ['null as a value', query('equal', 'name', [null])],
    ['a list as a value', query('equal', 'name', [['Ada']])],
    ['an object as a value', query('equal', 'name', [{}])],
    [
      'brackets too deep to walk as a value',
      `{"method":"equal","attribute":"name","values":[${'['.repeat(50_000)}${']'.repeat(50_000)}]}`,
    ],
    ['NUL in a value', query('equal', 'name', ['a\0b'])],
    ['half a character in a value', '{"method":"equal","attribute":"name","values":["a\\ud800b"]}'],
    [
      'half a character in a nested value',
      `{"method":"or","values":[${equalName},{"method":"equal","attribute":"name","values":["\\udc00"]}]}`,
    ],
    ['a nest of nine', nested(9)],
    ['a nest of thousands', nested(3000)],
    ['limit 0', query('limit', undefined, [0])],
    ['limit -1', query('limit', undefined, [-1])],
    ['limit 5001', query('limit', undefined, [5001])],
    ['limit 1.5', query('limit', undefined, [1.5])],
    ['limit 1e300', '{"method":"limit","values":[1e300]}'],
    ['limit 1e999', '{"method":"limit","values":[1e999]}'],
    ['limit true', query('limit', undefined, [true])],
    ['limit of a word', query('limit', undefined, ['many'])],
    ['limit without a value', query('limit')],
    ['two limits in one', query('limit', undefined, [1, 2])],
    ['offset -1', query('offset', undefined, [-1])],
    ['offset beyond all numbers', '{"method":"offset","values":[9007199254740992]}'],
    ['cursorAfter a number', query('cursorAfter', undefined, [1])],
    ['cursorAfter nothing', query('cursorAfter', undefined, [''])],
    ['cursorBefore without an id', query('cursorBefore')],
    ['NUL in a cursor', query('cursorAfter', undefined, ['a\0'])],
    ['a value of 4,097 characters', query('equal', 'name', ['x'.repeat(4097)])],
    ['an attribute of 4,097 characters', query('isNull', 'x'.repeat(4097))],
    ['4,097 characters, most of them blanks', `${equalName}${' '.repeat(4097 - equalName.length)}`],
    ['two values, one of them too long', query('equal', 'name', ['a', 'x'.repeat(4097)])],
    ['many conditions, too long in sum', `{"method":"or","values":[${Array(100).fill(equalName).join()}]}`],
  ])('%s', (_, text) => {
    expect(refusalOf(() => readQueries([text]))).toMatchObject({
      type: 'general_argument_invalid',
      params: [{ path: 'queries.0' }],
    })
  })
})

describe('is taken:', () => {
  test.each([
    ['a text of 4,096 characters', `${equalName}${' '.repeat(4096 - equalName.length)}`],
    ['characters beyond 16 bits, counted once', query('equal', 'name', ['𝒳'.repeat(4040)])],
    ['500 ids in one equal', query('equal', '$id', ids(500))],
    [
      'two times 500 ids in one nest',
      `{"method":"and","values":[${query('equal', '$id', ids(500))},${query('equal', 'userId', ids(500))}]}`,
    ],
    ['a nest of eight', nested(8)],
    ['null for what is absent', query('orderAsc', null, null)],
    ['members nobody knows', '{"method":"isNull","attribute":"name","negated":true}'],
  ])('%s', (_, text) => {
    expect(refusalOf(() => readQueries([text]))).toBeUndefined()
  })
})

test('a hundred queries are taken, and one more is not', () => {
  expect(refusalOf(() => readQueries(Array<string>(100).fill(equalName)))).toBeUndefined()
  expect(refusalOf(() => readQueries(Array<string>(101).fill(equalName)))).toMatchObject({
    type: 'general_argument_invalid',
    params: [{ path: 'queries' }],
  })
})

test('two hundred conditions are taken, in whatever nests, and one more is not', () => {
  const forty = `{"method":"or","values":[${Array(20).fill(`{"method":"and","values":[${equalName},${equalName}]}`).join()}]}`
  const taken = Array<string>(5).fill(forty)
  expect(refusalOf(() => readQueries(taken))).toBeUndefined()
  expect(refusalOf(() => readQueries([...taken, equalName]))).toMatchObject({
    type: 'general_argument_invalid',
    params: [{ path: 'queries' }],
  })
})

test('a refusal names the query that is wrong by its place', () => {
  expect(refusalOf(() => readQueries([equalName, equalName, 'x']))?.params).toEqual([
    { path: 'queries.2', message: 'is not JSON' },
  ])
})

test('of several limits, offsets and cursors the first counts', () => {
  const asked = readQueries([
    ours.cursorBefore('b'),
    ours.limit(7),
    ours.offset(3),
    ours.limit(8),
    ours.offset(4),
    ours.cursorAfter('a'),
  ])
  expect(asked).toMatchObject({ limit: 7, offset: 3, cursor: { id: 'b', backwards: true } })
})

test('a second limit that is wrong is refused all the same', () => {
  expect(refusalOf(() => readQueries([ours.limit(7), ours.limit(0)]))?.params).toMatchObject([
    { path: 'queries.1' },
  ])
})

test('what the official SDK writes is understood', () => {
  const asked = readQueries([
    Sdk.equal('name', ['Ada', 'Bob']),
    Sdk.notEqual('name', 'Eve'),
    Sdk.between('$createdAt', '2026-01-01', '2026-02-01'),
    Sdk.createdBefore('2026-01-01'),
    Sdk.isNull('deliveredAt'),
    Sdk.isNotNull('deliveredAt'),
    Sdk.contains('labels', ['vip']),
    Sdk.or([Sdk.equal('enabled', true), Sdk.and([Sdk.greaterThan('total', 3), Sdk.lessThan('total', 9)])]),
    Sdk.orderDesc('$createdAt'),
    Sdk.orderAsc(''),
    Sdk.orderRandom(),
    Sdk.limit(10),
    Sdk.offset(20),
    Sdk.cursorAfter('abc'),
  ])
  expect(asked).toMatchObject({
    conditions: [
      { method: 'equal', attribute: 'name', values: ['Ada', 'Bob'] },
      { method: 'notEqual', values: ['Eve'] },
      { method: 'between', attribute: '$createdAt', values: ['2026-01-01', '2026-02-01'] },
      { method: 'lessThan', attribute: '$createdAt' },
      { method: 'isNull', values: [] },
      { method: 'isNotNull', values: [] },
      { method: 'contains', attribute: 'labels', values: ['vip'] },
      {
        method: 'or',
        conditions: [
          { method: 'equal', values: [true] },
          { method: 'and', conditions: [{ values: [3] }, { values: [9] }] },
        ],
      },
    ],
    orders: [
      { method: 'orderDesc', attribute: '$createdAt' },
      { method: 'orderAsc', attribute: '' },
      { method: 'orderRandom' },
    ],
    limit: 10,
    offset: 20,
    cursor: { id: 'abc', backwards: false },
  })
})

describe('the lists of logs', () => {
  test('take a limit and an offset, 25 and 0 where none is given', () => {
    expect(limitAndOffset([])).toEqual({ limit: 25, offset: 0 })
    expect(limitAndOffset([ours.offset(5), ours.limit(1), ours.limit(2)])).toEqual({ limit: 1, offset: 5 })
  })

  test.each([
    ['limit(-1)', ours.limit(-1)],
    ['offset(-1)', ours.offset(-1)],
    ['equal', ours.equal('event', 'topic.create')],
    ['or', `{"method":"or","values":[${equalName},${equalName}]}`],
    ['orderAsc', ours.orderAsc('')],
    ['orderRandom', Sdk.orderRandom()],
    ['cursorAfter', ours.cursorAfter('abc')],
    ['a made-up method', query('shuffle')],
  ])('refuse %s', (_, text) => {
    expect(refusalOf(() => limitAndOffset([ours.limit(3), text]))?.params).toMatchObject([
      { path: 'queries.1' },
    ])
  })
})

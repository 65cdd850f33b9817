import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { databases, type TestDatabase } from '../testing/database.ts'
import { ValueError } from './values.ts'

/** An expression, and what comes out of the database for it. */
const read: [expression: string, value: unknown][] = [
  ['null', null],
  ["'Zoë ✓ 🔔'::text", 'Zoë ✓ 🔔'],
  ["'abc'::char(5)", 'abc  '],
  ["'42'", '42'],
  ['true', true],
  ['false', false],
  ['42::int2', 42],
  ['(-2147483648)::int4', -2147483648],
  ['42::int8', 42],
  ['9007199254740991::int8', 9007199254740991],
  ['count(*)', 1],
  ['sum(3::int4)', 3],
  ['sum(3::int8)', 3],
  ['avg(x)', 1.5],
  ['0.1::numeric', 0.1],
  ['12.50::numeric(6,2)', 12.5],
  ['extract(epoch from interval $$90 seconds$$)', 90],
  ['1.5::float8', 1.5],
  ['0.1::float8 + 0.2::float8', 0.30000000000000004],
  ['0.1::float4', 0.1],
  ["'NaN'::float8", Number.NaN],
  ["timestamptz '2026-03-01 09:12:44.318Z'", '2026-03-01T09:12:44.318+00:00'],
  ["timestamptz '2026-03-01 09:12:44.318999Z'", '2026-03-01T09:12:44.318+00:00'],
  ["timestamptz '2026-03-01 09:12:44.3Z'", '2026-03-01T09:12:44.300+00:00'],
  ["timestamptz '2026-07-01 02:30:00+02'", '2026-07-01T00:30:00.000+00:00'],
  ["timestamptz '0099-01-01 00:00Z'", '0099-01-01T00:00:00.000+00:00'],
  ["timestamptz '12026-01-01 00:00Z'", '12026-01-01T00:00:00.000+00:00'],
  ["'infinity'::timestamptz", 'infinity'],
  ["date '2026-03-01'", '2026-03-01'],
  ["timestamp '2026-03-01 09:00'", '2026-03-01 09:00:00'],
  ["interval '1 day 02:00'", '1 day 02:00:00'],
  ["'6ba7b810-9dad-11d1-80b4-00c04fd430c8'::uuid", '6ba7b810-9dad-11d1-80b4-00c04fd430c8'],
  ["'\\x00ff10'::bytea", Buffer.from([0, 255, 16])],
  [`'{"a":[1,null,"x"],"b":{"c":1.5}}'::jsonb`, { a: [1, null, 'x'], b: { c: 1.5 } }],
  [`'[1, 2]'::json`, [1, 2]],
  [`'"text"'::jsonb`, 'text'],
  [`'null'::jsonb`, null],
  [`array['a b', 'c,d', '"e\\', null, 'null', '']::text[]`, ['a b', 'c,d', '"e\\', null, 'null', '']],
  ["'{}'::text[]", []],
  ["array['a']::varchar[]", ['a']],
  ['array[1, null, 3]::int4[]', [1, null, 3]],
  ['array[1, 9007199254740991]::int8[]', [1, 9007199254740991]],
  ['array[[1,2],[3,4]]::int8[]', [[1, 2], [3, 4]]], // biome-ignore format: as in SQL
  ['array[true, false]', [true, false]],
  ['array[0.5]::float8[]', [0.5]],
  ["array[timestamptz '2026-03-01 09:00Z']", ['2026-03-01T09:00:00.000+00:00']],
  ["array[date '2026-03-01']", ['2026-03-01']],
  [`array['{"a":1}'::jsonb]`, [{ a: 1 }]],
  ["array['\\x01'::bytea]", [Buffer.from([1])]],
  ["lower('ÄÖ É')", 'äö é'],
]

/** A type, a parameter, and the text that the database makes of it. */
const written: [type: string, parameter: unknown, text: string | null][] = [
  ['text', 'Zoë ✓ 🔔', 'Zoë ✓ 🔔'],
  ['text', '\\x00', '\\x00'],
  ['text', 'a lone \ud800 half', 'a lone � half'],
  ['text', '', ''],
  ['text', null, null],
  ['text', 7, '7'],
  ['int4', 7, '7'],
  ['int4', '7', '7'],
  ['int8', 9007199254740991, '9007199254740991'],
  ['int8', 9007199254740993n, '9007199254740993'],
  ['float8', 0.1, '0.1'],
  ['numeric', 1e21, '1000000000000000000000'],
  ['boolean', true, 'true'],
  ['boolean', 'false', 'false'],
  ['date', '2026-03-01', '2026-03-01'],
  ['timestamptz(3)', '2026-03-01T09:12:44.318+00:00', '2026-03-01 09:12:44.318+00'],
  ['timestamptz(3)', '2026-03-01T11:12:44.318+02:00', '2026-03-01 09:12:44.318+00'],
  ['bytea', Buffer.from([0, 255, 16]), '\\x00ff10'],
  ['bytea', new Uint8Array([0, 255, 16]).subarray(1), '\\xff10'],
  ['jsonb', JSON.stringify(['a', { b: 1 }]), '["a", {"b": 1}]'],
  ['jsonb', JSON.stringify('text'), '"text"'],
  ['text[]', ['a b', 'c,d', '"e\\', null, 'null', ''], '{"a b","c,d","\\"e\\\\",NULL,"null",""}'],
  ['text[]', [], '{}'],
  ['int4[]', [1, 2], '{1,2}'],
  ['int8[]', [9007199254740991, null], '{9007199254740991,NULL}'],
  ['boolean[]', [true, false], '{t,f}'],
  ['timestamptz[]', ['2026-03-01T09:12:44.318+00:00'], '{"2026-03-01 09:12:44.318+00"}'],
]

describe.each(databases)('on $engine', ({ aDatabase }) => {
  let db: TestDatabase['db']
  beforeAll(async () => {
    db = (await aDatabase()).db
  })

  test.each(read)('%s is read as %j', async (expression, value) => {
    const query = sql<{
      value: unknown
    }>`select ${sql.raw(expression)} as value from (values (1.5)) as one (x)`
    expect((await query.execute(db)).rows).toEqual([{ value }])
  })

  test.each(written)('as %s, %o is stored as %s', async (type, parameter, text) => {
    const query = sql<{ text: string | null }>`select ${parameter}::${sql.raw(type)}::text as text`
    expect((await query.execute(db)).rows).toEqual([{ text }])
  })

  test.each([
    '9007199254740992::int8',
    '(-9007199254740993)::int8',
    'array[9007199254740992]::int8[]',
    'sum(9007199254740993::int8)',
  ])('%s is an error instead of a rounded number', async (expression) => {
    const query = sql`select ${sql.raw(expression)} as value`.execute(db)
    await expect(query).rejects.toThrow(/beyond what a number holds/)
    await expect(query).rejects.toBeInstanceOf(ValueError)
    expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }])
  })

  test.each([
    ['undefined', undefined],
    ['a Date', new Date(0)],
    ['an object', { a: 1 }],
    ['a list of objects', [{ a: 1 }]],
  ])('%s is refused as a parameter', async (_name, parameter) => {
    await expect(sql`select ${parameter}::text`.execute(db)).rejects.toBeInstanceOf(ValueError)
  })

  test('a text of megabytes comes back whole', async () => {
    const text = 'ä🔔'.repeat(500_000)
    const { rows } = await sql<{ text: string }>`select ${text}::text as text`.execute(db)
    expect(rows[0]?.text === text).toBe(true)
  })

  test('a statement says how many rows it changed', async () => {
    const result = await sql`create temporary table t as select 1 as n from generate_series(1, 3)`.execute(db)
    expect(result.rows).toEqual([])
    const update = await sql`update t set n = 2`.execute(db)
    expect(update.numAffectedRows).toBe(3n)
  })

  test('several statements without parameters go in one text', async () => {
    await sql`create table first (n int); create table second (n int); insert into second values (1)`.execute(
      db,
    )
    expect((await sql`select n from second`.execute(db)).rows).toEqual([{ n: 1 }])
  })
})

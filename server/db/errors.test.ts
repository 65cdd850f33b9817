import { sql } from 'kysely'
import { DatabaseError } from 'pg'
import { beforeAll, describe, expect, test } from 'vitest'
import { databases, type TestDatabase } from '../testing/database.ts'
import { isUnavailable, isUniqueViolation, isUnstorableText, isWorthRepeating } from './errors.ts'

describe.each(databases)('on $engine', ({ aDatabase }) => {
  let db: TestDatabase['db']
  beforeAll(async () => {
    db = (await aDatabase()).db
    await sql`
      create table parents (id int primary key, name text, constraint parents_name unique (name));
      create table children (parent int constraint children_parent references parents, n int not null check (n > 0));
      insert into parents values (1, 'a')
    `.execute(db)
  })

  async function errorOf(statement: string, ...parameters: unknown[]): Promise<DatabaseError> {
    const parts = statement.split('?').map((part) => sql.raw(part))
    const query = parts.reduce((all, part, index) => sql`${all}${parameters[index - 1]}${part}`)
    const error: unknown = await query.execute(db).catch((error: unknown) => error)
    if (error instanceof DatabaseError) return error
    throw new Error(`not an error of the database: ${error}`)
  }

  test.each([
    ['insert into parents values (1, ?)', ['b'], '23505', 'parents_pkey'],
    ['insert into parents values (2, ?)', ['a'], '23505', 'parents_name'],
    ['insert into children values (?, 1)', [9], '23503', 'children_parent'],
    ['insert into children values (1, ?)', [0], '23514', 'children_n_check'],
    ['insert into children values (1, ?)', [null], '23502', undefined],
    ['select ?::int', ['x'], '22P02', undefined],
    ['select ?::int', [2 ** 31], '22003', undefined],
    ['select 1 / ?::int', [0], '22012', undefined],
    ['select ?::text', ['a\u0000b'], '22021', undefined],
    ['select ?::jsonb', ['"a\\u0000b"'], '22P05', undefined],
    ['select ?::jsonb', ['{'], '22P02', undefined],
    ['select ?::timestamptz', ['2026-13-01'], '22008', undefined],
    ['select no_such_column', [], '42703', undefined],
    ['select * from no_such_table', [], '42P01', undefined],
    ['selekt', [], '42601', undefined],
    ["do $$ begin raise exception 'x' using errcode = '40001'; end $$", [], '40001', undefined],
  ])('%s with %j fails with %s', async (statement, parameters, code, constraint) => {
    const error = await errorOf(statement, ...parameters)
    expect(error).toMatchObject({ code, severity: 'ERROR' })
    expect(error.constraint).toBe(constraint)
    expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }])
  })

  test('a unique violation is known by its constraint', async () => {
    const error = await errorOf('insert into parents values (?, ?)', 3, 'a')
    expect(isUniqueViolation(error)).toBe(true)
    expect(isUniqueViolation(error, 'parents_name')).toBe(true)
    expect(isUniqueViolation(error, 'parents_pkey')).toBe(false)
    expect(isUniqueViolation(await errorOf('selekt'))).toBe(false)
  })

  test('a text that cannot be stored, and a transaction worth repeating, are known as such', async () => {
    expect(isUnstorableText(await errorOf('select ?::text', '\u0000'))).toBe(true)
    expect(isUnstorableText(await errorOf('select ?::int', 'x'))).toBe(false)
    const deadlock = "do $$ begin raise exception 'x' using errcode = '40P01'; end $$"
    expect(isWorthRepeating(await errorOf(deadlock))).toBe(true)
    expect(isWorthRepeating(await errorOf('selekt'))).toBe(false)
  })

  test.each([
    ['53100', true],
    ['53300', true],
    ['57P01', true],
    ['57P03', true],
    ['08006', true],
    ['57014', false],
    ['23505', false],
    ['42601', false],
  ])('code %s: the database is unavailable: %s', async (code, expected) => {
    const error = await errorOf(`do $$ begin raise exception 'x' using errcode = '${code}'; end $$`)
    expect(error.code).toBe(code)
    expect(isUnavailable(error)).toBe(expected)
  })

  test('whoever asks a closed database is told that it is unavailable', async () => {
    const database = await aDatabase()
    await database.close()
    const error: unknown = await sql`select 1`.execute(database.db).catch((error: unknown) => error)
    expect(isUnavailable(error)).toBe(true)
  })
})

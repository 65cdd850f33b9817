import { sql } from 'kysely'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { queries } from '../../../contract/queries.ts'
import type { Db } from '../../db/database.ts'
import { databases } from '../../testing/database.ts'
import { type ListOptions, type ListSpec, listRows, type SearchTerms, walkRows } from './list.ts'
import { anyBeginsWith, anyOf } from './sql-parts.ts'

const users: ListSpec = {
  from: sql`users u`,
  select: sql`u.id`,
  project: sql`u.project`,
  seq: sql`u.seq`,
  byId: (id) => sql`u.id = ${id}`,
  attributes: {
    $id: { type: 'text', sql: sql`u.id`, exact: (id) => id },
    $createdAt: { type: 'instant', sql: sql`u.created_at` },
    $updatedAt: { type: 'instant', sql: sql`u.updated_at` },
    $sequence: { type: 'number', sql: sql`u.seq` },
    name: { type: 'text', sql: sql`u.name` },
    email: { type: 'text', sql: sql`u.email` },
    status: { type: 'boolean', sql: sql`u.status` },
    labels: { type: 'texts', sql: sql`u.labels` },
    passwordUpdate: { type: 'instant', sql: sql`u.password_updated_at`, nullable: true },
  },
  search: ({ tsquery, identifiers, words }: SearchTerms) =>
    anyOf([
      tsquery && sql`u.search @@ ${tsquery}`,
      identifiers.length > 0 ? anyBeginsWith(sql`lower(u.email) collate "C"`, identifiers) : undefined,
      words.length > 0 ? sql`u.id = any(${words}::text[])` : undefined,
    ]),
}

function query(method: string, attribute?: string, ...values: unknown[]): string {
  return JSON.stringify({ method, attribute, values })
}

describe.each(databases)('on $engine', ({ aDatabase }) => {
  let db: Db
  let project: number
  let elsewhere: number

  beforeAll(async () => {
    ;({ db } = await aDatabase())
  })

  beforeEach(async () => {
    await sql`delete from projects`.execute(db)
    const { rows } = await sql<{ seq: number }>`
      insert into projects (id, name) values ('ours', 'Ours'), ('theirs', 'Theirs') returning seq`.execute(db)
    ;[project = 0, elsewhere = 0] = rows.map((row) => row.seq)
  })

  async function aUser(user: {
    id: string
    name?: string
    email?: string
    labels?: string[]
    project?: number
  }) {
    await sql`
      insert into users (project, id, name, email, labels)
      values (${user.project ?? project}, ${user.id}, ${user.name ?? user.id}, ${user.email ?? ''}, ${user.labels ?? []})
    `.execute(db)
  }

  async function list(
    texts: readonly string[],
    { search, ...options }: Partial<ListOptions> & { search?: string } = {},
  ): Promise<{ total: number; ids: string[] }> {
    const input = { queries: texts, total: true, ...(search === undefined ? {} : { search }) }
    const { total, rows } = await listRows<{ id: string }>(db, users, { project, input, ...options })
    return { total, ids: rows.map((row) => row.id) }
  }

  test('a list without queries shows the first 25 in the order of insertion, and how many there are', async () => {
    for (let index = 0; index < 27; index++) await aUser({ id: `user-${100 - index}` })
    const { total, ids } = await list([])
    expect(total).toBe(27)
    expect(ids).toHaveLength(25)
    expect(ids.slice(0, 2)).toEqual(['user-100', 'user-99'])
  })

  test('another project’s rows are in no list', async () => {
    await aUser({ id: 'ada' })
    await aUser({ id: 'ada', project: elsewhere })
    expect(await list([])).toEqual({ total: 1, ids: ['ada'] })
    expect(await list([queries.equal('$id', 'ada')])).toEqual({ total: 1, ids: ['ada'] })
  })

  test('a condition that says "or" does not reach another project', async () => {
    await aUser({ id: 'ada' })
    await aUser({ id: 'zoe', project: elsewhere })
    const careless = sql<boolean>`false or true`
    const spec: ListSpec = { ...users, byId: () => careless, search: () => careless }
    const queries = [query('cursorBefore', undefined, 'x'), query('orderAsc', 'name')]
    const input = { queries: [], search: 'x', total: true }
    expect(await listRows(db, spec, { project, where: careless, input })).toEqual({
      total: 1,
      rows: [{ id: 'ada' }],
    })
    expect(await listRows(db, spec, { project, input: { queries, total: true } })).toEqual({
      total: 1,
      rows: [],
    })
  })

  test('as many conditions as may be are still one statement', async () => {
    await aUser({ id: 'ada' })
    const condition = (name: string) => ({ method: 'equal', attribute: 'name', values: [name] })
    const conditions = Array.from({ length: 50 }, (_, index) => condition(index === 0 ? 'ada' : `${index}`))
    const texts = Array<string>(4).fill(query('or', undefined, ...conditions))
    expect(await list(texts)).toEqual({ total: 1, ids: ['ada'] })
  })

  describe('is refused as general_argument_invalid:', () => {
    test.each([
      ['an unknown attribute', query('equal', 'nickname', 'Ada')],
      ['no attribute', query('equal', undefined, 'Ada')],
      ['an attribute in another case', query('equal', 'Name', 'Ada')],
      ['the attribute __proto__', query('isNull', '__proto__')],
      ['the attribute constructor', query('isNotNull', 'constructor')],
      [
        'an unknown attribute inside or',
        query('or', undefined, JSON.parse(query('isNull', 'name')), JSON.parse(query('isNull', 'x'))),
      ],
      ['an order by an unknown attribute', query('orderAsc', 'nickname')],
      ['an order by __proto__', query('orderDesc', '__proto__')],
      ['an order by a list of texts', query('orderAsc', 'labels')],
      ['an unknown attribute that exists', query('exists', undefined, 'name', 'nickname')],
      ['a number for a text', query('equal', 'name', 1)],
      ['true for a text', query('startsWith', 'name', true)],
      ['a number for a label', query('contains', 'labels', 1)],
      ['a text for a flag', query('equal', 'status', 'true')],
      ['a number for a flag', query('equal', 'status', 1)],
      ['a text for a number', query('equal', '$sequence', 'one')],
      ['a fraction for a number', query('lessThan', '$sequence', 1.5)],
      ['infinity for a number', '{"method":"lessThan","attribute":"$sequence","values":[1e999]}'],
      ['a word for a date', query('lessThan', '$createdAt', 'yesterday')],
      ['a number for a date', query('lessThan', '$createdAt', 2026)],
      ['30 February', query('lessThan', '$createdAt', '2026-02-30')],
      ['contains on a flag', query('contains', 'status', true)],
      ['contains on a date', query('contains', '$createdAt', '2026')],
      ['startsWith on a number', query('startsWith', '$sequence', 1)],
      ['lessThan on a list of texts', query('lessThan', 'labels', 'a')],
      ['startsWith on a list of texts', query('startsWith', 'labels', 'a')],
    ])('%s', async (_, text) => {
      await expect(list([query('isNotNull', 'name'), text])).rejects.toMatchObject({
        type: 'general_argument_invalid',
        params: [{ path: 'queries.1' }],
      })
    })
  })

  test.each([
    ['search on an attribute', query('search', 'name', 'Ada')],
    ['notSearch on an attribute', query('notSearch', 'name', 'Ada')],
  ])('Q3: %s is refused as general_query_invalid', async (_, text) => {
    await expect(list([text])).rejects.toMatchObject({ type: 'general_query_invalid' })
  })

  describe('what a value holds is never SQL, a pattern or a fault:', () => {
    test.each([
      ['a quote', query('equal', 'name', "'; drop table users; --")],
      ['a placeholder', query('equal', 'name', '$1')],
      ['a backslash at the end', query('endsWith', 'name', '\\')],
      ['a half escape', query('contains', 'name', '\\%')],
      ['an array literal', query('contains', 'labels', '{a,b}', '"', '\\', 'NULL')],
      ['a number beyond all columns', query('equal', '$sequence', 1e300)],
      [
        'a number of nineteen digits',
        '{"method":"equal","attribute":"$sequence","values":[9223372036854775808]}',
      ],
      ['the same as text', query('equal', '$sequence', '9223372036854775808')],
      ['the year 0', query('equal', '$createdAt', '0000-01-01')],
      ['the last instant', query('greaterThan', '$createdAt', '9999-12-31T23:59:59.999Z')],
      [
        '500 ids',
        query('equal', '$id', ...Array.from({ length: 500 }, (_, index) => `${index}`.padStart(36, 'x'))),
      ],
      ['500 patterns', query('contains', 'name', ...Array.from({ length: 500 }, (_, index) => `%${index}_`))],
    ])('%s', async (_, text) => {
      await aUser({ id: 'ada' })
      expect(await list([text])).toEqual({ total: 0, ids: [] })
    })
  })

  test('texts are compared whatever their case, ids as they stand', async () => {
    await aUser({ id: 'Ada', name: 'Ada LOVELACE' })
    expect((await list([queries.equal('name', 'aDA lovelace')])).ids).toEqual(['Ada'])
    expect((await list([queries.equal('name', ['x', 'ADA Lovelace'])])).ids).toEqual(['Ada'])
    expect((await list([query('startsWith', 'name', 'ADA')])).ids).toEqual(['Ada'])
    expect((await list([queries.contains('name', 'A l')])).ids).toEqual(['Ada'])
    expect((await list([queries.equal('$id', 'ada')])).ids).toEqual([])
  })

  test('an id that is no column is known by the row it leads to', async () => {
    for (const id of ['bob', 'ada', 'eve']) await aUser({ id })
    const { $id: _, ...attributes } = users.attributes
    const spec = { ...users, attributes, byId: (id: string) => (id === 'x' ? undefined : users.byId(id)) }
    const ids = async (...texts: string[]) => {
      const { rows } = await listRows<{ id: string }>(db, spec, {
        project,
        input: { queries: texts, total: false },
      })
      return rows.map((row) => row.id)
    }
    expect(await ids(queries.equal('$id', ['ada', 'bob', 'x']))).toEqual(['bob', 'ada'])
    expect(await ids(queries.equal('$id', 'x'))).toEqual([])
    expect(await ids(queries.notEqual('$id', 'ada'))).toEqual(['bob', 'eve'])
    expect(await ids(queries.notEqual('$id', 'x'))).toEqual(['bob', 'ada', 'eve'])
    expect(await ids(queries.isNotNull('$id'), queries.orderDesc('$id'))).toEqual(['eve', 'ada', 'bob'])
    await expect(ids(query('startsWith', '$id', 'a'))).rejects.toMatchObject({
      type: 'general_argument_invalid',
    })
  })

  describe('cursors', () => {
    beforeEach(async () => {
      await aUser({ id: 'ada', labels: ['x'] })
      await aUser({ id: 'bob', labels: ['y'] })
      await aUser({ id: 'eve', labels: ['x'] })
      await aUser({ id: 'zoe', project: elsewhere })
    })

    test.each(['nobody', 'zoe', "' or 1=1", 'ADA'])('a row that is not there is refused: %s', async (id) => {
      for (const cursor of [queries.cursorAfter(id), queries.cursorBefore(id)]) {
        await expect(list([cursor])).rejects.toMatchObject({ type: 'general_cursor_not_found' })
      }
    })

    test('an id that no row can have is refused without being looked for', async () => {
      const input = { queries: [queries.cursorAfter('x')], total: false }
      await expect(
        listRows(db, { ...users, byId: () => undefined }, { project, input }),
      ).rejects.toMatchObject({
        type: 'general_cursor_not_found',
      })
    })

    test('a row that the filters leave out still says where to begin', async () => {
      const onlyX = queries.contains('labels', 'x')
      expect((await list([onlyX, queries.cursorAfter('bob')])).ids).toEqual(['eve'])
      expect((await list([onlyX, queries.cursorBefore('bob')])).ids).toEqual(['ada'])
    })

    test('a row of another parent still says where to begin', async () => {
      const where = sql<boolean>`u.labels && array['x']`
      expect((await list([queries.cursorAfter('bob')], { where })).ids).toEqual(['eve'])
    })

    test('a null in an attribute that orders is refused', async () => {
      for (const order of [queries.orderAsc('passwordUpdate'), queries.orderDesc('passwordUpdate')]) {
        await expect(list([order, queries.cursorAfter('ada')])).rejects.toMatchObject({
          type: 'database_query_order_null',
        })
      }
    })

    test('rows that a filter wants null stand before a row that is not', async () => {
      await sql`update users set password_updated_at = app.now() where id = 'bob'`.execute(db)
      const isNull = query('isNull', 'passwordUpdate')
      const before = [isNull, queries.orderAsc('passwordUpdate'), queries.cursorBefore('bob')]
      const after = [isNull, queries.orderDesc('passwordUpdate'), queries.cursorAfter('bob')]
      expect((await list(before)).ids).toEqual(['ada', 'eve'])
      expect((await list(after)).ids).toEqual(['ada', 'eve'])
    })

    test('a cursor in a random order is refused', async () => {
      await expect(list([query('orderRandom'), queries.cursorAfter('ada')])).rejects.toMatchObject({
        type: 'general_query_invalid',
      })
    })

    test('the total does not depend on the cursor', async () => {
      expect(await list([queries.limit(1), queries.cursorAfter('bob')])).toEqual({ total: 3, ids: ['eve'] })
      expect(await list([queries.limit(1), queries.cursorBefore('bob')])).toEqual({ total: 3, ids: ['ada'] })
    })
  })

  describe('the total', () => {
    beforeEach(async () => {
      for (const id of ['ada', 'bob', 'eve']) await aUser({ id })
    })

    test('is 0 when nobody asks for it', async () => {
      const input = { queries: [], total: false }
      expect((await listRows(db, users, { project, input })).total).toBe(0)
    })

    test('that is known is not counted', async () => {
      const knownTotal = async () => 1_000_000
      expect(await list([queries.limit(2)], { knownTotal })).toEqual({
        total: 1_000_000,
        ids: ['ada', 'bob'],
      })
      expect((await list([queries.limit(2)], { knownTotal, search: '  ' })).total).toBe(1_000_000)
    })

    test('of a filter or a search is counted all the same', async () => {
      const knownTotal = async () => 1_000_000
      const limit = queries.limit(1)
      expect((await list([limit, queries.contains('name', ['a', 'b'])], { knownTotal })).total).toBe(2)
      expect((await list([limit], { knownTotal, search: 'ada bob' })).total).toBe(2)
    })

    test('behind the last row is still right', async () => {
      expect(await list([queries.offset(3)])).toEqual({ total: 3, ids: [] })
      expect(await list([queries.offset(2)])).toEqual({ total: 3, ids: ['eve'] })
    })

    test('ends at ten thousand', async () => {
      const numbers: ListSpec = {
        ...users,
        from: sql`generate_series(1, 10010) as u (seq)`,
        select: sql`u.seq`,
        project: sql`1`,
      }
      const input = { queries: [queries.limit(1), queries.greaterThan('$sequence', 2)], total: true }
      expect(await listRows(db, numbers, { project: 1, input })).toEqual({
        total: 10_000,
        rows: [{ seq: 3 }],
      })
    })
  })

  describe('a search', () => {
    beforeEach(async () => {
      await aUser({ id: 'ada', name: 'Ada Lovelace', email: 'ada@example.org' })
      await aUser({ id: 'bob', name: 'Bob Loveless', email: 'bob@example.org' })
    })

    test.each([
      ['lovelace', ['ada']],
      ['love', ['ada', 'bob']],
      ['"ada lovelace"', ['ada']],
      ['Ada@Example.org', ['ada']],
      ['bob@', ['bob']],
      ['ada@ Loveless', ['ada', 'bob']],
      ['nobody', []],
      ['!!!', []],
      ['', ['ada', 'bob']],
    ])('for %j finds %j', async (search, ids) => {
      expect(await list([], { search })).toEqual({ total: ids.length, ids })
    })

    test('goes together with filters', async () => {
      expect((await list([queries.equal('name', 'bob loveless')], { search: 'love' })).ids).toEqual(['bob'])
    })
  })

  test('a stream begins behind a cursor, and knows neither a cursor before nor a random order', async () => {
    for (const id of ['ada', 'bob', 'eve']) await aUser({ id })
    const walk = async (...texts: string[]) => {
      const seen: unknown[] = []
      const options = { project, input: { queries: texts, total: false } }
      for await (const rows of walkRows(db, users, options)) seen.push(...rows)
      return seen
    }
    expect(await walk(queries.cursorAfter('ada'))).toEqual([{ id: 'bob' }, { id: 'eve' }])
    await expect(walk(queries.cursorBefore('eve'))).rejects.toMatchObject({
      type: 'general_argument_invalid',
    })
    await expect(walk(query('orderRandom'))).rejects.toMatchObject({ type: 'general_query_invalid' })
  })
})

import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { mostCounted } from '../../../contract/lists.ts'
import { queries } from '../../../contract/queries.ts'
import type { Db } from '../../db/database.ts'
import { databases } from '../../testing/database.ts'
import { type ListSpec, listRows } from './list.ts'
import { anyBeginsWith } from './sql-parts.ts'

const size = 40_000

/** All are called `all`, every third `third`, the last 12,000 `late`, one in a thousand `rare`; each has an address. */
const people: ListSpec = {
  from: sql`people p`,
  select: sql`p.id`,
  project: sql`p.project`,
  seq: sql`p.seq`,
  byId: (id) => sql`p.id = ${id}`,
  attributes: {
    $id: { type: 'text', sql: sql`p.id`, exact: (id) => id },
    rank: { type: 'number', sql: sql`p.rank` },
    even: { type: 'boolean', sql: sql`p.even` },
  },
  search: ({ tsquery, identifiers }) =>
    tsquery ? sql`p.search @@ ${tsquery}` : anyBeginsWith(sql`p.address`, identifiers),
  found: ({ tsquery, identifiers }) => [
    sql`select seq from people where project = 1 and ${
      tsquery ? sql`search @@ ${tsquery}` : anyBeginsWith(sql`address`, identifiers)
    }`,
  ],
}

describe.each(databases)('a search of a long list on $engine', ({ aDatabase }) => {
  let db: Db

  beforeAll(async () => {
    ;({ db } = await aDatabase())
    await sql`
      create table people (
        seq bigint primary key, project bigint, id text, rank integer, even boolean, address text collate "C",
        search tsvector
      )`.execute(db)
    await sql`
      insert into people
      select n, 1, 'id-' || n, ${size} - n, n % 2 = 0, 'n' || n || '@example.org', app.words(
        'all' || case when n % 3 = 0 then ' third' else '' end || case when n > ${size} - 12000 then ' late' else '' end ||
        case when n % 1000 = 0 then ' rare' else '' end
      )
      from generate_series(1, ${size}::int) as n`.execute(db)
    await sql`create index people_search on people using gin (search)`.execute(db)
    await sql`create index people_address on people (project, address)`.execute(db)
    await sql`create index people_rank on people (project, rank, seq)`.execute(db)
    await sql`analyze people`.execute(db)
  })

  async function find(search: string, ...texts: string[]) {
    const { total, rows } = await listRows<{ id: string }>(db, people, {
      project: 1,
      input: { search, queries: [queries.limit(3), ...texts], total: true },
    })
    return [total, ...rows.map(({ id }) => Number(id.slice(3)))]
  }

  const downwards = queries.orderAsc('rank')

  test.each([
    ['what all have', 'all', [mostCounted, 1, 2, 3], [mostCounted, size, size - 1, size - 2]],
    ['what every third has', 'third', [mostCounted, 3, 6, 9], [mostCounted, 39_999, 39_996, 39_993]],
    ['what few have', 'rare', [40, 1000, 2000, 3000], [40, 40_000, 39_000, 38_000]],
    [
      'what many have, but none of the first',
      'late',
      [mostCounted, 28_001, 28_002, 28_003],
      [mostCounted, size, size - 1, size - 2],
    ],
    ['what nobody has', 'nothing', [0], [0]],
    ['an address', 'N20000@example.org', [1, 20_000], [1, 20_000]],
    ['the beginning of addresses', 'n2000@', [1, 2000], [1, 2000]],
    ['either of two words', 'rare nothing', [40, 1000, 2000, 3000], [40, 40_000, 39_000, 38_000]],
  ])('finds %s, in the order of insertion and in another one', async (_, search, first, last) => {
    expect(await find(search)).toEqual(first)
    expect(await find(search, downwards)).toEqual(last)
  })

  test.each([
    ['all', [mostCounted, 20_001, 20_002, 20_003], [mostCounted, 19_997, 19_998, 19_999]],
    ['rare', [40, 21_000, 22_000, 23_000], [40, 17_000, 18_000, 19_000]],
    ['late', [mostCounted, 28_001, 28_002, 28_003], [mostCounted]],
  ])('goes on behind and before a cursor: %s', async (search, behind, before) => {
    expect(await find(search, queries.cursorAfter('id-20000'))).toEqual(behind)
    expect(await find(search, queries.cursorBefore('id-20000'))).toEqual(before)
  })

  test('ends where the list does', async () => {
    expect(await find('all', queries.cursorAfter('id-39998'))).toEqual([mostCounted, 39_999, 40_000])
    expect(await find('rare', queries.cursorAfter('id-39000'))).toEqual([40, 40_000])
    expect(await find('rare', queries.cursorAfter('id-40000'))).toEqual([40])
  })

  test('an offset counts what is found, not what is walked', async () => {
    expect(await find('third', queries.offset(2))).toEqual([mostCounted, 9, 12, 15])
    expect(await find('third', queries.offset(5000))).toEqual([mostCounted, 15_003, 15_006, 15_009])
    expect(await find('rare', queries.offset(38))).toEqual([40, 39_000, 40_000])
    expect(await find('rare', queries.offset(40))).toEqual([40])
  })

  test('filters and a search are met together, and what they leave is counted', async () => {
    const even = queries.equal('even', true)
    expect(await find('third', even)).toEqual([6666, 6, 12, 18])
    expect(await find('all', even)).toEqual([mostCounted, 2, 4, 6])
    expect(await find('late', even)).toEqual([6000, 28_002, 28_004, 28_006])
    expect(await find('all', queries.equal('$id', ['id-7', 'id-30000']))).toEqual([2, 7, 30_000])
    expect(await find('all', queries.equal('$id', 'nothing'))).toEqual([0])
  })

  test('a random order finds the same', async () => {
    const { total, rows } = await listRows<{ id: string }>(db, people, {
      project: 1,
      input: { search: 'rare', queries: ['{"method":"orderRandom"}', queries.limit(100)], total: true },
    })
    expect(total).toBe(40)
    expect(new Set(rows.map(({ id }) => Number(id.slice(3)) % 1000))).toEqual(new Set([0]))
  })
})

// That the SQL of a list can be answered from the indexes that are there for it.
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { queries } from '../../../contract/queries.ts'
import type { Db } from '../../db/database.ts'
import { databases } from '../../testing/database.ts'
import { explaining } from '../../testing/explain.ts'
import { type ListSpec, listRows } from './list.ts'

const people: ListSpec = {
  from: sql`people p`,
  select: sql`p.id`,
  project: sql`p.project`,
  seq: sql`p.seq`,
  byId: (id) => sql`p.id = ${id}`,
  attributes: {
    $id: { type: 'text', sql: sql`p.id`, exact: (id) => id },
    $createdAt: { type: 'instant', sql: sql`p.created_at` },
    name: { type: 'text', sql: sql`p.name` },
    email: { type: 'text', sql: sql`p.email_key`, exact: (email) => email.toLowerCase() },
    size: { type: 'number', sql: sql`p.size` },
    seenAt: { type: 'instant', sql: sql`p.seen_at`, nullable: true },
    state: { type: 'text', sql: sql`p.state`, codes: { fresh: 0, open: 1, failed: 3, doubtful: 4 } },
  },
}

const byName = 'project, (lower(name) collate "C"), seq'

describe.each(databases)('on $engine', ({ aDatabase }) => {
  let db: Db

  beforeAll(async () => {
    ;({ db } = await aDatabase({ empty: true }))
    await sql`
      create table people (
        seq bigint, project bigint, id text, name text, email_key text collate "C", size integer, state smallint,
        created_at timestamptz(3), seen_at timestamptz(3)
      )`.execute(db)
    await sql`
      insert into people
      select n, 1, 'id-' || n, 'Name ' || n, 'n' || n || '@example.org', n, n % 5,
        timestamptz '2026-01-01Z' + n * interval '1 hour', timestamptz '2026-01-01Z' + n * interval '1 hour'
      from generate_series(1, 1000) as n`.execute(db)
    await sql`analyze people`.execute(db)
  })

  test.each([
    ['an equal name', byName, queries.equal('name', 'Name 7')],
    ['one of several names', byName, queries.equal('name', ['Name 7', 'Name 8'])],
    ['the beginning of a name', byName, startsWith('name', 'Name 77')],
    ['a range of names', byName, queries.between('name', 'name 7', 'Name 71')],
    ['an id', 'project, id', queries.equal('$id', 'id-7')],
    ['several ids', 'project, id', queries.equal('$id', ['id-7', 'id-8'])],
    ['a key', 'project, email_key', queries.equal('email', 'N7@example.org')],
    ['a range of keys', 'project, email_key', queries.between('email', 'N7', 'N71')],
    ['the beginning of a key', 'project, email_key', startsWith('email', 'n77')],
    ['a number', 'project, size', queries.equal('size', 3)],
    ['several numbers', 'project, size', queries.equal('size', [3, 4])],
    ['a range of numbers', 'project, size', queries.lessThan('size', 30)],
    ['a range of times', 'project, created_at', queries.between('$createdAt', '2026-01-01', '2026-01-02')],
    ['several times', 'project, created_at', queries.equal('$createdAt', ['2026-01-01', '2026-01-02'])],
    ['a word that is a number', 'project, state', queries.equal('state', 'failed')],
  ])('%s is found in its index', async (_, index, text) => {
    const plan = await planOf(index, [text])
    expect(plan).toMatch(/using candidate on people[^\n]*\n *Index Cond: .*project = .* AND /)
    expect(plan).not.toContain('Filter')
  })

  test.each([
    ['by insertion', 'project, seq', []],
    ['by time, downwards', 'project, created_at, seq', [queries.orderDesc('$createdAt')]],
    ['by name', byName, [queries.orderAsc('name')]],
  ])('what is after or before a cursor %s is one range of an index, unsorted', async (_, index, orders) => {
    for (const cursor of [queries.cursorAfter('id-7'), queries.cursorBefore('id-7')]) {
      const plan = await planOf(index, [...orders, cursor])
      expect(plan).toMatch(/Index Cond: .*project = .* AND .*seq/)
      expect(plan).not.toContain('Filter')
      expect(plan).not.toContain('Sort')
    }
  })

  test('where directions differ, the first order bounds the range', async () => {
    const plan = await planOf(byName, [queries.orderDesc('name'), queries.cursorAfter('id-7')])
    expect(plan).toMatch(/Index Cond: .*project = .* AND .*lower.* <= /)
  })

  test('an order in which there may be nulls is read from an index that has them first, unsorted', async () => {
    const index = 'project, seen_at nulls first, seq'
    for (const order of [queries.orderAsc('seenAt'), queries.orderDesc('seenAt')]) {
      // Those that are equal come in the list's own direction, and are put in it a few at a time.
      const unsorted = /^(?!.*(?<!Incremental )Sort$)/m
      expect(await planOf(index, [order])).toMatch(unsorted)
      expect(await planOf(index, [order, queries.lessThan('seenAt', '2026-01-02')])).toMatch(unsorted)
      const behind = await planOf(index, [order, queries.isNotNull('seenAt'), queries.cursorAfter('id-7')])
      expect(behind).toMatch(/Index Cond: .*project = .* AND .*seen_at/)
    }
    const upwards = await planOf(index, [queries.orderAsc('seenAt'), queries.cursorAfter('id-7')])
    expect(upwards).toMatch(/Index Cond: .*project = .* AND .*seen_at >= /)
  })

  test('several words that are numbers are found in an index of only those', async () => {
    const plan = await planOf(
      'project, state',
      [queries.equal('state', ['failed', 'doubtful'])],
      'state in (3, 4)',
    )
    expect(plan).toContain('using candidate on people')
  })

  /** The plan where this index is all there is. */
  async function planOf(columns: string, texts: readonly string[], where = 'true'): Promise<string> {
    return db.transaction().execute(async (transaction) => {
      await sql`drop index if exists candidate`.execute(transaction)
      await sql`create index candidate on people (${sql.raw(columns)}) where ${sql.raw(where)}`.execute(
        transaction,
      )
      await sql`set local enable_seqscan = off`.execute(transaction)
      await sql`set local enable_bitmapscan = off`.execute(transaction)
      await sql`set local enable_sort = off`.execute(transaction)
      const { db: explained, plan } = explaining(transaction)
      await listRows(explained, people, { project: 1, input: { queries: texts, total: false } })
      return plan()
    })
  }
})

function startsWith(attribute: string, prefix: string): string {
  return JSON.stringify({ method: 'startsWith', attribute, values: [prefix] })
}

import { sql } from 'kysely'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { databases } from '../testing/database.ts'
import type { Db } from './database.ts'
import { isUniqueViolation } from './errors.ts'
import { transaction } from './transaction.ts'

async function add(db: Db, n: number): Promise<void> {
  await sql`insert into numbers values (${n})`.execute(db)
}

async function numbers(db: Db): Promise<number[]> {
  const { rows } = await sql<{ n: number }>`select n from numbers order by n`.execute(db)
  return rows.map(({ n }) => n)
}

describe.each(databases)('on $engine', ({ aDatabase }) => {
  let db: Db
  beforeAll(async () => {
    db = (await aDatabase()).db
  })
  beforeEach(async () => {
    await sql`drop table if exists numbers; create table numbers (n int primary key)`.execute(db)
  })

  test('what was done in it is there afterwards, and its result is handed on', async () => {
    const result = await transaction(db, async (db) => {
      await add(db, 1)
      await add(db, 2)
      return 'done'
    })
    expect(result).toBe('done')
    expect(await numbers(db)).toEqual([1, 2])
  })

  test('whatever is thrown in it, nothing of it is there afterwards', async () => {
    const work = transaction(db, async (db) => {
      await add(db, 1)
      throw new Error('refused')
    })
    await expect(work).rejects.toThrow('refused')
    expect(await numbers(db)).toEqual([])
  })

  test('a statement that fails takes the rest with it', async () => {
    await add(db, 2)
    const work = transaction(db, async (db) => {
      await add(db, 1)
      await add(db, 2)
    })
    await expect(work).rejects.toSatisfy((error) => isUniqueViolation(error, 'numbers_pkey'))
    expect(await numbers(db)).toEqual([2])
  })

  test('a failure that was caught inside does not pass for a success', async () => {
    const work = transaction(db, async (db) => {
      await add(db, 1)
      await add(db, 1).catch(() => {})
    })
    await expect(work).rejects.toMatchObject({ code: '25P02' })
    expect(await numbers(db)).toEqual([])
  })

  test('one inside another is part of it', async () => {
    const work = transaction(db, async (db) => {
      await transaction(db, (db) => add(db, 1))
      throw new Error('refused')
    })
    await expect(work).rejects.toThrow('refused')
    expect(await numbers(db)).toEqual([])
  })

  test('a statement on another connection is refused inside', async () => {
    const work = transaction(db, async (inner) => {
      await add(inner, 1)
      await add(db, 2)
    })
    await expect(work).rejects.toThrow('use the `db` that the transaction gives')
    expect(await numbers(db)).toEqual([])
  })

  test('two at once do not mix', async () => {
    const both = [1, 10].map((first) =>
      transaction(db, async (db) => {
        await add(db, first)
        await add(db, first + 1)
        if (first === 10) throw new Error('refused')
      }),
    )
    expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(await numbers(db)).toEqual([1, 2])
  })

  test.each(['40001', '40P01', '23503'])('one that fails with %s is tried three times more', async (code) => {
    let runs = 0
    const failing = (times: number) =>
      transaction(db, async (db) => {
        runs++
        await add(db, runs)
        if (runs <= times) await raise(db, code)
      })
    await failing(3)
    expect(await numbers(db)).toEqual([4])

    runs = 10
    await expect(failing(14)).rejects.toMatchObject({ code })
    expect(runs).toBe(14)
  })

  test('one that fails otherwise is not tried again', async () => {
    let runs = 0
    const work = transaction(db, async (db) => {
      runs++
      await raise(db, '23505')
    })
    await expect(work).rejects.toMatchObject({ code: '23505' })
    expect(runs).toBe(1)
  })
})

async function raise(db: Db, code: string): Promise<void> {
  await sql.raw(`do $$ begin raise exception 'x' using errcode = '${code}'; end $$`).execute(db)
}

const postgres = databases.find(({ engine }) => engine === 'postgres')

test.runIf(postgres)('two that wait for each other both come through', async () => {
  const { db } = (await postgres?.aDatabase()) ?? { db: undefined }
  if (!db) return expect.unreachable()
  await sql`create table numbers (n int primary key, times int not null default 0)`.execute(db)
  await sql`insert into numbers values (1), (2)`.execute(db)
  const reached = [gate(), gate()]
  const count = (own: number, first: number, second: number) =>
    transaction(db, async (db) => {
      await sql`update numbers set times = times + 1 where n = ${first}`.execute(db)
      // Both hold a row before either asks for the other's.
      reached[own]?.open()
      await Promise.all(reached.map(({ opened }) => opened))
      await sql`update numbers set times = times + 1 where n = ${second}`.execute(db)
    })
  await Promise.all([count(0, 1, 2), count(1, 2, 1)])
  expect((await sql`select times from numbers`.execute(db)).rows).toEqual([{ times: 2 }, { times: 2 }])
})

function gate(): { opened: Promise<void>; open: () => void } {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}

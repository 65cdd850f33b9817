import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { aDatabase } from '../testing/database.ts'
import type { Db } from './database.ts'
import { lookAfter } from './upkeep.ts'

async function only<Row>(db: Db, statement: string): Promise<Row | undefined> {
  return (await sql.raw<Row>(statement).execute(db)).rows[0]
}

const logStart = 'select redo_lsn::text as at from pg_control_checkpoint()'
const changes = `select n_dead_tup as dead, n_mod_since_analyze as modified from pg_stat_user_tables where relname = 'numbers'`

async function change(db: Db): Promise<void> {
  await sql`update numbers set n = n + 1; select pg_stat_force_next_flush()`.execute(db)
}

test('a checkpoint is made once the log is long, and not before', async () => {
  const { db } = await aDatabase()
  await sql`create table numbers as select n from generate_series(1, 5000) n`.execute(db)
  const before = await only(db, logStart)
  await lookAfter(db)
  expect(await only(db, logStart)).toEqual(before)
  await lookAfter(db, 1000)
  expect(await only(db, logStart)).not.toEqual(before)
})

test('what was deleted is cleared away once there is enough of it, and plans know the table as it is', async () => {
  const { db } = await aDatabase()
  await sql`create table numbers as select n from generate_series(1, 2000) n`.execute(db)
  await change(db)
  await lookAfter(db)
  expect(await only(db, changes)).toEqual({ dead: 0, modified: 0 })

  await sql`delete from numbers where n < 100; select pg_stat_force_next_flush()`.execute(db)
  await lookAfter(db)
  expect(await only(db, changes)).toMatchObject({ dead: 98, modified: 98 })
})

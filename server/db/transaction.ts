import { setTimeout as sleep } from 'node:timers/promises'
import type { Db } from './database.ts'
import { isWorthRepeating } from './errors.ts'
import { insideTransaction } from './nesting.ts'

const repetitions = 3

/**
 * Runs `work` in one transaction: all of it happens or, whatever it throws, nothing. What is one already is used as it
 * is. Two that stood in each other's way are tried again, so `work` may run several times and must touch nothing but
 * the database, through the `Db` it is given: with another it would wait for a connection that it holds itself.
 */
export async function transaction<Result>(db: Db, work: (db: Db) => Promise<Result>): Promise<Result> {
  if (db.isTransaction) return work(db)
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute((db) => insideTransaction(() => work(db)))
    } catch (error) {
      if (attempt > repetitions || !isWorthRepeating(error)) throw error
      await sleep(Math.random() * 10 * 2 ** attempt)
    }
  }
}

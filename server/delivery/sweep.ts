// What is too long for a request is done here, in chunks: what hangs on deleted things, and what is past its retention.
import { sql } from 'kysely'
import { sweepLinks } from '../administrators/links.ts'
import { sweepSessions } from '../administrators/sessions.ts'
import type { Db } from '../db/database.ts'
import { sweepActivity } from '../logs/sweep.ts'
import { sweepDeletedProjects } from '../projects/sweep.ts'
import { sweepFailures } from '../sign-in/sign-in-limit.ts'
import { storageSweeps } from '../storage/sweep.ts'
import { sweepExpiredDevices } from '../targets/sweep.ts'
import { sweepDeletedTopics } from '../topics/sweep.ts'
import { sweepEndedSessions } from '../users/sweep.ts'
import { hideDeleted, removeDeleted, sweepLedger } from './retention.ts'
import { sweepStatistics } from './statistics.ts'

const chunk = 1000
/** Days that workers that are gone stay on the list. */
const workerDays = 7

/** Each does a chunk, and says whether there may be more. */
const steps: readonly ((db: Db) => Promise<boolean>)[] = [
  (db) => sweepDeletedTopics(db, chunk),
  (db) => hideDeleted(db, chunk),
  (db) => sweepLedger(db, chunk),
  (db) => removeDeleted(db, chunk),
  ...storageSweeps,
  // After the files, a thousand of which cannot go in one statement: a deleted project's buckets are deleted as well.
  (db) => sweepDeletedProjects(db, chunk),
  async (db) => (await sweepEndedSessions(db, chunk)) === chunk,
  async (db) => (await sweepExpiredDevices(db, chunk)) === chunk,
  async (db) => (await sweepStatistics(db, chunk)) === chunk,
  async (db) => (await sweepActivity(db, chunk)) === chunk,
]

/**
 * Sweeps for at most `forMs`, since whoever sweeps also sends, and says whether it came to an end. Without a limit it
 * goes on until it does.
 */
export async function sweep(db: Db, forMs = Number.POSITIVE_INFINITY): Promise<boolean> {
  const endsAt = performance.now() + forMs
  for (const step of steps) while (await step(db)) if (performance.now() > endsAt) return false
  await sql`delete from workers where gone_at < app.now() - make_interval(days => ${workerDays})`.execute(db)
  await sweepSessions(db)
  await sweepLinks(db)
  await sweepFailures(db)
  return true
}

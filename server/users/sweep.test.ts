import { beforeAll, expect, test } from 'vitest'
import type { Db } from '../db/database.ts'
import { aDatabase } from '../testing/database.ts'
import { plansOf } from '../testing/plans.ts'
import { hasDueErasures, lockDueErasures } from './erasures.ts'
import { sweepEndedSessions } from './sweep.ts'

let db: Db
beforeAll(async () => {
  db = (await aDatabase()).db
})

test.each([
  ['sessions that have ended', 'expires_at', (asked: Db) => sweepEndedSessions(asked, 1000)],
  ['whether somebody is to be erased', 'due_at', hasDueErasures],
  ['who is to be erased', 'due_at', (asked: Db) => lockDueErasures(asked, 10)],
])('%s: none of those whose time has not come is looked at', async (_, column, ask) => {
  const [plan] = await plansOf(db, ask)
  expect(plan).toMatch(new RegExp(`Index Cond: \\(${column} <= `))
})

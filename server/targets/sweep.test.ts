import { expect, test } from 'vitest'
import { aDatabase } from '../testing/database.ts'
import { plansOf } from '../testing/plans.ts'
import { sweepExpiredDevices } from './sweep.ts'

test('devices that have expired lately are not looked at for those whose time is up', async () => {
  const { db } = await aDatabase()
  const [plan] = await plansOf(db, (asked) => sweepExpiredDevices(asked, 1000))
  expect(plan).toMatch(/Index Scan using targets_expired .*\n +Index Cond: \(updated_at < /)
  expect(plan).not.toContain('Sort')
})

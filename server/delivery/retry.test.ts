import { expect, test } from 'vitest'
import { aServer } from '../testing/app.ts'
import { aMessage, aPerson, aProvider, ledgerOf } from '../testing/people.ts'
import { claim, closeHopeless, openLanes, record } from './lanes.ts'
import { causeCodes, outcomeCodes, stateCodes } from './ledger.ts'
import { prepareNext, startDue } from './progress.ts'
import { registerWorker } from './workers.ts'

test('who was cancelled is not sent to because others of the message are sent to again', async () => {
  const { database, project, call } = await aServer()
  const { db } = database
  await aProvider(db, project.seq, 'inbox')
  const users = ['ada', 'bob', 'cem']
  for (const id of users) {
    await aPerson(db, project.seq, id, [{ id: `t-${id}`, identifier: `${id}@example.org` }])
  }
  const message = await aMessage(db, project.seq, { users })
  await startDue(db, 1)
  while (await prepareNext(db, 10));
  const [lane] = await openLanes(db)
  if (!lane) throw new Error('nothing is open')
  const { seq: worker } = await registerWorker(db)
  const claimed = await claim(db, lane, { worker, limit: 1, after: 0 })
  const refused = {
    state: stateCodes.failed,
    cause: causeCodes.config,
    code: '550',
    delayMs: 0,
    notBeforeMs: 0,
    providerMessageId: null,
    outcome: outcomeCodes.config,
    response: 'No.',
  }
  await record(
    db,
    lane,
    worker,
    claimed.map(({ n, attempt }) => ({ n, attempt, ...refused })),
  )
  await call('POST', '/messaging/messages/m1/cancel', { body: {} })

  const retry = () => call('POST', '/messaging/messages/m1/retry', { body: { status: ['failed'] } })
  const early = await retry()
  expect(early.body).toMatchObject({
    type: 'message_phase_conflict',
    message: expect.stringContaining('still being cancelled'),
  })
  while ((await closeHopeless(db, 1)) > 0);
  expect((await retry()).status).toBe(200)

  expect((await ledgerOf(db, message)).map(({ state }) => state)).toEqual([
    stateCodes.pending,
    stateCodes.cancelled,
    stateCodes.cancelled,
  ])
})

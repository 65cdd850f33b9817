// `kill -9` in mid-send: the ledger and the SMTP server must agree all the same.
import { expect, test } from 'vitest'
import { seedPeople } from '../../bench/seeding.js'
import { eventually } from './eventually.ts'
import { copiesByAddress, faultsOf } from './ledger-check.ts'
import { aStage, createRelay, engines, prepareProject, sendToEverybody } from './stage.ts'

const recipients = Number(process.env.CARILLON_TEST_RECIPIENTS ?? 3000)
/** What an SMTP provider opens at most: that many may be in doubt after a kill. */
const connections = 5

test.each(engines)('two kills in mid-send lose nobody and reach nobody twice (%s)', async (engine) => {
  // One answer is still awaited when the first kill comes, however fast the others are: it must end in doubt.
  const stage = await aStage(engine, {
    script: [{ on: 'body', match: '^p99@', times: 1, delayMs: 600_000 }],
  })
  await stage.withDatabase(async (database) => {
    await seedPeople(database.db, { project: await prepareProject(database), count: recipients })
  })
  const taken = () => stage.sink.transactions().length

  let server = await stage.start()
  await createRelay(server.api, stage.sink)
  await sendToEverybody(server.api)
  for (const share of [0.2, 0.6]) {
    await eventually(taken, (count) => count >= share * recipients, { everyMs: 5 })
    await server.kill()
    expect(taken(), 'the kill came in mid-send').toBeLessThan(recipients)
    server = await stage.start()
  }
  const ended = await eventually(
    () => server.api.message('news'),
    ({ delivery }) => delivery.phase === 'done',
    { withinMs: 60_000 },
  )

  expect(await faultsOf(server.api, 'news', stage.sink.transactions())).toEqual([])
  expect(ended.delivery.total).toBe(recipients)
  expect(ended.delivery.counts.inDoubt).toBeGreaterThanOrEqual(1)
  expect(ended.delivery.counts.inDoubt).toBeLessThanOrEqual(2 * connections)
  const copies = copiesByAddress(stage.sink.transactions())
  expect([...copies].filter(([, got]) => got.length > 1)).toEqual([])

  await server.api.call('POST', '/messaging/messages/news/retry', { status: ['inDoubt'] })
  const settled = await eventually(
    () => server.api.message('news'),
    ({ delivery }) => delivery.phase === 'done',
  )
  expect(settled.delivery.counts).toMatchObject({ sent: recipients, inDoubt: 0 })
  expect(await faultsOf(server.api, 'news', stage.sink.transactions())).toEqual([])
})

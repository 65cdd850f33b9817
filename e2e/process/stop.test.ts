// Stopping as people stop it, and starting where another already runs.
import { expect, test } from 'vitest'
import { seedPeople } from '../../bench/seeding.js'
import { eventually } from './eventually.ts'
import { copiesByAddress, faultsOf } from './ledger-check.ts'
import { aStage, createRelay, engines, prepareProject, sendToEverybody } from './stage.ts'

const recipients = 100
/** Of `deliveries.state`. */
const sending = 1

test.each(engines)('SIGTERM to npm start in mid-send ends in order (%s)', async (engine) => {
  const stage = await aStage(engine, { script: [{ on: 'body', delayMs: 1000 }] })
  await stage.withDatabase(async (database) => {
    await seedPeople(database.db, { project: await prepareProject(database), count: recipients })
  })
  const server = await stage.start({ by: 'npm' })
  await createRelay(server.api, stage.sink)
  await sendToEverybody(server.api)
  await eventually(stage.sink.transactions, ({ length }) => length >= 10)

  const started = performance.now()
  expect(await server.stop()).toBe(0)
  expect(performance.now() - started).toBeLessThan(15_000)
  expect(stage.sink.transactions().length).toBeLessThan(recipients)
  const held = await stage.withDatabase(({ db }) =>
    db.selectFrom('deliveries').select('n').where('state', '=', sending).execute(),
  )
  expect(held).toEqual([])

  stage.sink.setScript([])
  const again = await stage.start()
  const { delivery } = await eventually(
    () => again.api.message('news'),
    (message) => message.delivery.phase === 'done',
  )
  expect(delivery.counts).toMatchObject({ sent: recipients, inDoubt: 0 })
  const copies = copiesByAddress(stage.sink.transactions())
  expect([...copies].filter(([, got]) => got.length > 1)).toEqual([])
  expect(await faultsOf(again.api, 'news', stage.sink.transactions())).toEqual([])
})

test('a second process on the same DATA_DIR is refused and told who holds it', async () => {
  const stage = await aStage('embedded')
  const holder = await stage.start()
  const second = await stage.start({ waits: false })

  expect(await second.exit).not.toBe(0)
  expect(second.output()).toContain(`process ${holder.pid}`)
  expect(await holder.api.call('GET', '/health/ready')).toEqual({ status: 'ready' })
})

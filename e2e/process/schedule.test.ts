// Scheduled messages: never early, and soon after their time, by the clock of the SMTP server.
import { expect, test } from 'vitest'
import type { Api } from './api-client.ts'
import { eventually } from './eventually.ts'
import { faultsOf } from './ledger-check.ts'
import { aStage, createRelay, engines, type Stage } from './stage.ts'

const latestMs = 2000

test.each(engines)('a scheduled message goes out at its time (%s)', async (engine) => {
  const stage = await aStage(engine)
  const { api } = await stage.start()
  const due = await scheduleIn(5, api, stage)

  const at = await firstMailAt(stage)
  expect(at - due).toBeGreaterThanOrEqual(0)
  expect(at - due).toBeLessThanOrEqual(latestMs)
  await eventually(
    () => api.message('reminder'),
    ({ status }) => status === 'sent',
  )
  expect(await faultsOf(api, 'reminder', stage.sink.transactions())).toEqual([])
})

test.each(engines)(
  'a message whose time came while nothing ran goes out at the start (%s)',
  async (engine) => {
    const stage = await aStage(engine)
    const before = await stage.start()
    const due = await scheduleIn(1.5, before.api, stage)
    await before.kill()
    await eventually(Date.now, (now) => now > due)
    expect(stage.sink.transactions()).toEqual([])

    const after = await stage.start()
    const readyAt = Date.now()
    expect((await firstMailAt(stage)) - readyAt).toBeLessThanOrEqual(latestMs)
    await eventually(
      () => after.api.message('reminder'),
      ({ status }) => status === 'sent',
    )
    expect(await faultsOf(after.api, 'reminder', stage.sink.transactions())).toEqual([])
  },
)

/** Answers with the time that was asked for: ms since 1970. */
async function scheduleIn(seconds: number, api: Api, { sink }: Stage): Promise<number> {
  await createRelay(api, sink)
  await api.call('POST', '/users', { userId: 'ada', email: 'ada@example.org' })
  const due = Date.now() + seconds * 1000
  await api.call('POST', '/messaging/messages/email', {
    messageId: 'reminder',
    subject: 'Reminder',
    content: 'It is time.',
    users: ['ada'],
    scheduledAt: new Date(due).toISOString(),
  })
  return due
}

async function firstMailAt({ sink }: Stage): Promise<number> {
  const [first] = await eventually(sink.transactions, ({ length }) => length > 0, { withinMs: 20_000 })
  return Date.parse(first?.time ?? '')
}

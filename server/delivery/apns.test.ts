// Push notifications from the API to Apple's devices, with the engine at work.
import { describe, expect, onTestFinished, test } from 'vitest'
import { type ApnsOptions, startApns } from '../testing/apns-stand-in.ts'
import { aServer, eventually } from '../testing/app.ts'
import { appleKeys, appleAccount as settings } from '../testing/apple.ts'
import { databases } from '../testing/database.ts'
import { aPerson } from '../testing/people.ts'

const device = (n: number) => `abcdef${String(n).padStart(58, '0')}`

describe.each(databases)('a push to Apple on $engine', ({ aDatabase }) => {
  /** With people `u0` … who have a device each. */
  async function aServerWithApns(count: number, fates: ApnsOptions['fates'] = {}) {
    const { bundleId, teamId } = settings
    const apns = await startApns({ keys: appleKeys, teamId, bundleId, fates, streams: 50 })
    onTestFinished(apns.close)
    const server = await aServer({
      database: await aDatabase(),
      deliver: true,
      origins: { apns: apns.origin },
    })
    const body = { providerId: 'apple', name: 'Apple', enabled: true, ...settings }
    expect((await server.call('POST', '/messaging/providers/apns', { body })).body.enabled).toBe(true)
    const users = Array.from({ length: count }, (_, index) => `u${index}`)
    for (const [index, id] of users.entries()) {
      await aPerson(server.database.db, server.project.seq, id, [
        { id: `t-${id}`, identifier: device(index), type: 'push' },
      ])
    }
    const send = async (messageId: string) => {
      const message = { messageId, title: 'Hello', body: 'Ding', users, priority: 'normal' }
      expect((await server.call('POST', '/messaging/messages/push', { body: message })).status).toBe(201)
      return eventually(
        async () => (await server.call('GET', `/messaging/messages/${messageId}`)).body,
        ({ delivery }) => delivery.phase === 'done',
        20_000,
      )
    }
    const expired = async () => {
      const rows = await server.database.db
        .selectFrom('targets')
        .select('identifier')
        .where('expired', '=', true)
        .orderBy('seq')
        .execute()
      return rows.map(({ identifier }) => identifier)
    }
    return { ...server, apns, send, expired }
  }

  test('arrives; devices without the app are expired, but for those that were registered anew since', async () => {
    const longAgo = Date.UTC(2020, 0, 1)
    const soon = Date.now() + 3_600_000
    const { apns, send, expired, call } = await aServerWithApns(40, {
      [device(7)]: { status: 410, reason: 'Unregistered', timestamp: soon },
      [device(8)]: { status: 410, reason: 'Unregistered', timestamp: longAgo },
      [device(9)]: { status: 400, reason: 'BadDeviceToken' },
      [device(10)]: { status: 400, reason: 'DeviceTokenNotForTopic' },
    })
    const check = { provider: 'apns', ...settings }
    expect((await call('POST', '/messaging/providers/check', { body: check })).body).toMatchObject({
      ok: true,
      detail: expect.stringMatching(/takes the key/),
    })

    expect(await send('m1')).toMatchObject({ status: 'failed', deliveredTotal: 36 })
    expect(apns.pushes).toHaveLength(36)
    expect(apns.pushes[0]).toMatchObject({
      headers: { 'apns-priority': '5', 'apns-topic': settings.bundleId },
      payload: { aps: { alert: { title: 'Hello', body: 'Ding' } } },
    })
    expect(await eventually(expired, ({ length }) => length > 1)).toEqual([device(7), device(9)])

    const { body } = await call('GET', '/messaging/messages/m1/deliveries', {
      query: { 'queries[]': [JSON.stringify({ method: 'equal', attribute: 'userId', values: ['u7'] })] },
    })
    expect(body.deliveries).toMatchObject([
      { status: 'failed', error: { code: 'Unregistered', permanent: true } },
    ])
    expect(await send('m2')).toMatchObject({ delivery: { counts: { sent: 36, skipped: 2, failed: 2 } } })
  })

  test('of the wrong environment expires nobody', async () => {
    const wrong = Object.fromEntries(
      Array.from({ length: 30 }, (_, n) => [device(n), { status: 400, reason: 'BadDeviceToken' }]),
    )
    const { send, expired, call } = await aServerWithApns(30, wrong)
    const message = send('m1').catch(() => undefined)
    const { body } = await eventually(
      () =>
        call('GET', '/logs', {
          query: {
            'queries[]': [JSON.stringify({ method: 'equal', attribute: 'event', values: ['message.wait'] })],
          },
        }),
      ({ body }) => body.total > 0,
    )
    expect(body.logs).toMatchObject([
      { changes: { provider: [null, 'Apple'], answer: [null, 'BadDeviceToken'] } },
    ])
    expect(await expired()).toEqual([])
    await call('DELETE', '/messaging/messages/m1')
    await message
  })
})

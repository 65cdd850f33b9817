import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import net, { type AddressInfo } from 'node:net'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { type ApnsOptions, startApns } from '../../testing/apns-stand-in.ts'
import { makeCertificate } from '../../testing/certificate.ts'
import type { ChannelProvider, Outcome, Recipient } from '../channel.ts'
import { readNetworks } from '../outbound.ts'
import { type ApnsChannelOptions, createApnsChannel } from './channel.ts'

function aKey() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

const key = aKey()
const team = 'TEAM567890'
const bundle = 'org.example.bells'

async function anApns(options: Partial<ApnsOptions> = {}) {
  const keys = { KEY4567890: createPublicKey(key) }
  const apns = await startApns({ keys, teamId: team, bundleId: bundle, ...options })
  onTestFinished(apns.close)
  return apns
}

function aChannel(origin: string, options: Partial<ApnsChannelOptions> = {}) {
  const channel = createApnsChannel({ networks: readNetworks('loopback'), origin, ...options })
  onTestFinished(channel.close)
  return channel
}

function aProvider(credentials: Record<string, unknown> = {}, version = '1'): ChannelProvider {
  return {
    seq: 1,
    project: 1,
    kind: 'apns',
    name: 'Apple',
    credentials: { authKey: key, authKeyId: 'KEY4567890', teamId: team, bundleId: bundle, ...credentials },
    options: { sandbox: false },
    version,
  }
}

const device = (n: number) => `abcdef0123456789${String(n).padStart(48, '0')}`
const to = (n: number, attempt = 1): Recipient => ({
  message: 7,
  n,
  role: 'to',
  identifier: device(n),
  attempt,
})
const many = (count: number, from = 1) => Array.from({ length: count }, (_, index) => to(from + index))
const never = () => new AbortController().signal
const hello = { title: 'Hello', body: 'How are you?' }

type Sending = {
  apns?: Partial<ApnsOptions>
  channel?: Partial<ApnsChannelOptions>
  payload?: Record<string, unknown>
  recipients?: readonly Recipient[]
  provider?: ChannelProvider
  signal?: AbortSignal
}

/** One call against one stand-in. */
async function sendOnce({ apns: wishes, channel: options, payload = hello, ...sending }: Sending = {}) {
  const apns = await anApns(wishes)
  const channel = aChannel(apns.origin, options)
  const { recipients = [to(1)], provider = aProvider(), signal = never() } = sending
  const outcomes = await channel.send(provider, { type: 'push', payload }, recipients, { signal })
  return { apns, channel, outcomes, outcome: outcomes[0] as Outcome, push: apns.pushes[0] }
}

function short(outcome: Outcome | undefined) {
  if (!outcome) return undefined
  return outcome.outcome === 'accepted' ? 'accepted' : `${outcome.outcome} ${outcome.code}`
}

const tallied = (outcomes: readonly Outcome[]) => {
  const counts: Record<string, number> = {}
  for (const outcome of outcomes) counts[short(outcome) ?? ''] = (counts[short(outcome) ?? ''] ?? 0) + 1
  return counts
}

describe('a notification', () => {
  test('is addressed, named and dated as Apple asks', async () => {
    const { outcome, push } = await sendOnce()
    expect(push).toMatchObject({
      device: device(1),
      headers: { 'apns-topic': bundle, 'apns-push-type': 'alert', 'apns-priority': '10' },
      payload: { aps: { alert: hello } },
    })
    const days = (Number(push?.headers['apns-expiration']) - Date.now() / 1_000) / 86_400
    expect(days).toBeGreaterThan(27)
    expect(outcome).toEqual({
      outcome: 'accepted',
      providerMessageId: push?.headers['apns-id'],
      response: '200',
    })
  })

  test('has the same id in every attempt, and each recipient another one', async () => {
    const { apns } = await sendOnce({ recipients: [to(1), to(2), to(1, 2)] })
    const ids = apns.pushes.map(({ headers }) => headers['apns-id'])
    expect(new Set(ids).size).toBe(2)
  })

  test.each([
    ['title only', { title: 'A' }, { alert: { title: 'A' } }],
    ['a category', { ...hello, action: 'open' }, { alert: hello, category: 'open' }],
    ['a sound', { ...hello, sound: 'ding' }, { alert: hello, sound: 'ding' }],
    [
      'a critical sound',
      { ...hello, sound: 'ding', critical: true },
      { alert: hello, sound: { critical: 1, name: 'ding', volume: 1 }, 'interruption-level': 'critical' },
    ],
    ['a badge', { badge: 3 }, { badge: 3 }],
    ['a badge that clears', { ...hello, badge: 0 }, { alert: hello, badge: 0 }],
    ['no badge', { ...hello, badge: -1 }, { alert: hello }],
    [
      'something to wake up for',
      { ...hello, contentAvailable: true },
      { alert: hello, 'content-available': 1 },
    ],
    ['nothing of Android', { ...hello, icon: 'bell', color: '#fff' }, { alert: hello }],
  ])('carries %s', async (_, payload, aps) => {
    const { push, outcome } = await sendOnce({ payload })
    expect(short(outcome)).toBe('accepted')
    expect(push?.payload).toEqual({ aps })
    expect(push?.headers['apns-push-type']).toBe('alert')
  })

  test.each([
    ['contentAvailable', { contentAvailable: true, priority: 'high' }],
    ['data', { data: { page: 7 }, priority: 'high' }],
  ])('of nothing but %s wakes the app in the background, and is not urgent', async (_, payload) => {
    const { push, outcome } = await sendOnce({ payload })
    expect(short(outcome)).toBe('accepted')
    expect(push).toMatchObject({
      headers: { 'apns-push-type': 'background', 'apns-priority': '5' },
      payload: { aps: { 'content-available': 1 } },
    })
  })

  test.each([
    ['high', '10'],
    ['normal', '5'],
    [undefined, '10'],
  ])('Q27: says in the header and not in the body that its priority is %s', async (priority, header) => {
    const { push } = await sendOnce({ payload: { ...hello, ...(priority && { priority }) } })
    expect(push?.headers['apns-priority']).toBe(header)
    expect(JSON.stringify(push?.payload)).not.toMatch(/priority/)
  })

  test('carries its picture and its data beside what is Apple’s, data also where apps for Appwrite look', async () => {
    const data = { page: { id: 7 }, aps: 'not ours' }
    const image = { bucketId: 'b', fileId: 'f', url: 'https://x.example/f' }
    const { push } = await sendOnce({ payload: { ...hello, image, data } })
    expect(push?.payload).toEqual({
      image: 'https://x.example/f',
      page: { id: 7 },
      aps: { alert: hello, 'mutable-content': 1, data },
    })
  })

  test('names its tag as what replaces it; one that is too long by its hash', async () => {
    const tags = ['order-7', '字'.repeat(64), 'x'.repeat(65), 'a\nb']
    const ids: unknown[] = []
    for (const tag of tags) {
      const { push, outcome } = await sendOnce({ payload: { ...hello, tag } })
      expect([tag, short(outcome)]).toEqual([tag, 'accepted'])
      ids.push(push?.headers['apns-collapse-id'])
    }
    expect(ids).toEqual(['order-7', ...Array(3).fill(expect.stringMatching(/^[0-9a-f]{64}$/))])
  })

  test('of 4,096 bytes goes, with its data once where twice is too much; one of more does not', async () => {
    const bytes = (length: number) => ({
      body: 'x'.repeat(length - JSON.stringify({ aps: { alert: { body: '' } } }).length),
    })
    expect((await sendOnce({ payload: bytes(4_096) })).push?.bytes).toBe(4_096)
    const tooLong = await sendOnce({ payload: bytes(4_097) })
    expect(tooLong.outcome).toMatchObject({
      outcome: 'rejected',
      code: 'TOO_LARGE',
      response: expect.stringContaining('4097'),
    })
    expect(tooLong.apns.refusals).toEqual([])
    const { push } = await sendOnce({ payload: { data: { text: 'x'.repeat(3_000) } } })
    expect(push?.payload).toEqual({ text: 'x'.repeat(3_000), aps: { 'content-available': 1 } })
  })

  test('to what is no device’s token goes nowhere', async () => {
    const wrong = ['ab/../cd', 'xyz', '', 'ab\r\nx: y']
    const recipients = wrong.map((identifier) => ({ ...to(1), identifier }))
    const { outcomes, apns } = await sendOnce({ recipients })
    expect(outcomes.map(short)).toEqual(Array(4).fill('rejected INVALID_ADDRESS'))
    expect(apns.connections()).toBe(0)
  })
})

describe('an answer', () => {
  const at = Date.UTC(2026, 5, 1)
  test.each([
    [{ status: 400, reason: 'BadDeviceToken' }, 'expired BadDeviceToken'],
    [{ status: 410, reason: 'Unregistered', timestamp: at }, 'expired Unregistered'],
    [{ status: 410, reason: 'ExpiredToken' }, 'expired ExpiredToken'],
    [{ status: 410, body: '' }, 'expired 410'],
    [{ status: 400, reason: 'DeviceTokenNotForTopic' }, 'rejected DeviceTokenNotForTopic'],
    [{ status: 413, reason: 'PayloadTooLarge' }, 'rejected PayloadTooLarge'],
    [{ status: 400, reason: 'TopicDisallowed' }, 'config TopicDisallowed'],
    [{ status: 400, reason: 'BadPriority' }, 'config BadPriority'],
    [{ status: 404, reason: 'BadPath' }, 'config BadPath'],
    [{ status: 400, reason: 'SomethingNew' }, 'config SomethingNew'],
    [{ status: 403, reason: 'InvalidProviderToken' }, 'auth InvalidProviderToken'],
    [{ status: 403, reason: 'BadEnvironmentKeyIdInToken' }, 'auth BadEnvironmentKeyIdInToken'],
    [{ status: 403, body: '<html>' }, 'auth 403'],
    [{ status: 429, reason: 'TooManyRequests' }, 'transient TooManyRequests'],
    [{ status: 429, reason: 'TooManyProviderTokenUpdates' }, 'transient TooManyProviderTokenUpdates'],
    [{ status: 500, reason: 'InternalServerError' }, 'transient InternalServerError'],
    [{ status: 503, reason: 'Shutdown' }, 'transient Shutdown'],
    [{ status: 502, body: 'Bad gateway' }, 'transient 502'],
    [{ status: 400, body: 'null' }, 'config 400'],
    [{ status: 400, body: '{"reason":"' }, 'config 400'],
    [{ status: 400, body: `{"reason":"${'x'.repeat(5_000_000)}"}` }, 'config 400'],
  ])('of %j is: %s', async (fate, expected) => {
    const { outcome } = await sendOnce({ apns: { fates: { [device(1)]: fate } } })
    expect(short(outcome)).toBe(expected)
    expect(outcome.response.length).toBeLessThanOrEqual(4_096)
  })

  test('Q25: of a device that is not registered any more tells since when', async () => {
    const fates = { [device(1)]: { status: 410, reason: 'Unregistered', timestamp: at } }
    const { outcome } = await sendOnce({ apns: { fates } })
    expect(outcome).toMatchObject({
      outcome: 'expired',
      code: 'Unregistered',
      since: '2026-06-01T00:00:00.000Z',
      response: expect.stringMatching(/^410 Unregistered: the app is not on this device any more/),
    })
  })

  test.each([
    ['120', 120_000],
    ['Wed, 21 Oct 2015 07:28:00 GMT', 0],
    ['soon', undefined],
  ])('that asks for %s is obeyed', async (value, retryAfterMs) => {
    const fate = { status: 429, reason: 'TooManyRequests', headers: { 'retry-after': value } }
    const { outcome } = await sendOnce({ apns: { fates: { [device(1)]: fate } } })
    expect('retryAfterMs' in outcome ? outcome.retryAfterMs : undefined).toBe(retryAfterMs)
  })

  test('to one stops no other, and repeats no secret', async () => {
    const fates = { [device(2)]: { status: 400, body: `{"reason":"Bad key ${key}"}` } }
    const { outcomes } = await sendOnce({ apns: { fates }, recipients: many(3) })
    expect(outcomes.map(short)).toEqual(['accepted', 'config 400', 'accepted'])
    expect(JSON.stringify(outcomes)).not.toContain(key.split('\n')[1])
  })
})

describe('the token', () => {
  test('is one for all, and another key has another connection', async () => {
    const other = aKey()
    const keys = { KEY4567890: createPublicKey(key), KEY2: createPublicKey(other) }
    const apns = await anApns({ keys })
    const channel = aChannel(apns.origin)
    const send = (provider: ChannelProvider) =>
      channel.send(provider, { type: 'push', payload: hello }, many(30), { signal: never() })
    expect(tallied(await send(aProvider()))).toEqual({ accepted: 30 })
    expect(apns.connections()).toBe(1)
    expect(new Set(apns.pushes.map(({ headers }) => headers.authorization)).size).toBe(1)
    const changed = aProvider({ authKey: other, authKeyId: 'KEY2' }, '2')
    expect(tallied(await send(changed))).toEqual({ accepted: 30 })
    expect(apns.connections()).toBe(2)
    expect(apns.refusals).toEqual([])
  })

  test('that belongs to another connection makes a new one, once', async () => {
    const fates = { [device(1)]: { times: 1, status: 403, reason: 'UnrelatedKeyIdInToken' } }
    const { outcome, apns } = await sendOnce({ apns: { fates } })
    expect([short(outcome), apns.connections()]).toEqual(['accepted', 2])
    const always = { [device(1)]: { status: 403, reason: 'UnrelatedKeyIdInToken' } }
    expect(short((await sendOnce({ apns: { fates: always } })).outcome)).toBe('auth UnrelatedKeyIdInToken')
  })

  test.each([
    ['another team', { teamId: 'OTHER67890' }, 'auth InvalidProviderToken'],
    ['a key that Apple does not have', { authKey: aKey() }, 'auth InvalidProviderToken'],
    ['a key id that Apple does not have', { authKeyId: 'OTHER67890' }, 'auth InvalidProviderToken'],
    ['another app', { bundleId: 'org.example.other' }, 'config TopicDisallowed'],
    ['what is no key', { authKey: 'secret' }, 'config SETTINGS'],
    ['a bundle that breaks a header', { bundleId: 'a\r\nb' }, 'config SETTINGS'],
    ['its line ends written out', { authKey: key.replaceAll('\n', '\\n') }, 'accepted'],
    ['its body alone', { authKey: key.split('\n').slice(1, -2).join('\n') }, 'accepted'],
  ])('with %s: %s', async (_, credentials, expected) => {
    const { outcome } = await sendOnce({ provider: aProvider(credentials) })
    expect(short(outcome)).toBe(expected)
  })
})

describe('a connection', () => {
  test('carries one request until Apple allows more, then as many as it allows', async () => {
    const { apns, outcomes } = await sendOnce({
      apns: { streams: 7, delayMs: 5 },
      recipients: many(80),
    })
    expect(tallied(outcomes)).toEqual({ accepted: 80 })
    expect(apns.connections()).toBe(1)
    expect(apns.most()).toBeLessThanOrEqual(7)
    expect(apns.most()).toBeGreaterThan(1)
    const devices = apns.pushes.map((push) => push.device)
    expect(new Set(devices).size).toBe(80)
  })

  test('heeds a limit that is lowered in between', async () => {
    const apns = await anApns({ streams: 20, delayMs: 2 })
    const channel = aChannel(apns.origin)
    const content = { type: 'push', payload: hello } as const
    const send = (recipients: readonly Recipient[]) =>
      channel.send(aProvider(), content, recipients, { signal: never() })
    await send(many(40))
    apns.allow(1)
    const outcomes = await send(many(40, 41))
    // What was on its way when the limit fell is refused unlooked at.
    expect(
      outcomes.map(short).filter((one) => one !== 'accepted' && one !== 'transient CONNECTION_LOST'),
    ).toEqual([])
    expect(tallied(await send(many(40, 81)))).toEqual({ accepted: 40 })
    expect(apns.connections()).toBe(1)
  })

  test('over TLS is verified', async () => {
    const certificate = makeCertificate()
    const wishes = { tls: certificate }
    const trusted = await sendOnce({ apns: wishes, channel: { tls: { ca: certificate.cert } } })
    expect(short(trusted.outcome)).toBe('accepted')
    const untrusted = await sendOnce({ apns: wishes })
    expect(short(untrusted.outcome)).toBe('transient TLS')
    expect(untrusted.apns.pushes).toEqual([])
  })

  test('leads nowhere that providers may not reach', async () => {
    const { outcome, apns } = await sendOnce({ channel: { networks: readNetworks('public') } })
    expect(short(outcome)).toBe('config ADDRESS_NOT_ALLOWED')
    expect(apns.connections()).toBe(0)
  })

  test('that is closed at once, refused, or spoken to in HTTP/1 fails before anything was sent', async () => {
    const sent = async (origin: string) => {
      const channel = aChannel(origin, { deadlines: { connect: 500 } })
      const [outcome] = await channel.send(aProvider(), { type: 'push', payload: hello }, [to(1)], {
        signal: never(),
      })
      return short(outcome)
    }
    const listening = async (on: (socket: net.Socket) => void) => {
      const server = net.createServer(on).listen(0, '127.0.0.1')
      await new Promise((resolve) => server.once('listening', resolve))
      onTestFinished(() => void server.close())
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    }
    expect(await sent(await listening((socket) => socket.destroy()))).toMatch(/^transient /)
    expect(await sent(await listening((socket) => socket.end('HTTP/1.1 400 Bad\r\n\r\n')))).toBe(
      'config PROTOCOL',
    )
    expect(await sent(await listening(() => {}))).toBe('transient TIMEOUT')
    expect(await sent('http://127.0.0.1:1')).toBe('transient CONNECTION_REFUSED')
  })
})

describe('what breaks on the way', () => {
  const alone = (act: 'refuse' | 'kill' | 'silent' | 'reset') => ({ [device(1)]: { act } })

  test.each([
    ['refuse', 'transient CONNECTION_LOST'],
    ['kill', 'unknown CONNECTION_LOST'],
    ['reset', 'unknown CONNECTION_LOST'],
    ['silent', 'unknown TIMEOUT'],
  ] as const)('%s: %s', async (act, expected) => {
    const { outcome, apns } = await sendOnce({
      apns: { fates: alone(act) },
      channel: { deadlines: { request: 300 } },
    })
    expect(short(outcome)).toBe(expected)
    expect(apns.pushes).toEqual([])
  })

  test('a server that goes away finishes what it took; all else goes over another connection', async () => {
    const fates = { [device(50)]: { act: 'goAway' as const, times: 1 } }
    const { apns, outcomes } = await sendOnce({
      apns: { fates, streams: 10, delayMs: 3 },
      recipients: many(100),
    })
    expect(tallied(outcomes)).toEqual({ accepted: 100 })
    expect(apns.connections()).toBe(2)
    expect(new Set(apns.pushes.map((push) => push.device)).size).toBe(100)
    expect(apns.pushes).toHaveLength(100)
  })

  test('of a connection that is killed in the midst of it nothing is told that is not known', async () => {
    const fates = { [device(50)]: { act: 'kill' as const, times: 1 } }
    const { apns, outcomes } = await sendOnce({
      apns: { fates, streams: 10, delayMs: 3 },
      recipients: many(100),
    })
    const counts = tallied(outcomes)
    expect(counts['unknown CONNECTION_LOST']).toBeGreaterThan(0)
    expect(counts['unknown CONNECTION_LOST']).toBeLessThanOrEqual(10)
    const reached = new Set(apns.pushes.map((push) => push.device))
    for (const [index, { outcome }] of outcomes.entries()) {
      const wasReached = reached.has(device(index + 1))
      if (outcome === 'accepted') expect(wasReached).toBe(true)
      if (outcome === 'transient') expect(wasReached).toBe(false)
    }
    expect(apns.pushes).toHaveLength(reached.size)
  })

  test('every third stream that is refused is to be tried again, and none else', async () => {
    const fates = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [device(3 * (index + 1)), { act: 'refuse' as const }]),
    )
    const { outcomes } = await sendOnce({ apns: { fates }, recipients: many(60) })
    expect(tallied(outcomes)).toEqual({ accepted: 40, 'transient CONNECTION_LOST': 20 })
  })

  test('a server that allows nothing any more is waited for as long as for an answer', async () => {
    const apns = await anApns()
    const channel = aChannel(apns.origin, { deadlines: { request: 100 } })
    const content = { type: 'push', payload: hello } as const
    const send = (recipients: readonly Recipient[]) =>
      channel.send(aProvider(), content, recipients, { signal: never() })
    await send([to(1)])
    apns.allow(0)
    // What was on its way when the limit fell is refused.
    while (tallied(await send([to(2)])).accepted);

    expect(tallied(await send(many(3)))).toEqual({ 'transient TIMEOUT': 3 })
  })

  test('one request without an answer is no reason to give the next one to the same connection', async () => {
    const fates = { [device(2)]: { act: 'silent' as const } }
    const apns = await anApns({ fates })
    const channel = aChannel(apns.origin, { deadlines: { request: 100 } })
    const content = { type: 'push', payload: hello } as const
    const send = async (recipient: Recipient) => {
      const [outcome] = await channel.send(aProvider(), content, [recipient], { signal: never() })
      return short(outcome)
    }
    expect([await send(to(1)), await send(to(2)), await send(to(3))]).toEqual([
      'accepted',
      'unknown TIMEOUT',
      'accepted',
    ])
    expect(apns.pushes.map(({ connection }) => connection)).toEqual([1, 2])
    while (apns.open() > 1) await new Promise((resolve) => setImmediate(resolve))
  })

  test('stopping leaves in doubt what Apple may have, and nothing else', async () => {
    const fates = Object.fromEntries(
      many(5).map(({ identifier }) => [identifier, { act: 'silent' as const }]),
    )
    const apns = await anApns({ fates, streams: 5 })
    const channel = aChannel(apns.origin)
    const content = { type: 'push', payload: hello } as const
    await channel.send(aProvider(), content, [to(100)], { signal: never() })
    const stop = new AbortController()
    const sending = channel.send(aProvider(), content, many(9), { signal: stop.signal })
    while (apns.most() < 5) await new Promise((resolve) => setImmediate(resolve))
    stop.abort()
    expect(tallied(await sending)).toEqual({ 'unknown ABORTED': 5, 'transient ABORTED': 4 })
  })

  test('closing waits for what is under way, and leaves no connection', async () => {
    const apns = await anApns({ delayMs: 50 })
    const channel = aChannel(apns.origin)
    const content = { type: 'push', payload: hello } as const
    const sending = channel.send(aProvider(), content, many(3), { signal: never() })
    await channel.close()
    expect(tallied(await sending)).toEqual({ accepted: 3 })
    while (apns.open() > 0) await new Promise((resolve) => setImmediate(resolve))
  })

  test('a connection that is silent is given up by a ping, one that is not used is closed', async () => {
    const apns = await anApns()
    const channel = aChannel(apns.origin, { pingEveryMs: 20 })
    await channel.send(aProvider(), { type: 'push', payload: hello }, [to(1)], { signal: never() })
    while (apns.open() > 0) await new Promise((resolve) => setImmediate(resolve))
    const [outcome] = await channel.send(aProvider(), { type: 'push', payload: hello }, [to(2)], {
      signal: never(),
    })
    expect([short(outcome), apns.connections()]).toEqual(['accepted', 2])
  })
})

describe('the check', () => {
  let apns: Awaited<ReturnType<typeof anApns>>
  beforeEach(async () => {
    apns = await anApns()
  })
  const checked = (credentials: Record<string, unknown> = {}) =>
    aChannel(apns.origin).check(aProvider(credentials), { signal: never() })

  test('is well where Apple takes the key, and reaches nobody', async () => {
    expect(await checked()).toEqual({ ok: true, detail: expect.stringMatching(/takes the key/) })
    expect(apns.pushes).toEqual([])
    while (apns.open() > 0) await new Promise((resolve) => setImmediate(resolve))
  })

  test('is not where it does not, and says why', async () => {
    expect(await checked({ teamId: 'OTHER67890' })).toEqual({
      ok: false,
      detail: expect.stringMatching(/Apple does not take the key/),
    })
    expect(await checked({ authKey: 'x' })).toMatchObject({ ok: false })
    const nowhere = aChannel('http://127.0.0.1:1').check(aProvider(), { signal: never() })
    expect(await nowhere).toEqual({ ok: false, detail: '127.0.0.1:1 refused the connection.' })
  })
})

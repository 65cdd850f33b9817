// Where a provider must not lead, by its host or by what stands in for a vendor's: however such an address is written, nobody
// there gets so much as a connection.
import { describe, expect, onTestFinished, test } from 'vitest'
import { createApnsChannel } from '../channels/apns/channel.ts'
import { readNetworks } from '../channels/outbound.ts'
import { type Answer, aServer, eventually } from '../testing/app.ts'
import { appleAccount } from '../testing/apple.ts'
import { aCanary } from '../testing/canary.ts'
import { aPerson } from '../testing/people.ts'

/** Only public addresses may be reached; these lead to this machine, to its network, or to nowhere in particular. */
const spellings = [
  // loopback, as decimal, octal and hexadecimal parts, with parts left out, in capitals, with a dot at the end
  '127.0.0.1',
  '127.0.0.1.',
  '127.1',
  '127.0.1',
  '127.1.',
  '127.255.255.254',
  '2130706433',
  '2130706433.',
  '0x7f000001',
  '0X7F000001',
  '0x7f.1',
  '0x7f.0x0.0x0.0x1',
  '0x7F.0.0.0x1',
  '017700000001',
  '0177.0.0.1',
  '0177.0.0.01',
  '0177.0x0.0.1',
  '00000177.0.0.1',
  '0177.1',
  'localhost',
  'LOCALHOST',
  'localhost.',
  // this host, everybody
  '0.0.0.0',
  '0',
  '0.',
  '0x0',
  '00',
  '0.0.0.1',
  '255.255.255.255',
  '4294967295',
  // IPv6, bare and in brackets
  '[::1]',
  '::1',
  '[0:0:0:0:0:0:0:1]',
  '0000:0000:0000:0000:0000:0000:0000:0001',
  '[::0001]',
  '[::]',
  '::',
  // IPv4 inside IPv6: mapped, compatible, translated, NAT64, 6to4, Teredo, ISATAP
  '[::ffff:127.0.0.1]',
  '::ffff:127.0.0.1',
  '[::ffff:7f00:1]',
  '[0:0:0:0:0:ffff:7f00:0001]',
  '[::FFFF:127.0.0.1]',
  '[::127.0.0.1]',
  '[::7f00:1]',
  '[::ffff:0:127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '[2002:7f00:0001::1]',
  '[2001:0:7f00:1::]',
  '[2001::7f00:1]',
  '[fe80::5efe:127.0.0.1]',
  '[2606:2800::5efe:127.0.0.1]',
  // link-local and the clouds' metadata
  '169.254.169.254',
  '2852039166',
  '0xa9fea9fe',
  '0251.0376.0251.0376',
  '[::ffff:169.254.169.254]',
  '[64:ff9b::a9fe:a9fe]',
  '[fe80::1]',
  '[fe80::1%lo]',
  '[fd00:ec2::254]',
  '100.100.100.200',
  '168.63.129.16',
  // private networks
  '10.0.0.1',
  '0xa000001',
  '012.0.0.1',
  '172.16.0.1',
  '192.168.1.1',
  '3232235777',
  '100.64.0.1',
  '[fd12:3456::1]',
  // names that lead there
  'inside.example.org',
  'mixed.example.org',
  'mapped.example.org',
  'metadata.example.org',
  'odd.example.org',
  // other digits and dots, a prefix of our own, a list with a good one
  '１２７.0.0.1',
  '127。0。0。1',
  'ssl://127.0.0.1',
  'tls://[::1]',
]

const names: Readonly<Record<string, readonly string[]>> = {
  'inside.example.org': ['127.0.0.1'],
  'mixed.example.org': ['93.184.216.34', '127.0.0.1'],
  'mapped.example.org': ['::ffff:127.0.0.1'],
  'metadata.example.org': ['169.254.169.254'],
  'odd.example.org': ['0x7f.1'],
  localhost: ['127.0.0.1', '::1'],
  LOCALHOST: ['127.0.0.1'],
  'localhost.': ['::1'],
}

const lookUp = async (host: string) => names[host] ?? []

test('there are at least sixty spellings, each different', () => {
  expect(new Set(spellings).size).toBe(spellings.length)
  expect(spellings.length).toBeGreaterThanOrEqual(60)
})

describe('where only public addresses may be reached', () => {
  test('F34: no spelling of another address gets a connection when it is tried out', async () => {
    const canary = await aCanary()
    const { call } = await aServer({ networks: 'public', lookUp })
    for (const host of spellings) {
      const body = { provider: 'smtp', host, port: canary.port }
      const answer = await call('POST', '/messaging/providers/check', { body })
      expect([host, answer.status === 200 ? answer.body.ok : answer.status]).toEqual([
        host,
        answer.status === 200 ? false : 400,
      ])
    }
    const list = { provider: 'smtp', host: spellings.slice(0, 10).join(';') }
    const all = await call('POST', '/messaging/providers/check', { body: { ...list, port: canary.port } })
    expect(all.body.ok).toBe(false)
    expect(canary.connections()).toBe(0)
  })

  test('F34: nor when an e-mail is to be sent that way, and the row says why', async () => {
    const canary = await aCanary()
    const server = await aServer({ networks: 'public', lookUp, deliver: true })
    const { call, project, database } = server
    await aPerson(database.db, project.seq, 'ada', [{ id: 't1', identifier: 'ada@example.org' }])
    const hosts = [
      '127.0.0.1',
      '0x7f.1',
      '[::ffff:127.0.0.1]',
      'inside.example.org',
      'mixed.example.org',
      'localhost',
    ]
    for (const [index, host] of hosts.entries()) {
      const providerId = `p${index}`
      const settings = { host: `${host}:${canary.port}`, fromEmail: 'news@example.org', enabled: true }
      const made = await call('POST', '/messaging/providers/smtp', {
        body: { providerId, name: host, ...settings },
      })
      expect(made.status).toBe(201)
      const message = { messageId: `m${index}`, subject: 'S', content: 'C', users: ['ada'], providerId }
      await call('POST', '/messaging/messages/email', { body: message })
      const { body } = await eventually<Answer>(
        () => call('GET', `/messaging/messages/m${index}/deliveries`),
        (answer) => answer.body.deliveries[0]?.status === 'failed',
      )
      expect([host, body.deliveries[0].error.code]).toEqual([host, 'ADDRESS_NOT_ALLOWED'])
    }
    expect(canary.connections()).toBe(0)
  })

  test('F34: nor where CARILLON_PROVIDER_ORIGINS leads there, in whatever spelling', async () => {
    const canary = await aCanary()
    const origins = spellings
      .map(
        (host) => `http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${canary.port}`,
      )
      .filter((origin) => URL.canParse(origin))
    expect(origins.length).toBeGreaterThanOrEqual(60)
    const details = await Promise.all(origins.map((origin) => checkApple({ origin, networks: 'public' })))
    expect(details.filter((detail) => !/may not reach here|cannot be found/.test(detail))).toEqual([])
    expect(canary.connections()).toBe(0)
    for (const origin of [`http://0x7f.1:${canary.port}`, `http://[::ffff:127.0.0.1]:${canary.port}`]) {
      expect(await checkApple({ origin, networks: 'loopback' })).toContain('does not answer in HTTP/2')
    }
    expect(canary.connections()).toBe(2)
  })

  async function checkApple({ origin, networks }: { origin: string; networks: string }): Promise<string> {
    const channel = createApnsChannel({ networks: readNetworks(networks), origin, lookUp })
    onTestFinished(channel.close)
    const provider = { seq: 1, project: 1, kind: 'apns', name: 'Apple', version: '1' } as const
    const { ok, detail } = await channel.check(
      { ...provider, credentials: appleAccount, options: {} },
      { signal: AbortSignal.timeout(5_000) },
    )
    expect(ok).toBe(false)
    return detail
  }

  test('F34: nor when a push is to be sent that way, or its provider is tried out', async () => {
    const canary = await aCanary()
    const origins = { apns: `http://inside.example.org:${canary.port}` }
    const { call, project, database } = await aServer({ networks: 'public', lookUp, origins, deliver: true })
    const target = { id: 't1', identifier: 'ab'.repeat(32), type: 'push' } as const
    await aPerson(database.db, project.seq, 'ada', [target])
    const check = { provider: 'apns', ...appleAccount }
    const checked = await call('POST', '/messaging/providers/check', { body: check })
    expect(checked.body).toMatchObject({
      ok: false,
      detail: `inside.example.org:${canary.port} is at an address that providers may not reach here.`,
    })
    const provider = { providerId: 'apple', name: 'Apple', enabled: true, ...appleAccount }
    await call('POST', '/messaging/providers/apns', { body: provider })
    await call('POST', '/messaging/messages/push', {
      body: { messageId: 'm', title: 'Hello', users: ['ada'] },
    })
    const { body } = await eventually<Answer>(
      () => call('GET', '/messaging/messages/m/deliveries'),
      (answer) => answer.body.deliveries[0]?.status === 'failed',
    )
    expect(body.deliveries[0].error).toMatchObject({ code: 'ADDRESS_NOT_ALLOWED', permanent: false })
    expect(canary.connections()).toBe(0)
  })
})

test('F34: a name that leads elsewhere at its second look is judged by that, and each connection by its own look', async () => {
  const canary = await aCanary({ port: 0, host: '127.0.0.1' })
  const decoy = await aCanary({ port: canary.port, host: '::1' })
  const answers = [['::1'], ['127.0.0.1'], ['::1', '127.0.0.1']]
  const { call } = await aServer({ networks: 'public,::1/128', lookUp: async () => answers.shift() ?? [] })
  const body = { provider: 'smtp', host: 'rebind.example.org', port: canary.port }
  const details: string[] = []
  while (answers.length > 0) {
    const answer = await call('POST', '/messaging/providers/check', { body })
    details.push(answer.body.detail)
  }
  expect(details.map((detail) => detail.includes('may not reach'))).toEqual([false, true, true])
  expect([decoy.connections(), canary.connections()]).toEqual([1, 0])
})

test('the canary is reached where this machine may be', async () => {
  const canary = await aCanary()
  const { call } = await aServer({ networks: 'loopback' })
  for (const host of ['127.0.0.1', '0x7f.1', '2130706433', '[::1]', '[::ffff:127.0.0.1]']) {
    const before = canary.connections()
    const body = { provider: 'smtp', host, port: canary.port }
    await call('POST', '/messaging/providers/check', { body })
    expect([host, canary.connections()]).toEqual([host, before + 1])
  }
})

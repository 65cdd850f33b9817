// Who is asked to take a message may say "go there instead", in every way that its protocol has: Carillon goes nowhere but where
// its provider's settings lead.
import http2 from 'node:http2'
import net, { type AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type ApnsOptions, startApns } from '../testing/apns-stand-in.ts'
import { appleAccount, appleKeys } from '../testing/apple.ts'
import { aCanary } from '../testing/canary.ts'
import { type Rule, startSmtpSink } from '../testing/smtp-sink.js'
import { createApnsChannel } from './apns/channel.ts'
import type { ChannelProvider, EmailContent, Outcome, Recipient } from './channel.ts'
import { readNetworks } from './outbound.ts'
import { createSmtpChannel } from './smtp/channel.ts'

const networks = readNetworks('loopback')
const signal = AbortSignal.timeout(20_000)
const statuses = [301, 302, 303, 307, 308]

function short(outcome: Outcome | undefined) {
  return outcome?.outcome === 'accepted' ? 'accepted' : `${outcome?.outcome} ${outcome?.code}`
}

describe('F34: at Apple', () => {
  const device = 'ab'.repeat(32)
  const recipient: Recipient = { message: 1, n: 1, role: 'to', identifier: device, attempt: 1 }
  const provider: ChannelProvider = {
    seq: 1,
    project: 1,
    kind: 'apns',
    name: 'Apple',
    credentials: appleAccount,
    options: {},
    version: '1',
  }

  async function anApns(options: Partial<ApnsOptions>) {
    const { teamId, bundleId } = appleAccount
    const apns = await startApns({ keys: appleKeys, teamId, bundleId, ...options })
    onTestFinished(apns.close)
    return apns
  }

  async function sendVia(origin: string) {
    const channel = createApnsChannel({ networks, origin })
    onTestFinished(channel.close)
    const content = { type: 'push', payload: { title: 'Hello' } } as const
    const [outcome] = await channel.send(provider, content, [recipient], { signal })
    return { outcome: outcome as Outcome, checked: await channel.check(provider, { signal }) }
  }

  async function listening<Server extends net.Server>(server: Server): Promise<string> {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  test.each(statuses)('a redirect by %i is not followed, and is a matter of the settings', async (status) => {
    const canary = await aCanary()
    const headers = { location: `http://127.0.0.1:${canary.port}/3/device/${device}` }
    // What it says beside is not Apple's word.
    const fate = { status, headers, body: '{"reason":"Unregistered"}' }
    const { origin } = await anApns({ fates: { [device]: fate, ['0'.repeat(64)]: fate } })
    const { outcome } = await sendVia(origin)
    expect(outcome).toEqual({
      outcome: 'config',
      code: String(status),
      response: `${status}: what answers there is not Apple, and where it leads is not followed.`,
    })
    expect(canary.connections()).toBe(0)
  })

  test('nor is one that whoever answers everything so gives to the check', async () => {
    const canary = await aCanary()
    const server = http2.createServer((_, response) => {
      response.writeHead(308, { location: `http://127.0.0.1:${canary.port}/` }).end()
    })
    const { outcome, checked } = await sendVia(await listening(server))
    expect(short(outcome)).toBe('config 308')
    expect(checked).toEqual({ ok: false, detail: expect.stringContaining('where it leads is not followed') })
    expect(canary.connections()).toBe(0)
  })

  test.each(statuses)('nor one by %i in HTTP/1, which Apple does not speak', async (status) => {
    const canary = await aCanary()
    const answer = `HTTP/1.1 ${status} Elsewhere\r\nLocation: http://127.0.0.1:${canary.port}/\r\nContent-Length: 0\r\n\r\n`
    const server = net.createServer((socket) => socket.on('error', () => {}).end(answer))
    const { outcome, checked } = await sendVia(await listening(server))
    expect(short(outcome)).toBe('config PROTOCOL')
    expect(checked).toEqual({ ok: false, detail: expect.stringContaining('does not answer in HTTP/2') })
    expect(canary.connections()).toBe(0)
  })

  test('nor another service that it names, as RFC 7838 and RFC 9110 §15.5.20 have it', async () => {
    const canary = await aCanary()
    const other = `127.0.0.1:${canary.port}`
    const server = http2.createServer()
    server.on('session', (session) => {
      session.on('error', () => {})
      session.altsvc(`h2c="${other}"; ma=3600; persist=1`, 'http://127.0.0.1')
      session.origin(`https://${other}`)
    })
    server.on('stream', (stream) => {
      stream.respond({ ':status': 421, 'alt-svc': `h2c="${other}"`, 'content-location': `http://${other}/` })
      stream.end()
    })
    const { outcome, checked } = await sendVia(await listening(server))
    expect([short(outcome), checked.ok]).toEqual(['config 421', false])
    expect(canary.connections()).toBe(0)
  })
})

describe('F34: at a mail server', () => {
  const email: EmailContent = {
    type: 'email',
    subject: 'Hello',
    content: 'How are you?',
    html: false,
    cc: [],
    soleRecipient: undefined,
    attachments: [],
  }
  const recipient: Recipient = { message: 1, n: 1, role: 'to', identifier: 'ada@example.net', attempt: 1 }

  const there = (port: number) => `<ada@[127.0.0.1]> smtp://127.0.0.1:${port}`
  test.each<[string, (port: number) => Rule, string]>([
    [
      '251',
      (port) => ({ on: 'rcpt', say: `251 User not local; will forward to ${there(port)}` }),
      'accepted',
    ],
    ['551', (port) => ({ on: 'rcpt', say: `551 User not local; please try ${there(port)}` }), 'rejected 551'],
    ['551 5.1.6', (port) => ({ on: 'rcpt', say: `551 5.1.6 Moved to ${there(port)}` }), 'rejected 551 5.1.6'],
    ['its sender 551', (port) => ({ on: 'mail', say: `551 Please try ${there(port)}` }), 'config 551'],
    ['a greeting', (port) => ({ on: 'connect', say: `554 Go to 127.0.0.1:${port}` }), 'config TURNED_AWAY'],
    ['421', (port) => ({ on: 'connect', say: `421 Try 127.0.0.1:${port}` }), 'transient BUSY'],
    [
      'EHLO',
      (port) => ({
        on: 'ehlo',
        say: `250-127.0.0.1:${port}\r\n250-REDIRECT 127.0.0.1:${port}\r\n250 8BITMIME`,
      }),
      'accepted',
    ],
    [
      'STARTTLS',
      (port) => ({ on: 'ehlo', say: `250-sink.test\r\n250 STARTTLS 127.0.0.1:${port}` }),
      'transient TLS',
    ],
    ['the end', (port) => ({ on: 'body', say: `251 Ask 127.0.0.1:${port}` }), 'accepted'],
  ])('where %s leads is not followed', async (_, rule, expected) => {
    const canary = await aCanary()
    const sink = await startSmtpSink({ script: [rule(canary.port)] })
    onTestFinished(sink.close)
    const channel = createSmtpChannel({ networks })
    onTestFinished(channel.close)
    const provider: ChannelProvider = {
      seq: 1,
      project: 1,
      kind: 'smtp',
      name: 'Relay',
      credentials: { host: '127.0.0.1', port: sink.port },
      options: { fromEmail: 'ann@example.org' },
      version: '1',
    }
    const [outcome] = await channel.send(provider, email, [recipient], { signal })
    await channel.check(provider, { signal })
    expect(short(outcome)).toBe(expected)
    expect(sink.commands.map(({ line }) => line).join()).not.toContain(String(canary.port))
    expect(canary.connections()).toBe(0)
  })
})

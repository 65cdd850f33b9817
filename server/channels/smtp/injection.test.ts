// Whatever stands in an e-mail and in its provider's settings, the server hears the commands that were meant, and no others.
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { nasty } from '../../testing/nasty.ts'
import { type SinkOptions, startSmtpSink } from '../../testing/smtp-sink.js'
import type { ChannelProvider, EmailContent, Recipient } from '../channel.ts'
import { toWireAddress } from '../email-mime.ts'
import { readNetworks } from '../outbound.ts'
import { createSmtpChannel } from './channel.ts'

// Of ASCII only what can be printed, and in an address nothing that ends it.
const command =
  /^(EHLO \S+|HELO \S+|MAIL FROM:<[!-;=?-~\P{ASCII}]*>( [A-Z0-9]+(=\S+)?)*|RCPT TO:<[ -;=?-~\P{ASCII}]+>|DATA|RSET|QUIT)$/u
const signIn = /^(AUTH (PLAIN|LOGIN)( [A-Za-z0-9+/]+=*)?|[A-Za-z0-9+/]*=*)$/

const words = fc.record({
  fromName: nasty,
  replyToName: nasty,
  mailer: nasty,
  subject: nasty,
  content: nasty,
  file: nasty,
  recipient: fc.oneof(
    nasty,
    fc.tuple(nasty, nasty).map((parts) => parts.join('@')),
    nasty.map((text) => `"${text}"@example.net`),
  ),
  sender: fc.oneof(
    fc.constant('ann@example.org'),
    nasty.map((text) => `ann${text}@example.org`),
  ),
  username: nasty,
  password: nasty,
})
type Words = typeof words extends fc.Arbitrary<infer Of> ? Of : never

async function aTalk(options: SinkOptions) {
  const sink = await startSmtpSink({ keepBodies: false, ...options })
  const channel = createSmtpChannel({ networks: readNetworks('loopback') })
  onTestFinished(async () => {
    await channel.close()
    await sink.close()
  })
  const send = async ({ recipient, subject, content, file, sender, ...settings }: Words, version: number) => {
    const provider: ChannelProvider = {
      seq: 1,
      project: 1,
      kind: 'smtp',
      name: 'Relay',
      credentials: { host: '127.0.0.1', port: sink.port, ...(options.auth ? settings : {}) },
      options: { ...settings, fromEmail: sender },
      version: String(version),
    }
    const email: EmailContent = {
      type: 'email',
      subject,
      content,
      html: false,
      cc: [recipient],
      soleRecipient: undefined,
      attachments: [{ name: file, mimeType: file, content: async () => Buffer.from(content) }],
    }
    const to = ['ada@example.net', recipient, 'bea@example.net'].map(
      (identifier, index): Recipient => ({ message: 1, n: index + 1, role: 'to', identifier, attempt: 1 }),
    )
    const outcomes = await channel.send(provider, email, to, { signal: new AbortController().signal })
    const said = sink.commands.splice(0).map(({ line }) => line)
    const taken = sink.transactions.splice(0).map(({ from, accepted }) => ({ from, accepted }))
    return { outcomes, said, taken }
  }
  return send
}

test('no text adds a command, a recipient or a message', async () => {
  const send = await aTalk({ extensions: ['8BITMIME', 'SMTPUTF8', 'PIPELINING'] })
  let version = 0
  await fc.assert(
    fc.asyncProperty(words, async (chosen) => {
      const { outcomes, said, taken } = await send(chosen, ++version)
      expect(said.filter((line) => !command.test(line))).toEqual([])
      const wanted = ['ada@example.net', toWireAddress(chosen.recipient), 'bea@example.net']
      const reached = taken.flatMap(({ accepted }) => accepted)
      expect(reached.filter((address) => !wanted.includes(address))).toEqual([])
      expect(reached).toHaveLength(outcomes.filter(({ outcome }) => outcome === 'accepted').length)
      if (toWireAddress(chosen.sender) !== undefined) {
        expect(outcomes[0]).toMatchObject({ outcome: 'accepted' })
        expect(outcomes[2]).toMatchObject({ outcome: 'accepted' })
      }
    }),
    { numRuns: 800 },
  )
}, 120_000)

test('no user name and no password adds a command', async () => {
  const send = await aTalk({ auth: { user: 'somebody', password: 'else' } })
  let version = 0
  await fc.assert(
    fc.asyncProperty(words, async (chosen) => {
      const { said, taken } = await send(chosen, ++version)
      expect(said.filter((line) => !command.test(line) && !signIn.test(line))).toEqual([])
      expect(taken).toEqual([])
    }),
    { numRuns: 200 },
  )
}, 120_000)

import fc from 'fast-check'
import { simpleParser } from 'mailparser'
import { describe, expect, onTestFinished, test } from 'vitest'
import { makeCertificate } from '../../testing/certificate.ts'
import { type SinkOptions, startSmtpSink } from '../../testing/smtp-sink.js'
import type { ChannelProvider, EmailContent, Outcome, Recipient } from '../channel.ts'
import { readNetworks } from '../outbound.ts'
import { createSmtpChannel, type SmtpChannelOptions } from './channel.ts'

const certificate = makeCertificate()

async function aSink(options: SinkOptions = {}) {
  const sink = await startSmtpSink(options)
  onTestFinished(sink.close)
  return sink
}

function aChannel(options: Partial<SmtpChannelOptions> = {}) {
  const channel = createSmtpChannel({ networks: readNetworks('loopback'), ...options })
  onTestFinished(channel.close)
  return channel
}

type Fields = {
  credentials?: Record<string, unknown>
  options?: Record<string, unknown>
  version?: string
}

function aProvider({ credentials = {}, options = {}, version = '1' }: Fields = {}): ChannelProvider {
  return {
    seq: 1,
    project: 1,
    kind: 'smtp',
    name: 'Relay',
    credentials: { host: '127.0.0.1', ...credentials },
    options: { fromName: 'Ann', fromEmail: 'ann@example.org', ...options },
    version,
  }
}

function anEmail(changes: Partial<EmailContent> = {}): EmailContent {
  return {
    type: 'email',
    subject: 'Hello',
    content: 'How are you?',
    html: false,
    cc: [],
    soleRecipient: undefined,
    attachments: [],
    ...changes,
  }
}

function aRecipient(identifier: string, changes: Partial<Recipient> = {}): Recipient {
  return { message: 7, n: 1, role: 'to', identifier, attempt: 1, ...changes }
}

const never = () => new AbortController().signal

type Sending = Fields & {
  sink?: SinkOptions
  channel?: Partial<SmtpChannelOptions>
  email?: Partial<EmailContent>
  to?: readonly Recipient[]
  signal?: AbortSignal
}

/** One call against one sink. */
async function sendOnce({
  sink: sinkOptions,
  channel: channelOptions,
  email,
  to,
  signal,
  ...fields
}: Sending = {}) {
  const sink = await aSink(sinkOptions)
  const channel = aChannel(channelOptions)
  const provider = aProvider({ ...fields, credentials: { port: sink.port, ...fields.credentials } })
  const recipients = to ?? [aRecipient('ada@example.net')]
  const outcomes = await channel.send(provider, anEmail(email), recipients, { signal: signal ?? never() })
  return { sink, channel, provider, outcomes, outcome: outcomes[0] as Outcome }
}

function short(outcome: Outcome | undefined) {
  if (!outcome) return undefined
  return outcome.outcome === 'accepted' ? 'accepted' : `${outcome.outcome} ${outcome.code}`
}

async function until(isSo: () => boolean): Promise<void> {
  const end = Date.now() + 10_000
  while (!isSo()) {
    if (Date.now() > end) throw new Error('It never became so.')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

describe('an e-mail', () => {
  test('arrives with what it was made of', async () => {
    const { sink, outcome } = await sendOnce({
      email: { subject: 'Grüße', content: 'Zeile 1\nZeile 2', cc: ['cy@example.net'] },
      options: { replyToEmail: 'office@example.org', replyToName: 'Office', mailer: 'Carillon' },
    })

    const [taken] = sink.transactions
    const mail = await simpleParser(taken?.raw ?? '')
    expect(taken).toMatchObject({ from: 'ann@example.org', accepted: ['ada@example.net'], attempt: 1 })
    expect(mail.from?.value).toEqual([{ name: 'Ann', address: 'ann@example.org' }])
    expect(mail.to).toMatchObject({ value: [{ address: 'ada@example.net' }] })
    expect(mail.cc).toMatchObject({ value: [{ address: 'cy@example.net' }] })
    expect(mail.replyTo?.value).toEqual([{ name: 'Office', address: 'office@example.org' }])
    expect(mail.subject).toBe('Grüße')
    expect(mail.text?.trimEnd()).toBe('Zeile 1\nZeile 2')
    expect(mail.headers.get('x-mailer')).toBe('Carillon')
    expect(mail.headers.get('content-type')).toMatchObject({
      value: 'text/plain',
      params: { charset: 'utf-8' },
    })
    expect(mail.date?.getTime()).toBeGreaterThan(Date.now() - 10_000)
    expect(outcome).toEqual({
      outcome: 'accepted',
      providerMessageId: taken?.messageId,
      response: taken?.answer,
    })
  })

  test('that has no reply-to of its own is answered to the sender, and names no program', async () => {
    const { sink } = await sendOnce()
    const mail = await simpleParser(sink.transactions[0]?.raw ?? '')
    expect(mail.replyTo?.value).toEqual([{ name: 'Ann', address: 'ann@example.org' }])
    expect(mail.headers.has('x-mailer')).toBe(false)
  })

  test('in HTML has a text part beside it', async () => {
    const { sink } = await sendOnce({
      email: {
        html: true,
        content: '<style>p{color:red}</style><h1>News</h1><p>See <a href="https://x.test/a">this</a></p>',
      },
    })
    const mail = await simpleParser(sink.transactions[0]?.raw ?? '')
    expect(mail.headers.get('content-type')).toMatchObject({ value: 'multipart/alternative' })
    expect(mail.html).toContain('<h1>News</h1>')
    expect(mail.text).toBe('News\n\nSee this [https://x.test/a]')
  })

  test('carries its attachments', async () => {
    const bytes = Buffer.from([0, 1, 2, 253, 254, 255])
    const { sink } = await sendOnce({
      email: {
        attachments: [
          { name: 'Übersicht.bin', mimeType: 'application/x-thing', content: async () => bytes },
          {
            name: '../../etc/passwd\r\nX: y',
            mimeType: 'message/rfc822',
            content: async () => Buffer.from('hi'),
          },
        ],
      },
    })
    const mail = await simpleParser(sink.transactions[0]?.raw ?? '')
    expect(mail.attachments.map(({ filename, contentType }) => [filename, contentType])).toEqual([
      ['Übersicht.bin', 'application/x-thing'],
      ['.._.._etc_passwd X: y', 'application/octet-stream'],
    ])
    expect(mail.attachments[0]?.content).toEqual(bytes)
    expect(mail.text).toBe('How are you?')
  })

  test('is delivered whole when its lines begin with dots and are very long', async () => {
    const content = `.\n..\n.x\n${'long '.repeat(500)}\n.`
    const { sink } = await sendOnce({ email: { content, subject: 'x'.repeat(998) } })
    const { raw } = sink.transactions[0] ?? { raw: Buffer.alloc(0) }
    const mail = await simpleParser(raw)
    expect(mail.text?.trimEnd()).toBe(content)
    expect(mail.subject).toBe('x'.repeat(998))
    expect(
      Math.max(
        ...raw
          .toString('latin1')
          .split('\r\n')
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(998)
  })

  test('is composed once, however many get it', async () => {
    let reads = 0
    const sink = await aSink()
    const channel = aChannel()
    const provider = aProvider({ credentials: { port: sink.port } })
    const content = anEmail({
      attachments: [
        {
          name: 'a.txt',
          mimeType: 'text/plain',
          content: async () => {
            reads++
            return Buffer.from('a')
          },
        },
      ],
    })
    await Promise.all(
      [1, 2, 3].map((n) =>
        channel.send(provider, content, [aRecipient(`a${n}@example.net`, { n })], { signal: never() }),
      ),
    )
    expect(sink.transactions).toHaveLength(3)
    expect(reads).toBe(1)
  })

  test('whose attachment cannot be read is tried again later, and then read again', async () => {
    const sink = await aSink()
    const channel = aChannel()
    const provider = aProvider({ credentials: { port: sink.port } })
    let isThere = false
    const content = anEmail({
      attachments: [
        {
          name: 'a.txt',
          mimeType: 'text/plain',
          content: async () => {
            if (!isThere) throw new Error('The database is away.')
            return Buffer.from('a')
          },
        },
      ],
    })
    const send = () => channel.send(provider, content, [aRecipient('a@example.net')], { signal: never() })
    expect(short((await send())[0])).toBe('transient NOT_COMPOSED')
    isThere = true
    expect(short((await send())[0])).toBe('accepted')
  })
})

describe('who is named in a copy', () => {
  const many = { cc: ['cy@example.net'] }
  const sole = { cc: ['cy@example.net'], soleRecipient: 'ada@example.net' }

  test.each([
    ['its recipient', many, aRecipient('ada@example.net'), 'ada@example.net'],
    [
      'nobody, for a copy of what many get',
      many,
      aRecipient('cy@example.net', { role: 'cc' }),
      'undisclosed-recipients:;',
    ],
    [
      'nobody, for a blind copy of it',
      many,
      aRecipient('bo@example.net', { role: 'bcc' }),
      'undisclosed-recipients:;',
    ],
    [
      'the only recipient, for a blind copy',
      sole,
      aRecipient('bo@example.net', { role: 'bcc' }),
      'ada@example.net',
    ],
  ])('is %s', async (_, email, recipient, to) => {
    const { sink } = await sendOnce({ email, to: [recipient] })
    const [taken] = sink.transactions
    expect(taken?.accepted).toEqual([recipient.identifier])
    const head = taken?.raw.toString().split('\r\n\r\n')[0] ?? ''
    expect(head).toContain(`\r\nTo: ${to}\r\n`)
    expect(head).toContain('\r\nCc: cy@example.net\r\n')
    expect(head).not.toMatch(/bcc|bo@/i)
  })

  test('of one recipient goes out in one transaction, with an outcome for each', async () => {
    const { sink, outcomes } = await sendOnce({
      sink: { script: [{ on: 'rcpt', match: '^cy@', say: '550 5.1.1 Nobody here' }] },
      email: sole,
      to: [
        aRecipient('ada@example.net', { n: 1 }),
        aRecipient('cy@example.net', { n: 2, role: 'cc' }),
        aRecipient('bo@example.net', { n: 3, role: 'bcc' }),
      ],
    })
    expect(outcomes.map(short)).toEqual(['accepted', 'expired 550 5.1.1', 'accepted'])
    expect(sink.transactions).toHaveLength(1)
    expect(sink.transactions[0]).toMatchObject({ accepted: ['ada@example.net', 'bo@example.net'] })
  })
})

describe('the Message-ID', () => {
  test('is the same in every attempt, and the attempt is told apart', async () => {
    const sink = await aSink({ script: [{ on: 'body', times: 1, say: '451 4.3.0 Later' }] })
    const channel = aChannel()
    const provider = aProvider({ credentials: { port: sink.port } })
    for (const attempt of [1, 2]) {
      await channel.send(provider, anEmail(), [aRecipient('ada@example.net', { attempt })], {
        signal: never(),
      })
    }
    await channel.send(provider, anEmail(), [aRecipient('bea@example.net', { n: 2 })], { signal: never() })
    const [first, second, other] = sink.transactions
    expect(first?.messageId).toMatch(/^<[0-9a-f]{32}@example\.org>$/)
    expect(second?.messageId).toBe(first?.messageId)
    expect([first?.attempt, second?.attempt]).toEqual([1, 2])
    expect(other?.messageId).not.toBe(first?.messageId)
  })
})

describe('a refusal', () => {
  const table: readonly [string, string, string][] = [
    ['rcpt', '550 5.1.1 No such user', 'expired 550 5.1.1'],
    ['rcpt', '550-5.1.1 No such user\r\n550 5.1.1 really', 'expired 550 5.1.1'],
    ['rcpt', '550 5.1.2 No such host', 'expired 550 5.1.2'],
    ['rcpt', '550 5.1.3 Bad address', 'expired 550 5.1.3'],
    ['rcpt', '550 5.1.6 Moved', 'expired 550 5.1.6'],
    ['rcpt', '550 5.1.10 Null MX', 'expired 550 5.1.10'],
    ['rcpt', '553 5.1.3 Bad address', 'expired 553 5.1.3'],
    ['rcpt', '550 5.1.8 Sender refused', 'config 550 5.1.8'],
    ['rcpt', '553 5.1.7 Sender refused', 'config 553 5.1.7'],
    ['rcpt', '550 No such user', 'rejected 550'],
    ['rcpt', '550 4.1.1 Of another class', 'rejected 550'],
    ['rcpt', '550 5.2.1 Disabled', 'rejected 550 5.2.1'],
    ['rcpt', '550 5.4.1 No route', 'rejected 550 5.4.1'],
    ['rcpt', '554 5.7.1 Policy', 'rejected 554 5.7.1'],
    ['rcpt', '552 5.2.2 Mailbox full', 'transient 552 5.2.2'],
    ['rcpt', '452 4.2.2 Mailbox full', 'transient 452 4.2.2'],
    ['rcpt', '450 4.7.1 Greylisted', 'transient 450 4.7.1'],
    ['rcpt', '451 Local error', 'transient 451'],
    ['rcpt', '421 4.3.2 Shutting down', 'transient 421 4.3.2'],
    ['rcpt', '499 Never heard of', 'transient 499'],
    ['rcpt', '599 Never heard of', 'rejected 599'],
    ['rcpt', '530 5.7.0 Sign in first', 'auth 530 5.7.0'],
    ['mail', '550 5.7.1 Not your address', 'config 550 5.7.1'],
    ['mail', '553 5.1.8 Unknown sender', 'config 553 5.1.8'],
    ['mail', '552 5.3.4 Too big', 'rejected 552 5.3.4'],
    ['mail', '530 5.7.0 Sign in first', 'auth 530 5.7.0'],
    ['mail', '535 5.7.8 Bad credentials', 'auth 535 5.7.8'],
    ['mail', '451 4.7.1 Later', 'transient 451 4.7.1'],
    ['mail', '421 4.7.0 Too many', 'transient 421 4.7.0'],
    ['data', '554 5.5.1 No', 'rejected 554 5.5.1'],
    ['data', '421 Going', 'transient 421'],
    ['body', '550 5.7.1 Spam', 'rejected 550 5.7.1'],
    ['body', '554 5.6.0 Malformed', 'rejected 554 5.6.0'],
    ['body', '552 5.2.3 Too big', 'rejected 552 5.2.3'],
    ['body', '550 5.1.1 No such user after all', 'expired 550 5.1.1'],
    ['body', '451 4.3.0 Disk full', 'transient 451 4.3.0'],
    ['body', '421 4.3.2 Shutting down', 'transient 421 4.3.2'],
  ]

  describe.each([
    ['with pipelining', undefined],
    ['without pipelining', ['8BITMIME']],
  ])('%s', (_, extensions) => {
    test.each(table)('at %s with "%s" means %s', async (on, say, expected) => {
      const { outcome, sink } = await sendOnce({
        sink: { script: [{ on: on as 'rcpt', say }], ...(extensions ? { extensions } : {}) },
      })
      expect(short(outcome)).toBe(expected)
      expect(outcome.response).toContain(say.replaceAll('\r\n', '\n'))
      expect(sink.transactions.flatMap(({ accepted }) => accepted)).toEqual([])
    })
  })

  test('is never taken for that of another recipient, however the answers are cut', async () => {
    const sink = await aSink()
    const channel = aChannel()
    const provider = aProvider({ credentials: { port: sink.port } })
    const answers = {
      '250 2.1.5 Ok': 'accepted',
      '250-2.1.5 Ok\r\n250 2.1.5 really': 'accepted',
      '550 5.1.1 Unknown': 'expired 550 5.1.1',
      '554-5.7.1 550 5.1.1\r\n554 5.7.1 No': 'rejected 554 5.7.1',
      '451 4.3.0 Later': 'transient 451 4.3.0',
    }
    const said = fc.constantFrom(...(Object.keys(answers) as (keyof typeof answers)[]))
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ say: said, pieces: fc.integer({ min: 1, max: 30 }) }), {
          minLength: 1,
          maxLength: 6,
        }),
        async (planned) => {
          sink.setScript(planned.map((plan, index) => ({ on: 'rcpt', match: `^a${index}@`, ...plan })))
          const recipients = planned.map((_, index) =>
            aRecipient(`a${index}@example.net`, { n: index + 1, role: index === 0 ? 'to' : 'cc' }),
          )
          const content = anEmail({ soleRecipient: 'a0@example.net' })
          const outcomes = await channel.send(provider, content, recipients, { signal: never() })
          expect(outcomes.map(short)).toEqual(planned.map(({ say }) => answers[say]))
        },
      ),
      { numRuns: 100 },
    )
  }, 60_000)

  test('leaves the connection fit for the next recipient', async () => {
    const sink = await aSink({ script: [{ on: 'rcpt', match: '^bad', say: '550 5.1.1 No' }] })
    const channel = aChannel()
    const provider = aProvider({ credentials: { port: sink.port } })
    const content = anEmail()
    const outcomes: (string | undefined)[] = []
    for (const name of ['bad1', 'ada', 'bad2', 'bea']) {
      const [outcome] = await channel.send(provider, content, [aRecipient(`${name}@example.net`)], {
        signal: never(),
      })
      outcomes.push(short(outcome))
    }
    expect(outcomes).toEqual(['expired 550 5.1.1', 'accepted', 'expired 550 5.1.1', 'accepted'])
    expect(sink.commands.filter(({ line }) => line === 'RSET')).toHaveLength(2)
    // Each send begins only after the RSET before it is answered, or on another connection.
    expect(sink.connections.most).toBeLessThanOrEqual(2)
  })

  test('after which the server will not be reset closes the connection', async () => {
    const sink = await aSink({
      script: [
        { on: 'rcpt', match: '^bad', say: '550 5.1.1 No' },
        { on: 'rset', say: '502 What?' },
      ],
    })
    const channel = aChannel()
    const provider = aProvider({ credentials: { port: sink.port } })
    await channel.send(provider, anEmail(), [aRecipient('bad@example.net')], { signal: never() })
    await until(() => sink.connections.open === 0)
    const [outcome] = await channel.send(provider, anEmail(), [aRecipient('ada@example.net')], {
      signal: never(),
    })
    expect(short(outcome)).toBe('accepted')
  })

  test('keeps no secret, no control characters and no more than 4 KB of what the server says', async () => {
    const password = 'correct horse'
    const encoded = Buffer.from(`\0ann\0${password}`).toString('base64')
    const noise = `550 5.7.1 ${password} \u0000\u0007 ${encoded} ${'€'.repeat(10_000)}`
    const { outcome } = await sendOnce({
      sink: { auth: { user: 'ann', password }, script: [{ on: 'rcpt', say: noise }] },
      credentials: { username: 'ann', password },
    })
    expect(short(outcome)).toBe('rejected 550 5.7.1')
    expect(outcome.response).not.toContain('horse')
    expect(outcome.response).not.toContain(encoded)
    expect(outcome.response).not.toMatch(/[\p{Cc}\ufffd]/u)
    expect(Buffer.byteLength(outcome.response)).toBeGreaterThan(4_000)
    expect(Buffer.byteLength(outcome.response)).toBeLessThanOrEqual(4_096)
  })

  test('in the midst of the message is heard, and that connection is not used again', async () => {
    const sink = await aSink({ script: [{ on: 'body', early: true, times: 1, say: '552 5.3.4 Enough' }] })
    const channel = aChannel()
    const provider = aProvider({ credentials: { port: sink.port } })
    const large = anEmail({ attachments: [megabytes(8)] })
    const send = () => channel.send(provider, large, [aRecipient('ada@example.net')], { signal: never() })
    expect(short((await send())[0])).toBe('rejected 552 5.3.4')
    expect(short((await send())[0])).toBe('accepted')
    expect(sink.connections.total).toBe(2)
    expect(sink.transactions).toHaveLength(1)
  })

  test('for its size comes without asking when the server says how much it takes', async () => {
    const { outcome, sink } = await sendOnce({
      sink: { size: 1_000 },
      email: { content: 'x '.repeat(2_000) },
    })
    expect(short(outcome)).toBe('rejected TOO_LARGE')
    expect(sink.commands.map(({ line }) => line.split(' ')[0])).not.toContain('MAIL')
  })
})

describe('a connection that ends', () => {
  const large = { content: 'x'.repeat(60_000), attachments: [megabytes(8)] }

  test.each([
    ['at the greeting', { on: 'connect', drop: 'before' }, 'transient CONNECTION_LOST'],
    ['at EHLO', { on: 'ehlo', drop: 'before' }, 'transient CONNECTION_LOST'],
    ['at MAIL', { on: 'mail', drop: 'before' }, 'transient CONNECTION_LOST'],
    ['at RCPT', { on: 'rcpt', drop: 'before' }, 'transient CONNECTION_LOST'],
    ['at DATA', { on: 'data', drop: 'before' }, 'transient CONNECTION_LOST'],
    ['after the dot', { on: 'body', drop: 'before' }, 'unknown CONNECTION_LOST'],
    ['after 250', { on: 'body', drop: 'after' }, 'accepted'],
  ] as const)('%s', async (_, rule, expected) => {
    const { outcome, sink } = await sendOnce({ sink: { script: [rule] } })
    expect(short(outcome)).toBe(expected)
    const bodies = sink.transactions.length
    expect(bodies).toBe(rule.on === 'body' ? 1 : 0)
  })

  test.each([
    ['right after 354', { on: 'data', drop: 'after' }],
    ['in the midst of the message', { on: 'body', early: true, drop: 'before' }],
  ] as const)('%s leaves no doubt while there is more to come', async (_, rule) => {
    const { outcome } = await sendOnce({ sink: { script: [rule] }, email: large })
    expect(short(outcome)).toBe('transient CONNECTION_LOST')
  })

  test('while idle is replaced without a word, and the new one is kept', async () => {
    const sink = await aSink()
    const channel = aChannel({ limits: { idleMs: 600_000 } })
    const provider = aProvider({ credentials: { port: sink.port } })
    const send = () => channel.send(provider, anEmail(), [aRecipient('ada@example.net')], { signal: never() })
    await send()
    sink.dropAll()
    expect(short((await send())[0])).toBe('accepted')
    expect(short((await send())[0])).toBe('accepted')
    expect(sink.transactions).toHaveLength(3)
    expect(sink.connections.total).toBe(2)
    await channel.close()
    await until(() => sink.connections.open === 0)
  })

  test('with 421 after a while is replaced without a word', async () => {
    const sink = await aSink()
    const channel = aChannel()
    const provider = aProvider({ credentials: { port: sink.port } })
    const send = () => channel.send(provider, anEmail(), [aRecipient('ada@example.net')], { signal: never() })
    await send()
    sink.setScript([{ on: 'mail', times: 1, say: '421 4.4.2 Idle for too long', drop: 'after' }])
    expect(short((await send())[0])).toBe('accepted')
    expect(sink.connections.total).toBe(2)
  })
})

describe('a server that talks strangely', () => {
  test.each([
    [
      'splits its answers into single bytes',
      { on: 'rcpt', say: '550-5.1.1 No\r\n550 5.1.1 really no', pieces: 1 },
      'expired 550 5.1.1',
    ],
    ['writes a line of 10 kB', { on: 'rcpt', say: `550 5.7.1 ${'x'.repeat(10_000)}` }, 'rejected 550 5.7.1'],
    [
      'answers without end',
      { on: 'rcpt', say: `250-${'x'.repeat(200)}\r\n`.repeat(1_000) },
      'transient PROTOCOL',
    ],
    ['answers RCPT with noise', { on: 'rcpt', say: 'what?' }, 'transient PROTOCOL'],
    ['answers MAIL twice', { on: 'mail', say: '250 Ok\r\n250 Ok\r\n250 Ok\r\n250 Ok' }, 'transient PROTOCOL'],
    ['answers DATA with 250', { on: 'data', say: '250 Ok' }, 'transient PROTOCOL'],
    ['answers the dot with noise', { on: 'body', say: 'Thanks' }, 'unknown PROTOCOL'],
    ['answers the dot with 354', { on: 'body', say: '354 More?' }, 'unknown PROTOCOL'],
    [
      'answers RCPT with an unfinished line',
      { on: 'rcpt', say: '550 5.1.1 No su', bare: true, drop: 'after' },
      'transient CONNECTION_LOST',
    ],
    [
      'answers the dot with an unfinished line',
      { on: 'body', say: '550 5.7.1 Sp', bare: true, drop: 'after' },
      'unknown CONNECTION_LOST',
    ],
    ['greets with noise', { on: 'connect', say: 'HTTP/1.1 400 Bad Request' }, 'transient PROTOCOL'],
    ['greets with a refusal', { on: 'connect', say: '554 5.7.1 You are blocked' }, 'config TURNED_AWAY'],
    ['greets with 421', { on: 'connect', say: '421 4.3.2 Busy' }, 'transient BUSY'],
    ['knows no EHLO', { on: 'ehlo', say: '502 What?' }, 'accepted'],
  ] as const)('%s', async (_, rule, expected) => {
    const { outcome } = await sendOnce({ sink: { script: [rule] } })
    expect(short(outcome)).toBe(expected)
    expect(outcome.response).not.toContain('blocked')
  })
})

describe('time', () => {
  const soon = { connect: 500, greeting: 500, reply: 500, transaction: 3_000 }

  test.each([
    ['never greets', { on: 'connect', say: '' }, 'transient TIMEOUT'],
    ['never answers EHLO', { on: 'ehlo', say: '' }, 'transient TIMEOUT'],
    ['never answers RCPT', { on: 'rcpt', say: '' }, 'transient TIMEOUT'],
    ['never answers DATA', { on: 'data', say: '' }, 'transient TIMEOUT'],
    ['never answers the dot', { on: 'body', say: '' }, 'unknown TIMEOUT'],
    ['drips its greeting', { on: 'connect', pieces: 1, pieceMs: 100 }, 'transient TIMEOUT'],
    [
      'drips its answer to the dot',
      { on: 'body', say: `250 ${'o'.repeat(99)}`, pieces: 1, pieceMs: 100 },
      'unknown TIMEOUT',
    ],
  ] as const)('runs out when the server %s', async (_, rule, expected) => {
    const started = performance.now()
    const { outcome, sink } = await sendOnce({ sink: { script: [rule] }, channel: { deadlines: soon } })
    expect(short(outcome)).toBe(expected)
    expect(performance.now() - started).toBeLessThan(4_500)
    await until(() => sink.connections.open === 0)
  })

  test('is enough for a server that is slow but steady', async () => {
    const { outcome } = await sendOnce({
      sink: { delayMs: 400 },
      channel: { deadlines: { ...soon, greeting: 2_000, reply: 2_000, transaction: 60_000 } },
    })
    expect(short(outcome)).toBe('accepted')
  })
})

describe('stopping', () => {
  test.each([
    ['before it began', { on: 'connect', say: '' }, 'transient ABORTED'],
    ['before the message', { on: 'rcpt', say: '' }, 'transient ABORTED'],
    ['after the message', { on: 'body', say: '' }, 'unknown ABORTED'],
  ] as const)('%s', async (_, rule, expected) => {
    const sink = await aSink({ script: [rule] })
    const channel = aChannel()
    const provider = aProvider({ credentials: { port: sink.port } })
    const stop = new AbortController()
    const sending = channel.send(provider, anEmail(), [aRecipient('ada@example.net')], {
      signal: stop.signal,
    })
    await until(() =>
      rule.on === 'connect'
        ? sink.connections.open === 1
        : rule.on === 'body'
          ? sink.transactions.length === 1
          : sink.commands.some(({ line }) => line.startsWith('RCPT')),
    )
    stop.abort()
    expect((await sending).map(short)).toEqual([expected])
    await until(() => sink.connections.open === 0)
  })

  test('that was asked for before does not even connect', async () => {
    const { outcome, sink } = await sendOnce({ signal: AbortSignal.abort() })
    expect(short(outcome)).toBe('transient ABORTED')
    expect(sink.connections.total).toBe(0)
  })

  test('frees the place of one who waits for a connection', async () => {
    const sink = await aSink({ script: [{ on: 'body', match: '^slow', say: '' }] })
    const channel = aChannel({ limits: { connections: 1 } })
    const provider = aProvider({ credentials: { port: sink.port } })
    const stop = new AbortController()
    const send = (name: string, signal: AbortSignal) =>
      channel.send(provider, anEmail(), [aRecipient(`${name}@example.net`)], { signal })
    const first = send('slow', stop.signal)
    await until(() => sink.transactions.length === 1)
    const stopWaiting = new AbortController()
    const second = send('ada', stopWaiting.signal)
    const third = send('bea', never())
    stopWaiting.abort()
    expect(short((await second)[0])).toBe('transient ABORTED')
    stop.abort()
    expect(short((await first)[0])).toBe('unknown ABORTED')
    expect(short((await third)[0])).toBe('accepted')
  })
})

describe('connections', () => {
  test('are five at most, and are used again', async () => {
    const sink = await aSink({ delayMs: 2 })
    const channel = aChannel()
    const provider = aProvider({ credentials: { port: sink.port } })
    const content = anEmail()
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        channel.send(provider, content, [aRecipient(`a${index}@example.net`, { n: index + 1 })], {
          signal: never(),
        }),
      ),
    )
    expect(new Set(outcomes.flat().map(short))).toEqual(new Set(['accepted']))
    expect(new Set(sink.transactions.flatMap(({ accepted }) => accepted)).size).toBe(60)
    expect(new Set(sink.transactions.map(({ messageId }) => messageId)).size).toBe(60)
    expect(sink.connections).toMatchObject({ most: 5, total: 5 })
  })

  test('are replaced after their number of e-mails, and never one too many is open', async () => {
    const sink = await aSink()
    const channel = aChannel({ limits: { connections: 2, messages: 10 } })
    const provider = aProvider({ credentials: { port: sink.port } })
    const content = anEmail()
    await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        channel.send(provider, content, [aRecipient(`a${index}@example.net`)], { signal: never() }),
      ),
    )
    expect(sink.connections.most).toBe(2)
    expect(sink.connections.total).toBe(6)
    expect(sink.transactions).toHaveLength(60)
  })

  test('close by themselves when there is nothing to do', async () => {
    const { sink } = await sendOnce({ channel: { limits: { idleMs: 20 } } })
    await until(() => sink.connections.open === 0)
    expect(sink.commands.at(-1)?.line).toBe('QUIT')
  })

  test('of an older version of the provider are not used again', async () => {
    const sink = await aSink()
    const channel = aChannel()
    const send = (version: string) =>
      channel.send(
        aProvider({ credentials: { port: sink.port }, version }),
        anEmail(),
        [aRecipient('ada@example.net')],
        {
          signal: never(),
        },
      )
    await send('1')
    await send('2')
    await until(() => sink.connections.open === 1)
    expect(sink.connections.total).toBe(2)
    await send('2')
    expect(sink.connections.total).toBe(2)
  })

  test('are all closed when the channel closes', async () => {
    const { sink, channel } = await sendOnce()
    await channel.close()
    await until(() => sink.connections.open === 0)
  })
})

describe('several hosts', () => {
  test('are tried in order until one takes us', async () => {
    const closed = await startSmtpSink()
    await closed.close()
    const busy = await aSink({ script: [{ on: 'connect', say: '421 4.3.2 Busy' }] })
    const strict = await aSink({ auth: { user: 'ann', password: 'other' } })
    const good = await aSink({ auth: { user: 'ann', password: 'right' } })
    const last = await aSink({ auth: { user: 'ann', password: 'right' } })
    const hosts = [closed, busy, strict, good, last].map(({ port }) => `127.0.0.1:${port}`)
    const channel = aChannel()
    const provider = aProvider({ credentials: { host: hosts.join(';'), username: 'ann', password: 'right' } })
    const [outcome] = await channel.send(provider, anEmail(), [aRecipient('ada@example.net')], {
      signal: never(),
    })
    expect(short(outcome)).toBe('accepted')
    expect([busy, strict, good, last].map(({ connections }) => connections.total)).toEqual([1, 1, 1, 0])
    expect(good.transactions[0]).toMatchObject({ user: 'ann' })
  })

  test('that all fail are transient as long as one of them may come back', async () => {
    const strict = await aSink({ auth: { user: 'ann', password: 'other' } })
    const closed = await startSmtpSink()
    await closed.close()
    const send = async (...ports: number[]) => {
      const host = ports.map((port) => `127.0.0.1:${port}`).join('; ')
      const provider = aProvider({ credentials: { host, username: 'ann', password: 'wrong' } })
      const [outcome] = await aChannel().send(provider, anEmail(), [aRecipient('a@example.net')], {
        signal: never(),
      })
      return short(outcome)
    }
    expect(await send(strict.port, closed.port)).toBe('transient CONNECTION_REFUSED')
    expect(await send(strict.port)).toBe('auth AUTH')
  })
})

describe('signing in', () => {
  const auth = { user: 'ann', password: 'right' }

  test.each([
    ['with both halves', { username: 'ann', password: 'right' }, {}, 'accepted'],
    ['with a wrong password', { username: 'ann', password: 'wrong' }, {}, 'auth AUTH'],
    ['with one half only is not tried', { username: 'ann' }, {}, 'auth 530 5.7.0'],
    ['by LOGIN', { username: 'ann', password: 'right' }, { authMethods: ['LOGIN'] }, 'accepted'],
    [
      'where the server cannot check just now',
      { username: 'ann', password: 'right' },
      { script: [{ on: 'auth' as const, say: '454 4.7.0 Temporary failure' }] },
      'transient AUTH',
    ],
  ])('%s', async (_, credentials, sink, expected) => {
    const { outcome } = await sendOnce({ sink: { auth, ...sink }, credentials })
    expect(short(outcome)).toBe(expected)
    expect(outcome.response).not.toMatch(/right|wrong/)
  })

  test('at a server that offers none is refused by us', async () => {
    const { outcome, sink } = await sendOnce({ credentials: { username: 'ann', password: 'right' } })
    expect(short(outcome)).toBe('auth AUTH_NOT_OFFERED')
    expect(sink.transactions).toEqual([])
  })
})

describe('encryption', () => {
  const trusted = { tls: { ca: certificate.cert } }
  const host = 'localhost'

  test.each([
    // prefix, encryption, autoTLS, what the server has, expected, encrypted
    ['', 'none', true, 'starttls', 'accepted', true],
    ['', 'none', true, 'plain', 'accepted', false],
    ['', 'none', false, 'starttls', 'accepted', false],
    ['', 'tls', true, 'starttls', 'accepted', true],
    ['', 'tls', false, 'starttls', 'accepted', true],
    ['', 'tls', true, 'plain', 'config TLS_REQUIRED', false],
    ['', 'ssl', false, 'implicit', 'accepted', true],
    ['', 'ssl', true, 'plain', 'transient TLS', false],
    ['tls://', 'none', false, 'starttls', 'accepted', true],
    ['tls://', 'none', false, 'plain', 'config TLS_REQUIRED', false],
    ['ssl://', 'none', false, 'implicit', 'accepted', true],
    ['SSL://', 'tls', false, 'implicit', 'accepted', true],
  ] as const)(
    'with "%s" %s autoTLS=%s at a %s server: %s',
    async (prefix, encryption, autoTLS, has, expected, secure) => {
      const tls = has === 'plain' ? undefined : { ...certificate, implicit: has === 'implicit' }
      const sink = await aSink(tls ? { tls } : {})
      const provider = aProvider({
        credentials: { host: `${prefix}${host}:${sink.port}` },
        options: { encryption, autoTLS },
      })
      const [outcome] = await aChannel(trusted).send(provider, anEmail(), [aRecipient('ada@example.net')], {
        signal: never(),
      })
      expect(short(outcome)).toBe(expected)
      expect(sink.transactions.map((transaction) => transaction.secure)).toEqual(
        expected === 'accepted' ? [secure] : [],
      )
    },
  )

  test.each([
    ['of an unknown authority', certificate, {}],
    ['of another name', makeCertificate({ names: ['mail.example.org'] }), 'itself'],
    ['that has run out', makeCertificate({ notAfter: new Date(Date.now() - 1_000) }), 'itself'],
  ])('is refused with a certificate %s', async (_, keys, ca) => {
    const { outcome, sink } = await sendOnce({
      sink: { tls: keys },
      channel: { tls: ca === 'itself' ? { ca: keys.cert } : {} },
      credentials: { host: 'localhost' },
    })
    expect(short(outcome)).toBe('transient TLS')
    expect(sink.transactions).toEqual([])
  })

  test('with the right certificate reaches an address too', async () => {
    const { outcome } = await sendOnce({ sink: { tls: certificate }, channel: trusted })
    expect(short(outcome)).toBe('accepted')
  })

  test.each([
    ['none', '454 4.7.0 TLS not available', 'transient TLS'],
    ['tls', '454 4.7.0 TLS not available', 'config TLS'],
    ['tls', '502 5.5.1 No', 'config TLS_REQUIRED'],
  ])('with %s is never given up when STARTTLS is answered with %s', async (encryption, say, expected) => {
    const { outcome, sink } = await sendOnce({
      sink: { tls: certificate, script: [{ on: 'starttls', say }] },
      channel: trusted,
      credentials: { host: 'localhost' },
      options: { encryption },
    })
    expect(short(outcome)).toBe(expected)
    expect(sink.commands.map(({ line }) => line.split(' ')[0])).not.toContain('MAIL')
  })

  test('that a server demands before sign-in is not done without', async () => {
    const { outcome } = await sendOnce({
      sink: { tls: certificate, auth: { user: 'ann', password: 'right' } },
      credentials: { username: 'ann', password: 'right' },
      options: { autoTLS: false },
    })
    expect(short(outcome)).toBe('auth AUTH_NOT_OFFERED')
  })
})

describe('letters outside ASCII in an address', () => {
  test('go by SMTPUTF8 where the server has it', async () => {
    const { outcome, sink } = await sendOnce({ to: [aRecipient('jörg@bücher.example')] })
    expect(short(outcome)).toBe('accepted')
    const [taken] = sink.transactions
    expect(taken).toMatchObject({ accepted: ['jörg@xn--bcher-kva.example'] })
    expect(taken?.parameters).toMatch(/\bSMTPUTF8\b.*\bBODY=8BITMIME\b/)
    expect(taken?.raw.toString()).toContain('To: jörg@bücher.example')
  })

  test('are refused where it has not, and the others get theirs without them', async () => {
    const { outcomes, sink } = await sendOnce({
      sink: { extensions: ['PIPELINING'] },
      email: { soleRecipient: 'ada@example.net', cc: ['jörg@example.net', 'cy@bücher.example'] },
      to: [aRecipient('ada@example.net'), aRecipient('jörg@example.net', { n: 2, role: 'cc' })],
    })
    expect(outcomes.map(short)).toEqual(['accepted', 'rejected SMTPUTF8'])
    const raw = sink.transactions[0]?.raw.toString() ?? ''
    expect(raw).toContain('Cc: cy@xn--bcher-kva.example\r\n')
    expect(raw).not.toMatch(/\P{ASCII}/u)
  })

  test('only in the domain need nothing special', async () => {
    const { outcome, sink } = await sendOnce({
      sink: { extensions: [] },
      to: [aRecipient('joe@bücher.example')],
      options: { fromEmail: 'ann@grüße.example' },
    })
    expect(short(outcome)).toBe('accepted')
    expect(sink.transactions[0]).toMatchObject({
      from: 'ann@xn--gre-6ka8l.example',
      accepted: ['joe@xn--bcher-kva.example'],
    })
  })

  test("in the sender's are the provider's fault", async () => {
    const { outcome } = await sendOnce({
      sink: { extensions: [] },
      options: { fromEmail: 'jörg@example.org' },
    })
    expect(short(outcome)).toBe('config SMTPUTF8')
  })
})

describe('what cannot be sent', () => {
  test.each([
    'nobody',
    'a@b',
    'a b@example.net',
    'a@example.net\r\nRCPT TO:<x@example.net>',
    '<a@example.net>',
    '',
  ])('is refused for %j, without a connection carrying it', async (identifier) => {
    const { outcome, sink } = await sendOnce({ to: [aRecipient(identifier)] })
    expect(short(outcome)).toBe('rejected INVALID_ADDRESS')
    expect(sink.transactions).toEqual([])
  })

  test.each([
    ['a sender that is none', { options: { fromEmail: 'nobody' } }, 'config SENDER_INVALID'],
    ['no host', { credentials: { host: ' ; ' } }, 'config HOST_INVALID'],
    ['settings of the wrong form', { credentials: { port: 'x' } }, 'config SETTINGS'],
    [
      'a host at a metadata address',
      { credentials: { host: '169.254.169.254' } },
      'config ADDRESS_NOT_ALLOWED',
    ],
  ])('for %s', async (_, fields, expected) => {
    const { outcome } = await sendOnce(fields)
    expect(short(outcome)).toBe(expected)
  })

  test('for a name that cannot be found', async () => {
    const lookUp = () => Promise.reject(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }))
    const { outcome } = await sendOnce({ channel: { lookUp }, credentials: { host: 'mail.example.org' } })
    expect(short(outcome)).toBe('transient DNS')
  })

  test('for a name that leads inside by one of its addresses', async () => {
    const { outcome, sink } = await sendOnce({
      channel: { networks: readNetworks('public'), lookUp: async () => ['192.0.2.1', '127.0.0.1'] },
      credentials: { host: 'mail.example.org' },
    })
    expect(short(outcome)).toBe('config ADDRESS_NOT_ALLOWED')
    expect(sink.connections.total).toBe(0)
  })
})

describe('a check', () => {
  const ask = async (fields: Fields, options: Partial<SmtpChannelOptions> = {}) =>
    aChannel(options).check(aProvider(fields), { signal: never() })

  test('says of each host how it is, and sends nothing', async () => {
    const good = await aSink({ tls: certificate, auth: { user: 'ann', password: 'right' } })
    const strict = await aSink({ auth: { user: 'ann', password: 'other' } })
    const blocked = await aSink({ script: [{ on: 'connect', say: '554 secret banner' }] })
    const closed = await startSmtpSink()
    await closed.close()
    const hosts = [good, strict, blocked, closed].map(({ port }) => `localhost:${port}`)
    const { ok, detail } = await ask(
      { credentials: { host: hosts.join(';'), username: 'ann', password: 'right' } },
      { tls: { ca: certificate.cert } },
    )
    expect(ok).toBe(true)
    expect(detail.split(/(?<=\.) /)).toEqual([
      `${hosts[0]} works (encrypted, signed in).`,
      `${hosts[1]} refused the user name and password (535).`,
      `${hosts[2]} turns us away (554).`,
      `${hosts[3]} refused the connection.`,
    ])
    expect(good.commands.map(({ line }) => line.split(' ')[0])).toEqual([
      'EHLO',
      'STARTTLS',
      'EHLO',
      'AUTH',
      'QUIT',
    ])
  })

  test('fails when no host takes us', async () => {
    const sink = await aSink()
    expect(await ask({ credentials: { port: sink.port }, options: { encryption: 'tls' } })).toEqual({
      ok: false,
      detail: `127.0.0.1:${sink.port} offers no encryption (STARTTLS), which is required (502).`,
    })
  })

  test('does not wait for ever', async () => {
    const sink = await aSink({ script: [{ on: 'connect', say: '' }] })
    const result = await ask(
      { credentials: { port: sink.port } },
      { deadlines: { connect: 100, greeting: 100, reply: 100, transaction: 100 } },
    )
    expect(result).toEqual({ ok: false, detail: `127.0.0.1:${sink.port} did not answer in time.` })
  })
})

function megabytes(count: number) {
  return {
    name: 'big.bin',
    mimeType: 'application/octet-stream',
    content: async () => Buffer.alloc(count * 1024 * 1024, 7),
  }
}

import fc from 'fast-check'
import { simpleParser } from 'mailparser'
import { expect, test } from 'vitest'
import { nasty } from '../testing/nasty.ts'
import type { EmailContent, Recipient } from './channel.ts'
import { composeCopy, type Sender, toWireAddress } from './email-mime.ts'

const sender: Sender = {
  from: { name: 'Ann', address: 'ann@example.org' },
  replyTo: { name: 'Ann', address: 'ann@example.org' },
  mailer: '',
}
const content: EmailContent = {
  type: 'email',
  subject: 'Hello',
  content: 'Text',
  html: false,
  cc: [],
  soleRecipient: undefined,
  attachments: [],
}
const recipient: Recipient = { message: 1, n: 1, role: 'to', identifier: 'ada@example.net', attempt: 1 }

const names = [
  'From',
  'Reply-To',
  'Cc',
  'Subject',
  'X-Mailer',
  'To',
  'Date',
  'Message-ID',
  'X-Carillon-Attempt',
]

test('no text can add a header, a recipient or a line', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        fromName: nasty,
        replyToName: nasty,
        mailer: nasty,
        subject: nasty,
        text: nasty,
        address: nasty,
        file: nasty,
        mimeType: nasty,
      }),
      fc.boolean(),
      async (words, html) => {
        const copy = await composeCopy(
          {
            from: { name: words.fromName, address: 'ann@example.org' },
            replyTo: { name: words.replyToName, address: 'ann@example.org' },
            mailer: words.mailer,
          },
          {
            ...content,
            subject: words.subject,
            content: words.text,
            html,
            cc: ['cy@example.net', words.address],
            attachments: [
              { name: words.file, mimeType: words.mimeType, content: async () => Buffer.from('x') },
            ],
          },
          [recipient],
          { utf8: true },
        )
        const head = copy.head.toString('latin1')
        expect(head.replaceAll('\r\n', '')).not.toMatch(/[\r\n\0]/)
        expect(head.indexOf('\r\n\r\n')).toBe(head.length - 4)
        const lines = head.slice(0, -4).split(/\r\n(?![ \t])/)
        const unknown = lines
          .filter((line) => !/^(MIME-Version|Content-[\w-]+): /.test(line))
          .map((line) => line.slice(0, line.indexOf(':')))
        expect(unknown.filter((name) => !names.includes(name))).toEqual([])
        expect(new Set(unknown).size).toBe(unknown.length)
        expect(copy.body.includes(0)).toBe(false)

        const mail = await simpleParser(Buffer.concat([copy.head, copy.body]))
        expect(mail.from?.value.map(({ address }) => address)).toEqual(['ann@example.org'])
        expect(mail.replyTo?.value.map(({ address }) => address)).toEqual(['ann@example.org'])
        expect([mail.to].flat().flatMap((to) => to?.value.map(({ address }) => address))).toEqual([
          'ada@example.net',
        ])
        const cc = [mail.cc].flat().flatMap((entry) => entry?.value.map(({ address }) => address))
        expect(cc.length).toBe(toWireAddress(words.address) === undefined ? 1 : 2)
        expect(mail.attachments).toHaveLength(1)
      },
    ),
    { numRuns: 1_000 },
  )
}, 120_000)

test('no string that is not an address gets onto the wire', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        nasty,
        fc.tuple(nasty, nasty).map((parts) => parts.join('@')),
      ),
      (text) => {
        const address = toWireAddress(text)
        if (address !== undefined) expect(address).not.toMatch(/[\r\n\0<>]/)
      },
    ),
    { numRuns: 10_000 },
  )
})

test('what all copies of an e-mail share is one object', async () => {
  const first = await composeCopy(sender, content, [recipient], { utf8: false })
  const second = await composeCopy(sender, content, [{ ...recipient, n: 2, identifier: 'bea@example.net' }], {
    utf8: false,
  })
  expect(second.body).toBe(first.body)
  expect(second.messageId).not.toBe(first.messageId)
})

test('all copies for the only recipient of a message carry one Message-ID, in every attempt', async () => {
  const sole = { ...content, soleRecipient: 'ada@example.net' }
  const ids = await Promise.all(
    [
      [recipient, { ...recipient, n: 2, role: 'cc' as const, identifier: 'cy@example.net' }],
      [{ ...recipient, n: 2, role: 'cc' as const, identifier: 'cy@example.net', attempt: 2 }],
    ].map(async (to) => (await composeCopy(sender, sole, to, { utf8: false })).messageId),
  )
  expect(new Set(ids).size).toBe(1)
})

test('HTML that is nested without end, or has no text, still makes an e-mail', async () => {
  const deep = `${'<div>'.repeat(5_000)}deep${'</div>'.repeat(5_000)}`
  for (const html of [deep, '<img src="https://x.test/a.png">', '<p']) {
    const copy = await composeCopy(sender, { ...content, html: true, content: html }, [recipient], {
      utf8: false,
    })
    const mail = await simpleParser(Buffer.concat([copy.head, copy.body]))
    expect(mail.html).toContain(html.slice(0, 20))
    expect(mail.text).toBeTruthy()
  }
})

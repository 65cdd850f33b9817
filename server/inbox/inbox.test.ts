import nodemailer from 'nodemailer'
import { beforeAll, describe, expect, test } from 'vitest'
import { queries } from '../../contract/queries.ts'
import type { EmailContent } from '../channels/channel.ts'
import { createInboxChannel } from '../channels/inbox/channel.ts'
import { aServer, type TestServer } from '../testing/app.ts'
import { databases } from '../testing/database.ts'
import { aMessage } from '../testing/people.ts'
import { aProject, type TestProject } from '../testing/project.ts'
import { receive, receiveEmail } from './inbox.ts'

let server: TestServer

const never = new AbortController().signal

const email: EmailContent = {
  type: 'email',
  subject: 'Grüße',
  content: '<p>How are <b>you</b>?</p>',
  html: true,
  cc: [],
  soleRecipient: undefined,
  attachments: [{ name: 'Übersicht.txt', mimeType: 'text/plain', content: async () => Buffer.from('seven') }],
}

/** Sends through a test provider into the project's inbox. */
async function send(project: TestProject, message: number, content = email, count = 1, attempt = 1) {
  const channel = createInboxChannel({ receive: (items) => receive(project.db, items) })
  const provider = {
    seq: 1,
    project: project.seq,
    kind: 'inbox' as const,
    name: 'Test provider',
    credentials: {},
    options: {},
    version: '1',
  }
  const recipients = Array.from({ length: count }, (_, index) => ({
    message,
    n: index + 1,
    role: 'to' as const,
    identifier: `a${index + 1}@example.net`,
    attempt,
  }))
  const outcomes = await channel.send(provider, content, recipients, { signal: never })
  return outcomes.map((outcome) =>
    outcome.outcome === 'accepted' ? outcome.providerMessageId : outcome.code,
  )
}

async function rawEmail(
  mail: Parameters<ReturnType<typeof nodemailer.createTransport>['sendMail']>[0],
): Promise<Buffer> {
  const { message } = await nodemailer.createTransport({ streamTransport: true, buffer: true }).sendMail(mail)
  return message as Buffer
}

async function catchEmail(project: TestProject, raw: Buffer | string, recipients = ['ada@example.net']) {
  await receiveEmail(project.db, project.seq, {
    raw: Buffer.from(raw),
    sender: 'envelope@example.org',
    recipients,
  })
  const { body } = await project.call('GET', '/v1/inbox/items', { query: { queries: [queries.limit(1)] } })
  return body.items[0].$id as string
}

async function items(project: TestProject, query: Record<string, string | string[]> = {}) {
  const { body, status } = await project.call('GET', '/v1/inbox/items', { query })
  expect(status).toBe(200)
  return body as { total: number; items: Record<string, unknown>[] }
}

describe.each(databases)('on $engine', ({ aDatabase }) => {
  beforeAll(async () => {
    server = await aServer({ database: await aDatabase() })
  })

  describe('what a test provider sent', () => {
    test('is shown with its parts, and leads to its delivery', async () => {
      const project = await aProject(server)
      const message = await aMessage(project.db, project.seq, { id: 'hello' })
      const [id] = await send(project, message)

      const { body } = await project.call('GET', `/v1/inbox/items/${id}`)
      expect(body).toMatchObject({
        $id: id,
        type: 'email',
        sender: 'Test provider <test-provider@carillon.test>',
        recipients: ['a1@example.net'],
        subject: 'Grüße',
        preview: 'How are you?',
        attachmentTotal: 1,
        messageId: 'hello',
        deliveryId: `${message.toString(36)}-1`,
        text: 'How are you?',
        hasHtml: true,
        attachments: [
          { part: 1, name: 'Übersicht.txt', mimeType: 'text/plain', size: 5, contentId: '', inline: false },
        ],
        payload: null,
      })
      expect(body.headers.map(({ name }: { name: string }) => name)).toEqual(
        expect.arrayContaining([
          'From',
          'To',
          'Subject',
          'Date',
          'Message-ID',
          'X-Carillon-Attempt',
          'Content-Type',
        ]),
      )
      expect(body.headers).toContainEqual({ name: 'To', value: 'a1@example.net' })
    })

    test('is one item, however often it is tried', async () => {
      const project = await aProject(server)
      const message = await aMessage(project.db, project.seq, {})
      const first = await send(project, message, email, 3, 1)
      const second = await send(project, message, email, 5, 2)
      expect(second.slice(0, 3)).toEqual(first)
      expect(new Set(second).size).toBe(5)
      expect((await items(project)).total).toBe(5)
    })

    test('stays when its message is gone, and then leads nowhere', async () => {
      const project = await aProject(server)
      const message = await aMessage(project.db, project.seq, {})
      const [id] = await send(project, message)
      await project.db.deleteFrom('messages').where('seq', '=', message).execute()
      expect((await project.call('GET', `/v1/inbox/items/${id}`)).body).toMatchObject({
        messageId: null,
        deliveryId: null,
      })
      const [late] = await send(project, message)
      expect((await project.call('GET', `/v1/inbox/items/${late}`)).status).toBe(200)
    })

    test('by SMS or push is kept with its text or payload', async () => {
      const project = await aProject(server)
      const message = await aMessage(project.db, project.seq, {})
      const base = { project: project.seq, message, sender: 'Test provider' }
      const payload = { title: 'Ti\0tle', body: 'Body', data: { a: '1' } }
      const [sms, push] = await receive(project.db, [
        { ...base, n: 1, type: 'sms', recipient: '+14155550123', text: 'Line 1\nLine 2\0' },
        { ...base, n: 2, type: 'push', recipient: 'device', payload },
      ])
      expect((await project.call('GET', `/v1/inbox/items/${sms}`)).body).toMatchObject({
        type: 'sms',
        subject: '',
        preview: 'Line 1 Line 2',
        text: 'Line 1\nLine 2',
        hasHtml: false,
        headers: [],
      })
      expect((await project.call('GET', `/v1/inbox/items/${push}`)).body).toMatchObject({
        type: 'push',
        subject: 'Title',
        preview: 'Body',
        payload: { title: 'Title', body: 'Body', data: { a: '1' } },
      })
      expect((await project.call('GET', `/v1/inbox/items/${sms}/source`)).text).toBe('Line 1\nLine 2')
      expect(JSON.parse((await project.call('GET', `/v1/inbox/items/${push}/source`)).text)).toMatchObject({
        title: 'Title',
      })
    })
  })

  describe('the raw source', () => {
    test('comes back byte for byte, however large', async () => {
      const project = await aProject(server)
      const raw = await rawEmail({
        from: 'ann@example.org',
        to: 'ada@example.net',
        text: 'Hi',
        attachments: [{ filename: 'big.bin', content: Buffer.alloc(900_000, 'abc') }],
      })
      expect(raw.length).toBeGreaterThan(4 * 256 * 1024)
      const id = await catchEmail(project, raw)
      const answer = await project.call('GET', `/v1/inbox/items/${id}/source`)
      expect(answer.text).toBe(raw.toString())
      expect(answer.headers).toMatchObject({
        'content-type': 'text/plain; charset=utf-8',
        'content-length': String(raw.length),
        'x-content-type-options': 'nosniff',
        'content-security-policy': "sandbox; default-src 'none'",
      })
    })
  })

  describe('an attachment', () => {
    test('is downloaded with its name, as what it is only where that is harmless', async () => {
      const project = await aProject(server)
      const raw = await rawEmail({
        from: 'ann@example.org',
        text: 'Hi',
        attachments: [
          { filename: 'Größe "1".pdf', content: 'pdf', contentType: 'application/pdf' },
          { filename: 'evil.html', content: '<script>alert(1)</script>', contentType: 'text/html' },
        ],
      })
      const id = await catchEmail(project, raw)
      const pdf = await project.call('GET', `/v1/inbox/items/${id}/attachments/1`)
      expect(pdf.text).toBe('pdf')
      expect(pdf.headers).toMatchObject({
        'content-type': 'application/pdf',
        'content-disposition': `attachment; filename="Gr__e _1_.pdf"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%221%22.pdf`,
      })
      const html = await project.call('GET', `/v1/inbox/items/${id}/attachments/2`)
      expect(html.headers['content-type']).toBe('application/octet-stream')
      expect((await project.call('GET', `/v1/inbox/items/${id}/attachments/3`)).body.type).toBe(
        'inbox_item_not_found',
      )
    })
  })

  describe('the HTML part', () => {
    const hostile = `<html><head><base href="https://evil.test/"><script>alert(1)</script></head>
    <body onload="alert(2)"><a href="https://x.test" target="_self" rel="opener">x</a>
    <img src="cid:logo@x"><img src="https://track.test/p.gif"><img src="cid:other"></body></html>`
    const picture = Buffer.from('not really a picture')

    async function anItem(project: TestProject) {
      const raw = await rawEmail({
        from: 'ann@example.org',
        text: 'Hi',
        html: hostile,
        attachments: [
          { filename: 'logo.png', content: picture, contentType: 'image/png', cid: 'logo@x' },
          { filename: 'other.html', content: '<script>', contentType: 'text/html', cid: 'other' },
        ],
      })
      return catchEmail(project, raw)
    }

    test('is served where nothing of it can run or be fetched', async () => {
      const project = await aProject(server)
      const id = await anItem(project)
      const answer = await project.call('GET', `/v1/inbox/items/${id}/html`)
      expect(answer.headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'SAMEORIGIN',
        'content-security-policy':
          "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
      })
      expect(answer.text).toMatch(/^<!doctype html><meta charset=utf-8><base target=_blank>/)
      expect(answer.text).toContain('<a target=_blank rel=noopener  href="https://x.test"')
      expect(answer.text).toContain(`<img src="data:image/png;base64,${picture.toString('base64')}">`)
      expect(answer.text).toContain('<img src="cid:other">')
    })

    test('fetches pictures only when asked to', async () => {
      const project = await aProject(server)
      const id = await anItem(project)
      const { headers } = await project.call('GET', `/v1/inbox/items/${id}/html`, {
        query: { images: 'remote' },
      })
      expect(headers['content-security-policy']).toContain('; img-src data: https: http:; ')
    })

    test('is not there for an e-mail without one', async () => {
      const project = await aProject(server)
      const id = await catchEmail(project, 'Subject: x\r\n\r\nplain')
      expect((await project.call('GET', `/v1/inbox/items/${id}/html`)).status).toBe(404)
    })
  })

  describe('an e-mail from elsewhere', () => {
    test.each([
      ['nothing', '', { subject: '', text: '', sender: 'envelope@example.org' }],
      ['no body', 'Subject: Hi\r\n\r\n', { subject: 'Hi', text: '' }],
      ['bare line feeds', 'Subject: Hi\n\nText\n', { subject: 'Hi', text: 'Text' }],
      ['NUL', 'Subject: H\0i\r\n\r\nT\0ext', { text: 'Text' }],
      ['a head beyond measure', `X: ${'x'.repeat(400_000)}\r\nSubject: Hi\r\n\r\nText`, { text: '' }],
      [
        'no end to its parts',
        `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(1_000)}`,
        { text: '' },
      ],
      [
        'a multipart without an end',
        'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nText',
        { text: 'Text' },
      ],
      ['an unknown charset', 'Content-Type: text/plain; charset=x-unknown\r\n\r\nText', { text: 'Text' }],
    ])('is kept when it has %s', async (_, raw, expected) => {
      const project = await aProject(server)
      const id = await catchEmail(project, raw)
      expect((await project.call('GET', `/v1/inbox/items/${id}`)).body).toMatchObject({
        ...expected,
        recipients: ['ada@example.net'],
        size: Buffer.byteLength(raw),
        messageId: null,
        deliveryId: null,
      })
      expect((await project.call('GET', `/v1/inbox/items/${id}/source`)).text).toBe(raw)
    })
  })

  describe('the list', () => {
    test('begins with the newest, and can be searched and narrowed', async () => {
      const project = await aProject(server)
      const other = await aProject(server)
      await catchEmail(project, 'From: Ann <ann@example.org>\r\nSubject: Invoice 42\r\n\r\nPlease pay', [
        'ada@example.net',
      ])
      await catchEmail(project, 'From: bob@example.com\r\nSubject: Lunch\r\n\r\nPizza?', [
        'eve@example.net',
        'zoe@example.net',
      ])
      await catchEmail(other, 'Subject: Invoice 43\r\n\r\nOf another project')

      const subjects = async (query = {}) => (await items(project, query)).items.map(({ subject }) => subject)
      expect(await subjects()).toEqual(['Lunch', 'Invoice 42'])
      expect(await subjects({ search: 'invoice' })).toEqual(['Invoice 42'])
      expect(await subjects({ search: 'pizz' })).toEqual(['Lunch'])
      expect(await subjects({ search: 'zoe@example.net' })).toEqual(['Lunch'])
      expect(await subjects({ search: 'ANN@example' })).toEqual(['Invoice 42'])
      expect(await subjects({ search: 'nobody@example.net' })).toEqual([])
      expect(await subjects({ queries: [queries.contains('recipients', ['eve@example.net'])] })).toEqual([
        'Lunch',
      ])
      expect(await subjects({ queries: [queries.equal('type', 'sms')] })).toEqual([])
      expect(await subjects({ queries: [queries.orderAsc('subject')] })).toEqual(['Invoice 42', 'Lunch'])
      const [first] = (await items(project)).items
      expect(await subjects({ queries: [queries.cursorAfter(String(first?.$id))] })).toEqual(['Invoice 42'])
      expect((await items(project, { total: 'false' })).total).toBe(0)
    })

    test('keeps the last 2,000 of each project', async () => {
      const project = await aProject(server)
      const other = await aProject(server)
      await catchEmail(other, 'Subject: Stays\r\n\r\n')
      const message = await aMessage(project.db, project.seq, {})
      const sms = (n: number) => ({
        project: project.seq,
        message,
        n,
        type: 'sms' as const,
        sender: 'Test provider',
        recipient: `+1415555${n}`,
        text: `Number ${n}`,
      })
      await receive(
        project.db,
        Array.from({ length: 2_150 }, (_, index) => sms(index + 1)),
      )
      expect((await items(project)).total).toBe(2_000)
      const oldest = await items(project, { queries: [queries.orderAsc('$sequence'), queries.limit(1)] })
      expect(oldest.items[0]).toMatchObject({ preview: 'Number 151' })
      expect((await items(other)).total).toBe(1)
    }, 60_000)
  })

  describe('deleting', () => {
    test('takes one item and its source, or all of a project', async () => {
      const project = await aProject(server)
      const other = await aProject(server)
      const ids: string[] = []
      for (const name of ['1', '2', '3']) ids.push(await catchEmail(project, `Subject: ${name}\r\n\r\n`))
      await catchEmail(other, 'Subject: Stays\r\n\r\n')

      expect((await project.call('DELETE', `/v1/inbox/items/${ids[0]}`)).status).toBe(204)
      expect((await project.call('DELETE', `/v1/inbox/items/${ids[0]}`)).status).toBe(404)
      expect((await items(project)).total).toBe(2)
      expect((await project.call('DELETE', '/v1/inbox/items')).status).toBe(204)
      expect((await items(project)).total).toBe(0)
      expect((await items(other)).total).toBe(1)
      const left = await project.db
        .selectFrom('inbox_sources')
        .innerJoin('inbox_items', 'inbox_items.seq', 'inbox_sources.item')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('inbox_items.project', '=', project.seq)
        .executeTakeFirstOrThrow()
      expect(left.count).toBe(0)
    })

    test('is not for another project', async () => {
      const project = await aProject(server)
      const other = await aProject(server)
      const id = await catchEmail(project, 'Subject: x\r\n\r\n')
      for (const path of ['', '/source', '/html', '/attachments/1']) {
        expect((await other.call('GET', `/v1/inbox/items/${id}${path}`)).status).toBe(404)
      }
      expect((await other.call('DELETE', `/v1/inbox/items/${id}`)).status).toBe(404)
      expect((await items(project)).total).toBe(1)
    })
  })
})

import { simpleParser } from 'mailparser'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type Answer, aServer, eventually, type TestServer } from '../testing/app.ts'
import { databases, setNow } from '../testing/database.ts'
import { aPerson } from '../testing/people.ts'
import { aProject, type TestProject } from '../testing/project.ts'
import { startSmtpSink } from '../testing/smtp-sink.js'
import { png, someBytes, upload, uploadChunk, withBucket } from '../testing/upload.ts'

const nine = '2030-03-01T09:00:00.000+00:00'
const tomorrow = '2030-03-02T09:00:00.000+00:00'
const daysLater = (instant: string, days: number) => Date.parse(instant) / 1000 + days * 86_400

describe.each(databases)('what messages are sent with, on $engine', ({ aDatabase }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await aServer({ database: await aDatabase(), deliver: true })
    await setNow(server.database.db, nine)
  })
  afterAll(() => server.engine.stop())

  /** With a bucket `b`, a test provider of each type, and Ada and Bob, who have a target of each type. */
  async function aProjectWithFiles(): Promise<TestProject> {
    const project = await withBucket(await aProject(server))
    for (const type of ['email', 'push'] as const) {
      await project.call('POST', '/messaging/providers/inbox', {
        body: { providerId: `test-${type}`, name: `Test ${type}`, type, enabled: true },
      })
    }
    for (const id of ['ada', 'bob']) {
      await aPerson(project.db, project.seq, id, [
        { id: `${id}-email`, identifier: `${id}@example.org`, type: 'email' },
        { id: `${id}-push`, identifier: `${id}-device`, type: 'push' },
      ])
    }
    return project
  }

  const email = ({ call }: TestProject, body: object) =>
    call('POST', '/messaging/messages/email', {
      body: { messageId: 'm1', subject: 'Hello', content: 'See there', ...body },
    })
  const push = ({ call }: TestProject, body: object) =>
    call('POST', '/messaging/messages/push', { body: { messageId: 'm1', title: 'Bell', ...body } })
  const change = ({ call }: TestProject, type: string, body: object) =>
    call('PATCH', `/messaging/messages/${type}/m1`, { body })
  const refusal = ({ status, body }: Answer) => [status, body.type]
  const get = async ({ call }: TestProject, id = 'm1') =>
    (await call('GET', `/messaging/messages/${id}`)).body
  const ended = (project: TestProject, id = 'm1') =>
    eventually(
      () => get(project, id),
      ({ status }) => status === 'sent' || status === 'failed',
    )

  describe('attachments', () => {
    test('each has to be there, whole, in a create and in a change', async () => {
      const project = await aProjectWithFiles()
      await upload(project)
      await uploadChunk(project, someBytes(5 * 1024 * 1024 + 1), 1, { fileId: 'half' })
      const bucket = [404, 'storage_bucket_not_found']
      const file = [404, 'storage_file_not_found']
      const create = (...attachments: string[]) =>
        email(project, { messageId: 'unique()', draft: true, attachments })
      expect(refusal(await create('b:f', 'none:f'))).toEqual(bucket)
      expect(refusal(await create('b:f', 'b:none'))).toEqual(file)
      expect(refusal(await create('b:half'))).toEqual(file)
      expect((await create('b:none')).body.params).toMatchObject([{ path: 'attachments' }])
      expect((await create(...Array(101).fill('b:f'))).body.params).toMatchObject([{ path: 'attachments' }])
      const made = await email(project, { draft: true, attachments: ['b:f', 'b:f:more'] })
      expect(made.body.data.attachments).toEqual([
        { bucketId: 'b', fileId: 'f' },
        { bucketId: 'b', fileId: 'f' },
      ])
      expect(refusal(await change(project, 'email', { attachments: ['b:none'] }))).toEqual(file)
      expect((await change(project, 'email', { attachments: [] })).body.data.attachments).toEqual([])
    })

    test('they arrive as they were uploaded, by the test provider', async () => {
      const project = await aProjectWithFiles()
      await upload(project, { content: png, name: 'Glöckchen.png' })
      await upload(project, { fileId: 'g', content: 'a;b\r\n1;2\r\n', name: 'list.csv' })
      await email(project, { attachments: ['b:f', 'b:g'], targets: ['ada-email'] })
      expect(await ended(project)).toMatchObject({ status: 'sent', deliveredTotal: 1 })
      const { body } = await project.call('GET', '/inbox/items')
      const item = (await project.call('GET', `/inbox/items/${body.items[0].$id}`)).body
      expect(item.attachments).toMatchObject([
        { name: 'Glöckchen.png', mimeType: 'image/png', size: png.length },
        { name: 'list.csv', mimeType: 'text/csv', size: 10 },
      ])
      const picture = await project.call('GET', `/inbox/items/${item.$id}/attachments/1`)
      expect(picture.bytes).toEqual(png)
    })

    test('they arrive as they were uploaded, by SMTP', async () => {
      const sink = await startSmtpSink()
      onTestFinished(() => sink.close())
      const project = await aProjectWithFiles()
      await project.call('POST', '/messaging/providers/smtp', {
        body: {
          providerId: 'relay',
          name: 'Relay',
          host: `127.0.0.1:${sink.port}`,
          fromEmail: 'news@example.org',
          enabled: true,
        },
      })
      const content = someBytes(700_000)
      await upload(project, { content, name: 'data.bin' })
      await email(project, { attachments: ['b:f'], users: ['ada', 'bob'] })
      expect(await ended(project)).toMatchObject({ status: 'sent', deliveredTotal: 2 })
      for (const { raw } of sink.transactions) {
        const mail = await simpleParser(raw)
        expect(mail.attachments).toMatchObject([{ filename: 'data.bin' }])
        expect(mail.attachments[0]?.content.equals(content)).toBe(true)
      }
    })

    test('one that was deleted meanwhile fails the rows, and not the provider; once it is back they are sent', async () => {
      const project = await aProjectWithFiles()
      await upload(project)
      await email(project, { draft: true, attachments: ['b:f'], users: ['ada', 'bob'] })
      await project.call('DELETE', '/storage/buckets/b/files/f')
      await change(project, 'email', { draft: false })
      await email(project, { messageId: 'm2', users: ['ada'] })
      expect(await ended(project)).toMatchObject({
        status: 'failed',
        deliveredTotal: 0,
        delivery: { counts: { failed: 2 } },
      })
      expect((await get(project)).deliveryErrors[0]).toMatch(
        /^ada@example\.org: An attachment is not there any more: b:f\.$/,
      )
      const { body } = await project.call('GET', '/messaging/messages/m1/deliveries')
      expect(body.deliveries[0].error).toMatchObject({ code: 'ATTACHMENT_GONE', permanent: false })
      expect((await ended(project, 'm2')).status).toBe('sent')

      await upload(project)
      await project.call('POST', '/messaging/messages/m1/retry', { body: {} })
      expect(await ended(project)).toMatchObject({ status: 'sent', deliveredTotal: 2, deliveryErrors: [] })
    })

    test('more than 25 MiB of them is too much, and said so', async () => {
      const project = await aProjectWithFiles()
      const content = someBytes(13 * 1024 * 1024 + 1)
      for (const fileId of ['f', 'g']) await upload(project, { fileId, content })
      await email(project, { attachments: ['b:f', 'b:g'], users: ['ada', 'bob'] })
      const message = await ended(project)
      expect(message).toMatchObject({ status: 'failed', deliveredTotal: 0 })
      expect(message.deliveryErrors).toEqual([
        'ada@example.org: The attachments have 26.0 MiB together; 25.0 MiB can be sent.',
        'bob@example.org: The attachments have 26.0 MiB together; 25.0 MiB can be sent.',
      ])
    })
  })

  describe('the image of a push', () => {
    async function aProjectWithPicture(): Promise<TestProject> {
      const project = await aProjectWithFiles()
      await upload(project, { content: png, name: 'bell.png', permissions: ['read("any")'] })
      return project
    }

    const expiryOf = (url: string): number => {
      const jwt = new URL(url).searchParams.get('jwt') ?? ''
      return JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()).exp
    }

    const follow = (url: string) => server.app.inject({ method: 'GET', url: url.slice(url.indexOf('/v1')) })

    test('anybody can fetch it by its address', async () => {
      const project = await aProjectWithPicture()
      const { body } = await push(project, { draft: true, image: 'b:f' })
      expect(body.data.image).toMatchObject({ bucketId: 'b', fileId: 'f' })
      expect(body.data.image.url).toMatch(
        new RegExp(
          `^http://127\\.0\\.0\\.1:4400/v1/storage/buckets/b/files/f/push\\?project=${project.id}&jwt=`,
        ),
      )
      const fetched = await follow(body.data.image.url)
      expect([fetched.statusCode, fetched.headers['content-type']]).toEqual([200, 'image/png'])
      expect(fetched.rawPayload).toEqual(png)
      expect((await get(project)).data.image).toEqual(body.data.image)
    })

    test('Q16: its address works until fifteen days after the message is sent', async () => {
      const project = await aProjectWithPicture()
      const { body: draft } = await push(project, { draft: true, image: 'b:f', targets: ['ada-push'] })
      expect(expiryOf(draft.data.image.url)).toBe(daysLater(nine, 15))
      const { body: planned } = await change(project, 'push', { scheduledAt: tomorrow })
      expect(expiryOf(planned.data.image.url)).toBe(daysLater(tomorrow, 15))
      const { body: sent } = await change(project, 'push', { draft: false })
      expect(expiryOf(sent.data.image.url)).toBe(daysLater(nine, 15))
      const { body: later } = await push(project, {
        messageId: 'm2',
        image: 'b:f',
        targets: ['ada-push'],
        scheduledAt: tomorrow,
      })
      expect(expiryOf(later.data.image.url)).toBe(daysLater(tomorrow, 15))
    })

    test('has to be there, and a picture that devices show', async () => {
      const project = await aProjectWithPicture()
      await upload(project, { fileId: 'gif', content: 'GIF89a...', name: 'a.gif' })
      await upload(project, { fileId: 'fake', content: '<script>', name: 'a.png', type: 'image/png' })
      const bitmap = Buffer.concat([Buffer.from('BM'), Buffer.alloc(12), Buffer.from([40]), Buffer.alloc(43)])
      await upload(project, { fileId: 'bmp', content: bitmap, name: 'a.bmp' })
      await upload(project, { fileId: 'jpeg', content: Buffer.from([0xff, 0xd8, 0xff, 0xe0]), name: 'a' })
      const create = (image: string) => push(project, { messageId: 'unique()', draft: true, image })
      expect(refusal(await create('none:f'))).toEqual([404, 'storage_bucket_not_found'])
      expect(refusal(await create('b:none'))).toEqual([404, 'storage_file_not_found'])
      expect(refusal(await create('b:gif'))).toEqual([400, 'storage_file_type_unsupported'])
      expect(refusal(await create('b:fake'))).toEqual([400, 'storage_file_type_unsupported'])
      for (const good of ['jpeg', 'bmp']) expect((await create(`b:${good}`)).status).toBe(201)
    })

    test('is changed and taken away, and the activity does not tell its address', async () => {
      const project = await aProjectWithPicture()
      await upload(project, { fileId: 'g', content: png })
      await push(project, { draft: true, image: 'b:f' })
      expect((await change(project, 'push', { title: 'Other' })).body.data.image.fileId).toBe('f')
      expect((await change(project, 'push', { image: 'b:g' })).body.data.image.fileId).toBe('g')
      expect((await change(project, 'push', { image: '' })).body.data).toEqual({
        title: 'Other',
        priority: 'high',
      })
      const { body } = await project.call('GET', '/messaging/messages/m1/logs')
      expect(body.logs.map((log: { changes: object }) => log.changes)).toEqual([
        { image: ['b:g', null] },
        { image: ['b:f', 'b:g'] },
        { title: ['Bell', 'Other'] },
        {},
      ])
    })

    test('arrives with its address', async () => {
      const project = await aProjectWithPicture()
      const { body } = await push(project, { image: 'b:f', targets: ['ada-push'] })
      expect((await ended(project)).status).toBe('sent')
      const { items } = (await project.call('GET', '/inbox/items')).body
      const { payload } = (await project.call('GET', `/inbox/items/${items[0].$id}`)).body
      expect(payload.image).toEqual(body.data.image)
    })
  })

  test('a push that has nothing to show and nothing to do fails, and says so', async () => {
    const project = await aProjectWithFiles()
    await push(project, { title: '', targets: ['ada-push'] })
    expect(await ended(project)).toMatchObject({
      status: 'failed',
      deliveryErrors: ['ada-device: The push notification has neither a title nor a text nor data.'],
    })
    await push(project, { messageId: 'm2', title: '', contentAvailable: true, targets: ['ada-push'] })
    expect((await ended(project, 'm2')).status).toBe('sent')
  })
})

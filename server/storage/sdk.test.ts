// Files and what is sent with them, by the official SDKs, over HTTP.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { largestFile } from '../../contract/storage.ts'
import { aServer, eventually, type TestServer } from '../testing/app.ts'
import { aDatabase } from '../testing/database.ts'
import { png, someBytes } from '../testing/upload.ts'

type Sdk = typeof import('node-appwrite')

describe.each([
  { name: 'node-appwrite', version: '26.2', inputFile: 'node-appwrite/file' },
  { name: 'node-appwrite-27', version: '27.1', inputFile: 'node-appwrite-27/file' },
])('node-appwrite $version', ({ name, inputFile }) => {
  let server: TestServer
  let sdk: Sdk
  let address: string
  let storage: InstanceType<Sdk['Storage']>
  let messaging: InstanceType<Sdk['Messaging']>
  let fileOf: (bytes: Buffer, name: string) => File

  beforeAll(async () => {
    sdk = (await import(name)) as Sdk
    const { InputFile } = (await import(inputFile)) as typeof import('node-appwrite/file')
    fileOf = (bytes, name) => InputFile.fromBuffer(bytes, name) as unknown as File
    server = await aServer({ database: await aDatabase(), deliver: true })
    address = await server.app.listen({ host: '127.0.0.1', port: 0 })
    const client = new sdk.Client().setEndpoint(`${address}/v1`).setProject('acme').setKey(server.key)
    storage = new sdk.Storage(client)
    messaging = new sdk.Messaging(client)
    const users = new sdk.Users(client)
    await storage.createBucket({ bucketId: 'b', name: 'Bucket' })
    await users.create({ userId: 'ada' })
    for (const [targetId, providerType, identifier] of [
      ['mail', sdk.MessagingProviderType.Email, 'ada@example.org'],
      ['other', sdk.MessagingProviderType.Email, 'bob@example.org'],
      ['phone', sdk.MessagingProviderType.Sms, '+14155550123'],
      ['device', sdk.MessagingProviderType.Push, 'a-token'],
    ] as const) {
      await users.createTarget({ userId: 'ada', targetId, providerType, identifier })
    }
    for (const type of ['email', 'sms', 'push']) {
      const body = { providerId: type, name: type, type, enabled: true }
      await server.call('POST', '/messaging/providers/inbox', { body })
    }
  })
  afterAll(async () => {
    await server.engine.stop()
    await server.app.close()
  })

  async function downloaded(fileId: string): Promise<Buffer> {
    return Buffer.from(await storage.getFileDownload({ bucketId: 'b', fileId }))
  }

  test('a bucket is made, read, changed, listed and deleted', async () => {
    const { Permission, Role, Query } = sdk
    const made = await storage.createBucket({
      bucketId: 'letters',
      name: 'Letters',
      permissions: [Permission.read(Role.any()), Permission.write(Role.users())],
      fileSecurity: true,
      maximumFileSize: largestFile,
      allowedFileExtensions: ['pdf'],
    })
    expect(await storage.getBucket({ bucketId: 'letters' })).toEqual(made)
    const changed = await storage.updateBucket({ bucketId: 'letters', name: 'Post', enabled: false })
    expect(changed).toMatchObject({ name: 'Post', enabled: false, $permissions: made.$permissions })
    const { total } = await storage.listBuckets({ queries: [Query.equal('name', 'Post')], search: 'post' })
    expect(total).toBe(1)
    await storage.deleteBucket({ bucketId: 'letters' })
    await expect(storage.getBucket({ bucketId: 'letters' })).rejects.toMatchObject({
      code: 404,
      type: 'storage_bucket_not_found',
    })
  })

  test('a small file is uploaded, read, renamed, listed and deleted', async () => {
    const { Permission, Role } = sdk
    const file = await storage.createFile({
      bucketId: 'b',
      fileId: 'small',
      file: fileOf(Buffer.from('Hello'), 'Grüße.txt'),
      permissions: [Permission.read(Role.any())],
    })
    expect(file).toMatchObject({
      $id: 'small',
      name: 'Grüße.txt',
      mimeType: 'text/plain',
      sizeOriginal: 5,
      $permissions: ['read("any")'],
    })
    expect(await storage.getFile({ bucketId: 'b', fileId: 'small' })).toEqual(file)
    expect((await downloaded('small')).toString()).toBe('Hello')
    for (const bytes of [
      await storage.getFileView({ bucketId: 'b', fileId: 'small' }),
      await storage.getFilePreview({ bucketId: 'b', fileId: 'small', width: 100 }),
    ]) {
      expect(Buffer.from(bytes).toString()).toBe('Hello')
    }
    expect(await storage.updateFile({ bucketId: 'b', fileId: 'small', name: 'New.txt' })).toMatchObject({
      name: 'New.txt',
    })
    expect((await storage.listFiles({ bucketId: 'b', search: 'new' })).total).toBe(1)
    await storage.deleteFile({ bucketId: 'b', fileId: 'small' })
    await expect(storage.getFile({ bucketId: 'b', fileId: 'small' })).rejects.toMatchObject({
      type: 'storage_file_not_found',
    })
  })

  test('a large file comes in chunks, however the SDK sends them, and comes back', async () => {
    const content = someBytes(23 * 1024 * 1024 + 3)
    const progress: number[] = []
    const file = await storage.createFile({
      bucketId: 'b',
      fileId: sdk.ID.unique(),
      file: fileOf(content, 'film.mp4'),
      onProgress: (step) => progress.push(step.progress),
    })
    expect(file).toMatchObject({
      chunksTotal: 5,
      chunksUploaded: 5,
      sizeOriginal: content.length,
      mimeType: 'video/mp4',
    })
    expect(progress).toHaveLength(5)
    expect((await downloaded(file.$id)).equals(content)).toBe(true)
  })

  test('messages of each type are written, changed, let go and sent', async () => {
    await storage.createFile({ bucketId: 'b', fileId: 'bell', file: fileOf(png, 'bell.png') })
    await messaging.createEmail({
      messageId: 'm-email',
      subject: 'Hello',
      content: 'See there',
      targets: ['mail', 'other'],
      attachments: ['b:bell'],
      draft: true,
    })
    await messaging.createSMS({ messageId: 'm-sms', content: 'Hello', targets: ['phone'], draft: true })
    const push = await messaging.createPush({
      messageId: 'm-push',
      title: 'Ding',
      body: 'Dong',
      data: { tower: { bell: 7 } },
      image: 'b:bell',
      targets: ['device'],
      draft: true,
    })
    expect(push.data).toMatchObject({
      data: { tower: { bell: 7 } },
      image: { bucketId: 'b', fileId: 'bell' },
    })
    const { url } = (push.data as unknown as { image: { url: string } }).image
    const fetched = await fetch(address + url.slice(url.indexOf('/v1')))
    expect([fetched.status, fetched.headers.get('content-type')]).toEqual([200, 'image/png'])

    const { targets, total } = await messaging.listTargets({ messageId: 'm-email' })
    expect([total, targets.map(({ $id }) => $id)]).toEqual([2, ['mail', 'other']])
    const after = sdk.Query.cursorAfter('mail')
    expect(await messaging.listTargets({ messageId: 'm-email', queries: [after] })).toMatchObject({
      total: 2,
      targets: [{ $id: 'other' }],
    })

    const plan = '2037-03-01T09:00:00.000+00:00'
    const planned = await messaging.updateSMS({ messageId: 'm-sms', scheduledAt: '2037-03-01 09:00:00.000' })
    expect(planned).toMatchObject({ status: 'scheduled', scheduledAt: plan })
    await messaging.updateSMS({ messageId: 'm-sms', draft: true })

    await messaging.updateEmail({ messageId: 'm-email', subject: 'Hello all', draft: false })
    await messaging.updateSMS({ messageId: 'm-sms', content: 'Hello all', draft: false })
    await messaging.updatePush({ messageId: 'm-push', badge: 3, draft: false })
    for (const [messageId, deliveredTotal] of [
      ['m-email', 2],
      ['m-sms', 1],
      ['m-push', 1],
    ] as const) {
      const message = await eventually(
        () => messaging.getMessage({ messageId }),
        ({ status }) => status === 'sent' || status === 'failed',
      )
      expect(message).toMatchObject({ status: 'sent', deliveredTotal, deliveryErrors: [] })
      await messaging.delete({ messageId })
    }
  })
})

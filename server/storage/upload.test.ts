import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { chunkSize, largestFile } from '../../contract/storage.ts'
import { type Answer, aServer, type TestServer } from '../testing/app.ts'
import { databases } from '../testing/database.ts'
import { aProject, type TestProject, tally } from '../testing/project.ts'
import { png, someBytes, upload, uploadChunk, withBucket } from '../testing/upload.ts'
import { readRange } from './upload.ts'

const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex')

test.each([
  [undefined, undefined],
  ['bytes 0-9/10', { number: 1, length: 10, total: 10, count: 1 }],
  ['bytes 0-10/10', { number: 1, length: 10, total: 10, count: 1 }],
  ['bytes 0-5242879/5242881', { number: 1, length: 5242880, total: 5242881, count: 2 }],
  ['bytes 5242880-5242880/5242881', { number: 2, length: 1, total: 5242881, count: 2 }],
  ['bytes 5242880-5242881/5242881', { number: 2, length: 1, total: 5242881, count: 2 }],
])('the content range %s is read', (header, range) => {
  expect(readRange(header)).toEqual(range)
})

test.each([
  'bytes',
  'bytes 0-9',
  'bytes a-b/c',
  'items 0-9/10',
  'bytes 0-9/*',
  'bytes 9-0/10',
  'bytes 0-11/10',
  'bytes 10-10/10',
  'bytes 0-0/0',
  'bytes 5-9/10',
  'bytes 0-8/10',
  'bytes 0-5242880/9000000',
  'bytes -1-9/10',
  `bytes 0-9/${'9'.repeat(30)}`,
])('the content range %s is refused', (header) => {
  expect(() => readRange(header)).toThrow(expect.objectContaining({ type: 'storage_invalid_content_range' }))
})

describe.each(databases)('uploads on $engine', ({ aDatabase }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await aServer({ database: await aDatabase() })
  })

  const refusal = ({ status, body }: Answer) => [status, body.type]
  const download = async ({ call }: TestProject, id = 'f') =>
    (await call('GET', `/storage/buckets/b/files/${id}/download`)).bytes
  const get = async ({ call }: TestProject, id = 'f') =>
    (await call('GET', `/storage/buckets/b/files/${id}`)).body
  const bucketOf = async ({ call }: TestProject) => (await call('GET', '/storage/buckets/b')).body

  /** Nothing that came in lies about without a file. */
  async function loosePieces({ db }: TestProject): Promise<number> {
    const rows = await db.selectFrom('file_chunks').select('seq').where('file', 'is', null).execute()
    return rows.length
  }

  test.each([
    ['before', ['fileId', 'permissions', 'file']],
    ['around', ['fileId', 'file', 'permissions']],
    ['after', ['file', 'permissions', 'fileId']],
  ] as const)('a file with its fields %s it is kept, and comes back', async (_, order) => {
    const project = await withBucket(await aProject(server))
    const permissions = ['read("any")', 'write("users")']
    const made = await upload(project, { content: png, name: 'bell.png', permissions, order })
    expect(made).toMatchObject({
      status: 201,
      body: {
        $id: 'f',
        bucketId: 'b',
        $permissions: ['read("any")', 'create("users")', 'update("users")', 'delete("users")'],
        name: 'bell.png',
        signature: md5(png),
        mimeType: 'image/png',
        sizeOriginal: png.length,
        chunksTotal: 1,
        chunksUploaded: 1,
        encryption: false,
        compression: 'none',
      },
    })
    expect(await get(project)).toEqual(made.body)
    expect(await download(project)).toEqual(png)
    expect((await bucketOf(project)).totalSize).toBe(png.length)
  })

  test('a file of 30,000,000 bytes comes in at once, and comes back', async () => {
    const project = await withBucket(await aProject(server))
    const content = someBytes(largestFile)
    const made = await upload(project, { content, fileId: 'unique()', name: 'data.bin' })
    expect(made).toMatchObject({
      status: 201,
      body: { sizeOriginal: largestFile, chunksTotal: 1, mimeType: 'application/octet-stream' },
    })
    expect(made.body.$id).toMatch(/^[0-9a-f]{20}$/)
    expect((await download(project, made.body.$id)).equals(content)).toBe(true)
  })

  test('chunks come in one after the other, and each answer counts them', async () => {
    const project = await withBucket(await aProject(server))
    const whole = someBytes(2 * chunkSize + 1000)
    const first = await uploadChunk(project, whole, 1, { fileId: 'unique()', name: 'film.mp4' })
    expect(first).toMatchObject({
      status: 201,
      body: { chunksTotal: 3, chunksUploaded: 1, signature: '', sizeOriginal: whole.length },
    })
    const more = { fileId: 'unique()', headers: { 'x-appwrite-id': first.body.$id } }
    expect((await uploadChunk(project, whole, 2, more)).body).toMatchObject({ chunksUploaded: 2 })
    expect((await project.call('GET', `/storage/buckets/b/files/${first.body.$id}/view`)).status).toBe(404)
    expect((await bucketOf(project)).totalSize).toBe(0)
    expect(await uploadChunk(project, whole, 3, more)).toMatchObject({
      status: 201,
      body: { $id: first.body.$id, chunksUploaded: 3, signature: md5(whole), mimeType: 'video/mp4' },
    })
    expect((await download(project, first.body.$id)).equals(whole)).toBe(true)
    expect((await bucketOf(project)).totalSize).toBe(whole.length)
  })

  test('chunks come in all at once, in any order, and one answer says that it is whole', async () => {
    const project = await withBucket(await aProject(server))
    const whole = Buffer.concat([png, someBytes(4 * chunkSize + 17)])
    const numbers = [5, 3, 1, 4, 2]
    const answers = await Promise.all(numbers.map((number) => uploadChunk(project, whole, number)))
    expect(tally(answers)).toEqual({ 201: 5 })
    const counts = answers.map(({ body }) => body.chunksUploaded)
    expect(counts.filter((count) => count === 5)).toHaveLength(1)
    expect(await get(project)).toMatchObject({
      chunksUploaded: 5,
      signature: md5(whole),
      mimeType: 'image/png',
    })
    expect((await download(project)).equals(whole)).toBe(true)
    const { body } = await project.call('GET', '/storage/buckets/b/files')
    expect(body.total).toBe(1)
  })

  test('a chunk that comes again changes nothing; once all are there it is answered with the file', async () => {
    const project = await withBucket(await aProject(server))
    const whole = someBytes(chunkSize + 5)
    await uploadChunk(project, whole, 1)
    const again = await uploadChunk(project, someBytes(whole.length), 1)
    expect(again).toMatchObject({ status: 201, body: { chunksUploaded: 1 } })
    await uploadChunk(project, whole, 2)
    const repeated = await uploadChunk(project, whole, 2)
    expect(repeated).toMatchObject({ status: 200, body: { chunksUploaded: 2, signature: md5(whole) } })
    expect((await download(project)).equals(whole)).toBe(true)
    expect((await bucketOf(project)).totalSize).toBe(whole.length)
    expect(await loosePieces(project)).toBe(0)
  })

  test('an upload of which the last step got lost is finished by whatever chunk comes again', async () => {
    const project = await withBucket(await aProject(server))
    const whole = someBytes(chunkSize + 5)
    await uploadChunk(project, whole, 1)
    await uploadChunk(project, whole, 2)
    // As a crash leaves it: all chunks are there, and nobody has put them together.
    await project.db
      .updateTable('files')
      .set({ chunks_uploaded: 1, signature: '' })
      .where('project', '=', project.seq)
      .execute()
    const repeated = await uploadChunk(project, whole, 1)
    expect(repeated).toMatchObject({ status: 201, body: { chunksUploaded: 2, signature: md5(whole) } })
  })

  test('of fifty who upload one file at once, one does', async () => {
    const project = await withBucket(await aProject(server))
    const answers = await Promise.all(Array.from({ length: 50 }, () => upload(project)))
    expect(tally(answers)).toEqual({ 201: 1, 409: 49 })
    expect(refusal(await upload(project))).toEqual([409, 'storage_file_already_exists'])
    expect((await bucketOf(project)).totalSize).toBe(5)
    expect(await loosePieces(project)).toBe(0)
  })

  test('the id of a file is its own within its bucket', async () => {
    const project = await withBucket(await withBucket(await aProject(server)), { bucketId: 'other' })
    await upload(project)
    expect((await upload(project, { content: 'Other' }, 'other')).status).toBe(201)
    expect((await download(project)).toString()).toBe('Hello')
  })

  describe('refused are', () => {
    test.each([
      ['a bucket that is not there', 'none', {}, [404, 'storage_bucket_not_found']],
      ['an empty file', 'b', { content: '' }, [400, 'storage_file_empty']],
      ['a form without a file', 'b', { order: ['fileId'] }, [400, 'storage_file_empty']],
      ['a form without an id', 'b', { order: ['file'] }, [400, 'general_argument_invalid']],
      ['a wrong id', 'b', { fileId: '.' }, [400, 'general_argument_invalid']],
      ['a wrong permission', 'b', { permissions: ['look("any")'] }, [400, 'general_argument_invalid']],
      ['a name too long', 'b', { name: 'x'.repeat(256) }, [400, 'general_argument_invalid']],
      [
        'a wrong range',
        'b',
        { headers: { 'content-range': 'bytes 1-5/5' } },
        [400, 'storage_invalid_content_range'],
      ],
      [
        'less than the range says',
        'b',
        { headers: { 'content-range': 'bytes 0-9/10' } },
        [400, 'storage_invalid_content_range'],
      ],
      [
        'more than the range says',
        'b',
        { headers: { 'content-range': 'bytes 0-3/4' } },
        [400, 'storage_invalid_content_range'],
      ],
      [
        'a total beyond what is allowed',
        'b',
        { headers: { 'content-range': `bytes 0-5242879/${largestFile + 1}` } },
        [400, 'storage_invalid_file_size'],
      ],
      [
        'a wrong id of an upload',
        'b',
        { headers: { 'content-range': 'bytes 0-4/5', 'x-appwrite-id': '../x' } },
        [400, 'storage_invalid_appwrite_id'],
      ],
    ] as const)('%s', async (_, bucket, wish, expected) => {
      const project = await withBucket(await aProject(server))
      expect(refusal(await upload(project, wish, bucket))).toEqual(expected)
      expect((await project.call('GET', '/storage/buckets/b/files')).body.total).toBe(0)
      expect(await loosePieces(project)).toBe(0)
    })

    test('files larger than their bucket takes', async () => {
      const project = await withBucket(await aProject(server), { maximumFileSize: 300_000 })
      expect(refusal(await upload(project, { content: someBytes(300_001) }))).toEqual([
        400,
        'storage_invalid_file_size',
      ])
      expect(await loosePieces(project)).toBe(0)
      expect((await upload(project, { content: someBytes(300_000) })).status).toBe(201)
    })

    test('files of other kinds than their bucket takes, by their names', async () => {
      const project = await withBucket(await aProject(server), { allowedFileExtensions: ['PNG', 'txt'] })
      for (const name of ['a.exe', 'png', 'a.png.exe', 'txt.']) {
        const refused = await upload(project, { name })
        expect(refusal(refused)).toEqual([400, 'storage_file_type_unsupported'])
      }
      expect((await upload(project, { name: 'A.TXT' })).status).toBe(201)
      expect((await upload(project, { name: 'a.png', fileId: 'g' })).status).toBe(201)
    })

    test('chunks that say another total than the first', async () => {
      const project = await withBucket(await aProject(server))
      await uploadChunk(project, someBytes(chunkSize + 5), 1)
      expect(refusal(await uploadChunk(project, someBytes(chunkSize + 6), 2))).toEqual([
        400,
        'storage_invalid_content_range',
      ])
      expect(await loosePieces(project)).toBe(0)
    })

    test.each([
      ['without an end', (form: string) => form.slice(0, -20)],
      ['without a beginning', (form: string) => form.slice(90)],
      ['of another boundary', (form: string) => form.replaceAll('--line', '--other')],
      ['of nothing', () => ''],
      [
        'of too many fields',
        (form: string) =>
          `${'--line\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n'.repeat(300)}${form}`,
      ],
      [
        'with a field that objects have by themselves',
        (form: string) => `--line\r\nContent-Disposition: form-data; name="__proto__"\r\n\r\n1\r\n${form}`,
      ],
    ])('forms %s', async (_, spoil) => {
      const project = await withBucket(await aProject(server))
      const field = '--line\r\nContent-Disposition: form-data; name="fileId"\r\n\r\nf\r\n'
      const file =
        '--line\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nHello\r\n--line--\r\n'
      const headers = { 'content-type': 'multipart/form-data; boundary=line' }
      const answer = await project.call('POST', '/storage/buckets/b/files', {
        headers,
        body: Buffer.from(spoil(field + file)),
      })
      expect([400, 413]).toContain(answer.status)
      expect(answer.body.type).toMatch(/^(general|storage)_/)
      expect(await loosePieces(project)).toBe(0)
    })

    test.each([
      ['application/json', '{"fileId":"f"}'],
      ['multipart/form-data', 'x'],
      ['text/plain', 'x'],
    ])('what is no form: %s', async (type, body) => {
      const project = await withBucket(await aProject(server))
      const answer = await project.call('POST', '/storage/buckets/b/files', {
        headers: { 'content-type': type },
        body,
      })
      expect(answer).toMatchObject({ status: 400, body: { type: 'general_argument_invalid' } })
    })
  })

  test.each([
    ['naïve Grüße 字.txt', 'naïve Grüße 字.txt'],
    ['C:\\fakepath\\a.txt', 'a.txt'],
    ['../../etc/passwd', 'passwd'],
    ['a\u202e\u0007b.txt', 'a\u202eb.txt'],
    ["it's; x=1.txt", "it's; x=1.txt"],
  ])('the name %j is kept as %j', async (name, kept) => {
    const project = await withBucket(await aProject(server))
    expect((await upload(project, { name })).body.name).toBe(kept)
  })
})

import { beforeAll, describe, expect, test } from 'vitest'
import { queries } from '../../contract/queries.ts'
import { largestFile } from '../../contract/storage.ts'
import { type Answer, aServer, type TestServer } from '../testing/app.ts'
import { databases } from '../testing/database.ts'
import { aProject, type TestProject } from '../testing/project.ts'
import { upload, withBucket } from '../testing/upload.ts'

describe.each(databases)('buckets and files on $engine', ({ aDatabase }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await aServer({ database: await aDatabase() })
  })

  const refusal = ({ status, body }: Answer) => [status, body.type]
  const ids = (items: { $id: string }[]) => items.map(({ $id }) => $id)

  async function matching({ call }: TestProject, path: string, key: string, ...texts: string[]) {
    const { body } = await call('GET', path, { query: { 'queries[]': texts } })
    return [body.total, ids(body[key])]
  }

  describe('buckets', () => {
    test('a bucket has what was asked for, and else what is usual', async () => {
      const project = await aProject(server)
      const made = await project.call('POST', '/storage/buckets', { body: { bucketId: 'b', name: 'Bucket' } })
      expect(made).toMatchObject({
        status: 201,
        body: {
          $id: 'b',
          $permissions: [],
          fileSecurity: false,
          name: 'Bucket',
          enabled: true,
          maximumFileSize: largestFile,
          allowedFileExtensions: [],
          compression: 'none',
          encryption: true,
          antivirus: true,
          transformations: true,
          totalSize: 0,
        },
      })
      expect((await project.call('GET', '/storage/buckets/b')).body).toEqual(made.body)
      const asked = {
        permissions: ['read("any")', 'write("user:ada")'],
        fileSecurity: true,
        enabled: false,
        maximumFileSize: 1000,
        allowedFileExtensions: ['png', 'tar'],
        compression: 'zstd',
        encryption: false,
        antivirus: false,
        transformations: false,
      }
      const body = { bucketId: 'unique()', name: 'Other', ...asked }
      const { permissions: _, ...shown } = asked
      expect((await project.call('POST', '/storage/buckets', { body })).body).toMatchObject({
        $id: expect.stringMatching(/^[0-9a-f]{20}$/),
        ...shown,
        $permissions: ['read("any")', 'create("user:ada")', 'update("user:ada")', 'delete("user:ada")'],
      })
    })

    test.each([
      [{ name: '' }, 'name'],
      [{ maximumFileSize: 0 }, 'maximumFileSize'],
      [{ maximumFileSize: largestFile + 1 }, 'maximumFileSize'],
      [{ allowedFileExtensions: ['.png'] }, 'allowedFileExtensions.0'],
      [{ allowedFileExtensions: Array(101).fill('png') }, 'allowedFileExtensions'],
      [{ permissions: ['read(any)'] }, 'permissions.0'],
      [{ permissions: ['read("nobody")'] }, 'permissions.0'],
      [{ permissions: Array(101).fill('read("any")') }, 'permissions'],
      [{ compression: 'rar' }, 'compression'],
    ])('%j is refused', async (wrong, path) => {
      const project = await aProject(server)
      const body = { bucketId: 'b', name: 'Bucket', ...wrong }
      expect(await project.call('POST', '/storage/buckets', { body })).toMatchObject({
        status: 400,
        body: { type: 'general_argument_invalid', params: [{ path }] },
      })
    })

    test('a bucket is put as a whole, but for its permissions', async () => {
      const project = await withBucket(await aProject(server), {
        permissions: ['read("any")'],
        enabled: false,
        maximumFileSize: 1000,
      })
      const changed = await project.call('PUT', '/storage/buckets/b', { body: { name: 'New' } })
      expect(changed).toMatchObject({
        status: 200,
        body: { name: 'New', enabled: true, maximumFileSize: largestFile, $permissions: ['read("any")'] },
      })
      const body = { name: 'New', permissions: [] }
      expect((await project.call('PUT', '/storage/buckets/b', { body })).body.$permissions).toEqual([])
      expect(refusal(await project.call('PUT', '/storage/buckets/none', { body }))).toEqual([
        404,
        'storage_bucket_not_found',
      ])
    })

    test('a deleted bucket is gone at once, with its files, and its id is free', async () => {
      const project = await withBucket(await aProject(server))
      await upload(project)
      expect((await project.call('DELETE', '/storage/buckets/b')).status).toBe(204)
      for (const path of ['', '/files', '/files/f', '/files/f/download', '/files/f/view']) {
        expect(refusal(await project.call('GET', `/storage/buckets/b${path}`))).toEqual([
          404,
          'storage_bucket_not_found',
        ])
      }
      expect((await project.call('GET', '/storage/buckets')).body).toEqual({ total: 0, buckets: [] })
      await withBucket(project)
      expect((await project.call('GET', '/storage/buckets/b/files')).body.total).toBe(0)
      expect((await upload(project)).status).toBe(201)
    })

    test('the list filters, orders, searches and pages', async () => {
      const project = await aProject(server)
      for (const [bucketId, name, enabled] of [
        ['a', 'Pictures', true],
        ['b', 'Letters', false],
        ['c', 'Archive', true],
      ]) {
        await project.call('POST', '/storage/buckets', { body: { bucketId, name, enabled } })
      }
      const list = (...texts: string[]) => matching(project, '/storage/buckets', 'buckets', ...texts)
      expect(await list()).toEqual([3, ['a', 'b', 'c']])
      expect(await list(queries.equal('enabled', true), queries.orderDesc('name'))).toEqual([2, ['a', 'c']])
      expect(await list(queries.cursorAfter('a'), queries.limit(1))).toEqual([3, ['b']])
      expect(await list(queries.equal('maximumFileSize', largestFile))).toEqual([3, ['a', 'b', 'c']])
      const { body } = await project.call('GET', '/storage/buckets', { query: { search: 'lett' } })
      expect(ids(body.buckets)).toEqual(['b'])
    })
  })

  describe('files', () => {
    test('a file is renamed, and its permissions are put', async () => {
      const project = await withBucket(await aProject(server))
      await upload(project, { permissions: ['read("any")'] })
      const put = (body: object) => project.call('PUT', '/storage/buckets/b/files/f', { body })
      expect((await put({ name: 'New.txt' })).body).toMatchObject({
        name: 'New.txt',
        $permissions: ['read("any")'],
      })
      expect((await put({ permissions: [] })).body).toMatchObject({ name: 'New.txt', $permissions: [] })
      expect((await put({ name: '' })).status).toBe(400)
      expect(refusal(await project.call('PUT', '/storage/buckets/b/files/none', { body: {} }))).toEqual([
        404,
        'storage_file_not_found',
      ])
    })

    test('a deleted file is gone at once, its id is free, and its bucket is the smaller', async () => {
      const project = await withBucket(await aProject(server))
      await upload(project)
      await upload(project, { fileId: 'g', content: 'More' })
      expect((await project.call('DELETE', '/storage/buckets/b/files/f')).status).toBe(204)
      expect(refusal(await project.call('GET', '/storage/buckets/b/files/f'))).toEqual([
        404,
        'storage_file_not_found',
      ])
      expect((await project.call('DELETE', '/storage/buckets/b/files/f')).status).toBe(404)
      expect((await project.call('GET', '/storage/buckets/b')).body.totalSize).toBe(4)
      expect((await upload(project, { content: 'Again' })).status).toBe(201)
      expect((await project.call('GET', '/storage/buckets/b/files/f/download')).text).toBe('Again')
    })

    test('the list is of one bucket; it filters, orders, searches and pages', async () => {
      const project = await withBucket(await withBucket(await aProject(server)), { bucketId: 'other' })
      await upload(project, { fileId: 'a', name: 'price list.csv', content: '1' })
      await upload(project, { fileId: 'b', name: 'bell.txt', content: '22' })
      await upload(project, { fileId: 'c', name: 'Anne.txt', content: '333' })
      await upload(project, { fileId: 'd' }, 'other')
      const list = (...texts: string[]) => matching(project, '/storage/buckets/b/files', 'files', ...texts)
      expect(await list()).toEqual([3, ['a', 'b', 'c']])
      expect(await list(queries.equal('mimeType', 'text/plain'))).toEqual([2, ['b', 'c']])
      expect(await list(queries.greaterThan('sizeOriginal', 1), queries.orderAsc('name'))).toEqual([
        2,
        ['c', 'b'],
      ])
      expect(await list(queries.equal('chunksTotal', 1), queries.equal('chunksUploaded', 1))).toHaveLength(2)
      expect(await list(queries.cursorAfter('a'))).toEqual([3, ['b', 'c']])
      const { body } = await project.call('GET', '/storage/buckets/b/files', { query: { search: 'price' } })
      expect(ids(body.files)).toEqual(['a'])
      expect(refusal(await project.call('GET', '/storage/buckets/none/files'))).toEqual([
        404,
        'storage_bucket_not_found',
      ])
    })
  })

  test('each write is an entry, with what changed', async () => {
    const project = await withBucket(await aProject(server))
    await project.call('PUT', '/storage/buckets/b', { body: { name: 'New' } })
    await upload(project)
    await project.call('PUT', '/storage/buckets/b/files/f', { body: { name: 'b.txt' } })
    await project.call('DELETE', '/storage/buckets/b/files/f')
    await project.call('DELETE', '/storage/buckets/b')
    const rows = await project.db
      .selectFrom('activity')
      .select(['event', 'resource_type', 'resource_id', 'changes'])
      .where('project', '=', project.seq)
      .where('event', '~', '^(bucket|file)')
      .orderBy('seq')
      .execute()
    expect(rows.map((row) => [row.event, `${row.resource_type}/${row.resource_id}`, row.changes])).toEqual([
      ['bucket.create', 'bucket/b', {}],
      ['bucket.update', 'bucket/b', { name: ['Bucket', 'New'] }],
      ['file.create', 'file/b:f', { name: [null, 'a.txt'] }],
      ['file.update', 'file/b:f', { name: ['a.txt', 'b.txt'] }],
      ['file.delete', 'file/b:f', { name: ['b.txt', null] }],
      ['bucket.delete', 'bucket/b', { name: ['New', null] }],
    ])
  })

  test('two projects with the same ids know nothing of each other', async () => {
    const one = await withBucket(await aProject(server))
    const other = await aProject(server)
    await upload(one)
    for (const [method, path] of [
      ['GET', ''],
      ['PUT', ''],
      ['DELETE', ''],
      ['GET', '/files'],
      ['GET', '/files/f'],
      ['PUT', '/files/f'],
      ['DELETE', '/files/f'],
      ['GET', '/files/f/download'],
      ['GET', '/files/f/view'],
      ['GET', '/files/f/preview'],
    ] as const) {
      const answer = await other.call(method, `/storage/buckets/b${path}`, { body: { name: 'x' } })
      expect(refusal(answer)).toEqual([404, 'storage_bucket_not_found'])
    }
    await withBucket(other)
    expect((await upload(other, { content: 'Other' })).status).toBe(201)
    await other.call('DELETE', '/storage/buckets/b')
    expect((await one.call('GET', '/storage/buckets/b/files/f/download')).text).toBe('Hello')
  })
})

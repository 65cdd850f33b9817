import { beforeAll, describe, expect, test } from 'vitest'
import { type Answer, aServer, type TestServer } from '../testing/app.ts'
import { databases } from '../testing/database.ts'
import { aProject, type TestProject } from '../testing/project.ts'
import { someBytes, upload, uploadChunk, withBucket } from '../testing/upload.ts'
import { spelledOut } from './permissions.ts'

test.each([
  [['read("any")'], ['read("any")']],
  [['write("users")'], ['create("users")', 'update("users")', 'delete("users")']],
  [
    ['update("any")', 'write("any")', 'update("any")'],
    ['update("any")', 'create("any")', 'delete("any")'],
  ],
])('%j is spelled out as %j', (given, spelled) => {
  expect(spelledOut(given)).toEqual(spelled)
})

describe.each(databases)('end users and files on $engine', ({ aDatabase }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await aServer({ database: await aDatabase() })
  })

  type Headers = Record<string, string>
  const refusal = ({ status, body }: Answer) => [status, body?.type]
  const unauthorized = [401, 'user_unauthorized']
  const noFile = [404, 'storage_file_not_found']

  async function aProjectWithUsers(
    bucket: object,
  ): Promise<{ project: TestProject; ada: Headers; bob: Headers }> {
    const project = await withBucket(await aProject(server), bucket)
    for (const userId of ['ada', 'bob']) await project.call('POST', '/users', { body: { userId } })
    return { project, ada: await project.asUser('ada'), bob: await project.asUser('bob') }
  }

  const on = ({ call }: TestProject, headers: Headers, id = 'f') => ({
    get: () => call('GET', `/storage/buckets/b/files/${id}`, { headers }),
    view: () => call('GET', `/storage/buckets/b/files/${id}/view`, { headers }),
    list: () => call('GET', '/storage/buckets/b/files', { headers }),
    put: (body: object) => call('PUT', `/storage/buckets/b/files/${id}`, { headers, body }),
    remove: () => call('DELETE', `/storage/buckets/b/files/${id}`, { headers }),
  })

  test('a bucket without permissions is closed to them, whatever its files say', async () => {
    const { project, ada } = await aProjectWithUsers({})
    await upload(project, { permissions: ['read("any")', 'write("any")'] })
    const asAda = on(project, ada)
    expect(refusal(await upload(project, { fileId: 'g', headers: ada }))).toEqual(unauthorized)
    for (const action of [asAda.get, asAda.view, asAda.list, () => asAda.put({ name: 'x' }), asAda.remove]) {
      expect(refusal(await action())).toEqual(unauthorized)
    }
  })

  test('what the bucket opens is open for all its files', async () => {
    const { project, ada, bob } = await aProjectWithUsers({
      permissions: ['read("users")', 'create("user:ada")', 'update("user:ada")', 'delete("user:ada")'],
    })
    expect((await upload(project, { headers: ada })).body.$permissions).toEqual([
      'read("user:ada")',
      'update("user:ada")',
      'delete("user:ada")',
    ])
    const asBob = on(project, bob)
    expect((await asBob.view()).text).toBe('Hello')
    expect((await asBob.list()).body.total).toBe(1)
    expect(refusal(await asBob.put({ name: 'x' }))).toEqual(unauthorized)
    expect(refusal(await asBob.remove())).toEqual(unauthorized)
    expect(refusal(await upload(project, { fileId: 'g', headers: bob }))).toEqual(unauthorized)
    expect((await on(project, ada).put({ name: 'x' })).status).toBe(200)
    expect((await on(project, ada).remove()).status).toBe(204)
  })

  test('where files have a say, each opens itself', async () => {
    const { project, ada, bob } = await aProjectWithUsers({
      permissions: ['create("users")'],
      fileSecurity: true,
    })
    await upload(project, { fileId: 'f', headers: ada })
    await upload(project, { fileId: 'g', headers: ada, permissions: ['read("users")', 'update("users")'] })
    await upload(project, { fileId: 'h' })
    const ids = async (headers: Headers) => {
      const { body } = await on(project, headers).list()
      return [body.total, body.files.map(({ $id }: { $id: string }) => $id)]
    }
    expect(await ids(ada)).toEqual([2, ['f', 'g']])
    expect(await ids(bob)).toEqual([1, ['g']])
    expect(refusal(await on(project, bob, 'f').get())).toEqual(noFile)
    expect(refusal(await on(project, bob, 'f').view())).toEqual(noFile)
    expect(refusal(await on(project, bob, 'f').remove())).toEqual(unauthorized)
    expect((await on(project, bob, 'g').put({ name: 'New' })).status).toBe(200)
    expect(refusal(await on(project, bob, 'g').remove())).toEqual(unauthorized)
    expect((await on(project, ada, 'f').remove()).status).toBe(204)
  })

  test('rights are given to roles of one’s own only', async () => {
    const { project, ada } = await aProjectWithUsers({ permissions: ['create("users")'], fileSecurity: true })
    for (const foreign of ['read("user:bob")', 'write("label:staff")', 'read("guests")']) {
      expect(refusal(await upload(project, { headers: ada, permissions: [foreign] }))).toEqual(unauthorized)
    }
    const permissions = ['read("any")', 'write("user:ada")']
    expect((await upload(project, { headers: ada, permissions })).status).toBe(201)
    expect(refusal(await on(project, ada).put({ permissions: ['read("user:bob")'] }))).toEqual(unauthorized)
  })

  test('a bucket that is switched off is not there for them', async () => {
    const { project, ada } = await aProjectWithUsers({ permissions: ['read("any")'], enabled: false })
    await upload(project)
    expect(refusal(await on(project, ada).get())).toEqual([404, 'storage_bucket_not_found'])
    expect((await on(project, {}).get()).status).toBe(200)
  })

  test('nobody goes on with another one’s upload', async () => {
    const { project, ada, bob } = await aProjectWithUsers({ permissions: ['create("users")'] })
    const whole = someBytes(5 * 1024 * 1024 + 5)
    await uploadChunk(project, whole, 1, { headers: ada })
    expect(refusal(await uploadChunk(project, whole, 2, { headers: bob }))).toEqual([
      409,
      'storage_file_already_exists',
    ])
    expect((await uploadChunk(project, whole, 2, { headers: ada })).body.chunksUploaded).toBe(2)
  })

  test('buckets themselves are not theirs to see or change', async () => {
    const { project, ada } = await aProjectWithUsers({ permissions: ['read("any")', 'write("any")'] })
    for (const [method, path] of [
      ['GET', '/storage/buckets'],
      ['POST', '/storage/buckets'],
      ['GET', '/storage/buckets/b'],
      ['PUT', '/storage/buckets/b'],
      ['DELETE', '/storage/buckets/b'],
    ] as const) {
      const answer = await project.call(method, path, { headers: ada, body: {} })
      expect(refusal(answer)).toEqual([401, 'general_unauthorized_scope'])
    }
  })

  test('a viewer looks, an author uploads, an editor changes and deletes', async () => {
    const { project } = await aProjectWithUsers({})
    const as = async (role: 'viewer' | 'author' | 'editor') => ({
      'x-appwrite-project': project.id,
      ...(await project.signedIn(role)),
    })
    const [viewer, author, editor] = [await as('viewer'), await as('author'), await as('editor')]
    const newBucket = (headers: Headers, bucketId: string) =>
      project.call('POST', '/storage/buckets', { headers, body: { bucketId, name: 'New' } })

    expect((await upload(project, { headers: viewer })).status).toBe(401)
    expect((await upload(project, { headers: author })).status).toBe(201)
    expect((await on(project, viewer).view()).text).toBe('Hello')
    expect((await on(project, author).put({ name: 'x' })).status).toBe(401)
    expect((await on(project, author).remove()).status).toBe(401)
    expect((await on(project, editor).remove()).status).toBe(204)
    expect((await newBucket(viewer, 'v')).status).toBe(401)
    expect((await newBucket(author, 'a')).status).toBe(201)
    expect((await project.call('DELETE', '/storage/buckets/a', { headers: author })).status).toBe(401)
    expect((await project.call('DELETE', '/storage/buckets/a', { headers: editor })).status).toBe(204)
  })
})

import { beforeAll, describe, expect, test } from 'vitest'
import { type Answer, aServer, type TestServer } from '../testing/app.ts'
import { advance, databases, setNow } from '../testing/database.ts'
import { aProject, type TestProject } from '../testing/project.ts'
import { png, someBytes, upload, uploadChunk, withBucket } from '../testing/upload.ts'
import { linkTo } from './links.ts'
import { readRange } from './serving.ts'

test.each([
  ['bytes=0-0', { from: 0, to: 1 }],
  ['bytes=0-', { from: 0, to: 10 }],
  ['bytes=3-5', { from: 3, to: 6 }],
  ['bytes=9-9', { from: 9, to: 10 }],
  ['bytes=5-99', { from: 5, to: 10 }],
  ['bytes=-3', { from: 7, to: 10 }],
  ['bytes=-99', { from: 0, to: 10 }],
  ['BYTES= 1-2', { from: 1, to: 3 }],
  [undefined, undefined],
  ['bytes=0-1,4-5', undefined],
  ['lines=0-1', undefined],
])('of ten bytes %s is read', (header, range) => {
  expect(readRange(header, 10)).toEqual(range)
})

test.each(['bytes=10-', 'bytes=10-11', 'bytes=5-4', 'bytes=-0', 'bytes=-', 'bytes=a-b', 'bytes=', 'bytes=1'])(
  'of ten bytes there is no %s',
  (header) => {
    expect(() => readRange(header, 10)).toThrow(expect.objectContaining({ type: 'storage_invalid_range' }))
  },
)

describe.each(databases)('files going out on $engine', ({ aDatabase }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await aServer({ database: await aDatabase() })
  })

  const refusal = ({ status, body }: Answer) => [status, body.type]
  const ask = (
    { call }: TestProject,
    how: string,
    headers: Record<string, string> = {},
    query: Record<string, string> = {},
  ) => call('GET', `/storage/buckets/b/files/f/${how}`, { headers, query })

  test('a download is an attachment under its own name', async () => {
    const project = await withBucket(await aProject(server))
    const { body } = await upload(project, { content: png, name: 'Glöckchen "1".png' })
    const answer = await ask(project, 'download')
    expect(answer.bytes).toEqual(png)
    expect(answer.headers).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(png.length),
      'content-disposition': `attachment; filename="Gl_ckchen _221_22.png"; filename*=UTF-8''Gl%C3%B6ckchen%20%25221%2522.png`,
      'accept-ranges': 'bytes',
      etag: `"${body.signature}"`,
      'cache-control': 'private, no-cache',
    })
  })

  test.each([
    ['a picture', 'a.png', '', png, 'image/png', 'inline'],
    ['a text', 'a.txt', '', 'Hello', 'text/plain; charset=utf-8', 'inline'],
    ['a page', 'a.html', 'text/html', '<script>1</script>', 'text/plain; charset=utf-8', 'inline'],
    ['a drawing', 'a.svg', 'image/svg+xml', '<svg onload="1"/>', 'text/plain; charset=utf-8', 'inline'],
    ['a page of XML', 'a.xml', 'application/xhtml+xml', '<html/>', 'text/plain; charset=utf-8', 'inline'],
    ['a program', 'a.js', '', 'alert(1)', 'text/plain; charset=utf-8', 'inline'],
    ['a document', 'a.pdf', '', '%PDF-1.7', 'application/octet-stream', 'attachment'],
    [
      'anything else',
      'a.swf',
      'application/x-shockwave-flash',
      'x',
      'application/octet-stream',
      'attachment',
    ],
    ['who lies about a picture', 'a.png', 'image/png', '<script>', 'application/octet-stream', 'attachment'],
  ])('%s never runs as a page of ours', async (_, name, type, content, shownAs, disposition) => {
    const project = await withBucket(await aProject(server))
    await upload(project, { name, type, content })
    for (const how of ['view', 'preview', 'download']) {
      const { headers, status } = await ask(project, how)
      expect(status).toBe(200)
      expect(headers['content-security-policy']).toBe("sandbox; default-src 'none'")
      expect(headers['x-content-type-options']).toBe('nosniff')
      if (how === 'download') expect(headers['content-disposition']).toMatch(/^attachment;/)
      else {
        expect(headers['content-type']).toBe(shownAs)
        expect(headers['content-disposition']).toMatch(new RegExp(`^${disposition};`))
      }
    }
  })

  test('a picture comes as it was uploaded, whatever size or form is asked for, and whatever its bucket says', async () => {
    const project = await withBucket(await aProject(server), { compression: 'zstd', transformations: false })
    expect((await upload(project, { content: png, name: 'bell.png' })).body).toMatchObject({
      sizeOriginal: png.length,
      compression: 'none',
      encryption: false,
    })
    const pieces = await project.db.selectFrom('file_pieces').select('content').execute()
    expect(pieces.some(({ content }) => content.equals(png))).toBe(true)
    const wish = {
      width: '20',
      height: '10',
      quality: '50',
      borderRadius: '3',
      rotation: '90',
      output: 'webp',
    }
    for (const query of [wish, { ...wish, output: 'none' }]) {
      const answer = await ask(project, 'preview', {}, query)
      expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'image/png' } })
      expect(answer.bytes).toEqual(png)
    }
  })

  test('a guest reads nothing, though the bucket is open to any, nor by a token', async () => {
    const project = await withBucket(await aProject(server), {
      permissions: ['read("any")', 'read("guests")'],
    })
    await upload(project)
    const guest = { 'x-appwrite-key': '', 'x-appwrite-project': project.id }
    for (const how of ['view', 'download', 'preview']) {
      for (const query of [{}, { token: 'of.another.kind' }] as Record<string, string>[])
        expect(refusal(await ask(project, how, guest, query))).toEqual([401, 'general_unauthorized_scope'])
    }
  })

  test('a range is answered with just that, across pieces and chunks', async () => {
    const project = await withBucket(await aProject(server))
    const piece = 256 * 1024
    const whole = someBytes(5 * 1024 * 1024 + 3 * piece + 7)
    for (const number of [1, 2]) await uploadChunk(project, whole, number)
    for (const [from, to] of [
      [0, 1],
      [piece - 1, piece + 1],
      [5 * 1024 * 1024 - 2, 5 * 1024 * 1024 + piece + 2],
      [whole.length - 3, whole.length],
    ] as const) {
      const answer = await ask(project, 'view', { range: `bytes=${from}-${to - 1}` })
      expect(answer.status).toBe(206)
      expect(answer.headers).toMatchObject({
        'content-range': `bytes ${from}-${to - 1}/${whole.length}`,
        'content-length': String(to - from),
      })
      expect(answer.bytes.equals(whole.subarray(from, to))).toBe(true)
    }
    expect(refusal(await ask(project, 'download', { range: `bytes=${whole.length}-` }))).toEqual([
      416,
      'storage_invalid_range',
    ])
  })

  test('who has it already gets nothing again, and part of another one is not sent', async () => {
    const project = await withBucket(await aProject(server))
    const { body } = await upload(project)
    const etag = `"${body.signature}"`
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const answer = await ask(project, 'view', { 'if-none-match': known })
      expect([answer.status, answer.text]).toEqual([304, ''])
      expect(answer.headers.etag).toBe(etag)
    }
    expect((await ask(project, 'view', { 'if-none-match': '"other"' })).status).toBe(200)
    expect((await ask(project, 'view', { range: 'bytes=0-1', 'if-range': etag })).text).toBe('He')
    expect((await ask(project, 'view', { range: 'bytes=0-1', 'if-range': '"other"' })).text).toBe('Hello')
  })

  test('an administrator downloads by an address alone; a guest does not', async () => {
    const project = await withBucket(await aProject(server))
    await upload(project)
    const { cookie = '' } = await project.signedIn('viewer')
    const bare = { 'x-appwrite-key': '', 'x-appwrite-project': '' }
    const inAddress = { project: project.id, mode: 'admin' }
    expect((await ask(project, 'download', { ...bare, cookie }, inAddress)).text).toBe('Hello')
    expect((await ask(project, 'download', { ...bare, cookie }, { project: project.id })).status).toBe(401)
    expect((await ask(project, 'download', bare, inAddress)).status).toBe(401)
  })

  describe('by a signed link', () => {
    const nine = '2030-03-01T09:00:00.000+00:00'

    async function linked(): Promise<{ project: TestProject; url: URL }> {
      await setNow(server.database.db, nine)
      const project = await withBucket(await aProject(server))
      await upload(project, { content: png, name: 'bell.png' })
      const file = { projectId: project.id, bucketId: 'b', fileId: 'f' }
      return { project, url: new URL(await linkTo(server.services, file, null)) }
    }

    const follow = ({ pathname, search }: URL, headers: Record<string, string> = {}) =>
      server.app.inject({ method: 'GET', url: pathname + search, headers })

    test('anybody gets the picture, on whatever page, for fifteen days', async () => {
      const { project, url } = await linked()
      const answer = await follow(url)
      expect(answer.statusCode).toBe(200)
      expect(answer.rawPayload).toEqual(png)
      expect(answer.headers).toMatchObject({
        'content-type': 'image/png',
        'cache-control': 'private, max-age=1296000',
        'cross-origin-resource-policy': 'cross-origin',
        'x-content-type-options': 'nosniff',
      })
      expect((await follow(url, { range: 'bytes=0-7' })).statusCode).toBe(206)

      await advance(project.db, '15 days -1 second')
      expect((await follow(url)).statusCode).toBe(200)
      await advance(project.db, '1 second')
      const late = await follow(url)
      expect([late.statusCode, late.json().type]).toEqual([401, 'user_unauthorized'])
    })

    test('another file, project, key or form of a token gets nothing', async () => {
      const { project, url } = await linked()
      await upload(project, { fileId: 'g' })
      const other = await withBucket(await aProject(server))
      await upload(other)
      const jwt = url.searchParams.get('jwt') ?? ''
      const [head = '', body = '', signature = ''] = jwt.split('.')
      const none = Buffer.from('{"alg":"none"}').toString('base64url')
      const urls = [
        url.href.replace('/files/f/', '/files/g/'),
        url.href.replace(project.id, other.id),
        url.href.replace(jwt, ''),
        url.href.replace(jwt, 'x.y.z'),
        url.href.replace(jwt, `${none}.${body}.`),
        url.href.replace(jwt, `${head}.${body}.${signature.slice(0, -2)}AA`),
        url.href.replace(/&jwt=.*/, ''),
        url.href.replace(/project=[^&]*/, 'project='),
      ]
      for (const wrong of urls) {
        const answer = await follow(new URL(wrong))
        expect([wrong, answer.statusCode, answer.json().type]).toEqual([wrong, 401, 'user_unauthorized'])
      }
    })

    test('a file or a bucket that has gone is not found', async () => {
      const { project, url } = await linked()
      await project.call('DELETE', '/storage/buckets/b/files/f')
      expect((await follow(url)).json()).toMatchObject({ code: 404, type: 'storage_file_not_found' })
      await project.call('DELETE', '/storage/buckets/b')
      expect((await follow(url)).json()).toMatchObject({ code: 404, type: 'storage_bucket_not_found' })
    })
  })
})

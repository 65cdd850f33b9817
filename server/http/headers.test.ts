// One table of what every answer says to the browser, held against every route, every status, the pages and their files.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance, InjectOptions, RouteOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { errorStatuses } from '../../contract/errors.ts'
import { createApp } from '../app.ts'
import { DatabaseUnavailable } from '../db/errors.ts'
import { hashPassword } from '../sign-in/passwords.ts'
import { aServer, eventually, publicUrl, type TestServer } from '../testing/app.ts'
import { formOf, png } from '../testing/upload.ts'

const consolePolicy =
  "default-src 'self';script-src 'self';style-src 'self' 'unsafe-inline';img-src 'self' data: blob:;connect-src 'self';" +
  "frame-src 'self';object-src 'none';base-uri 'none';form-action 'self';frame-ancestors 'none'"
const dataPolicy = "sandbox; default-src 'none'"

type Headers = Readonly<Record<string, string | undefined>>

/** Undefined: must not be there. */
const everywhere: Headers = {
  'content-security-policy': consolePolicy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-permitted-cross-domain-policies': 'none',
  'cache-control': 'no-store',
  'strict-transport-security': undefined,
  'access-control-allow-origin': undefined,
  'x-powered-by': undefined,
  server: undefined,
}

/** Of answers that are no JSON, by the beginning of their address. */
const exceptions: readonly (readonly [where: RegExp, statuses: readonly number[], headers: Headers])[] = [
  [
    /^\/v1\/storage\/.*\/(download|view|preview)/,
    [200, 206, 304],
    {
      'content-security-policy': dataPolicy,
      'cache-control': 'private, no-cache',
    },
  ],
  [
    /^\/v1\/storage\/.*\/push/,
    [200],
    {
      'content-security-policy': dataPolicy,
      'cache-control': 'private, max-age=1296000',
      'cross-origin-resource-policy': 'cross-origin',
    },
  ],
  [/^\/v1\/inbox\/items\/[^/]+\/(source|attachments)/, [200], { 'content-security-policy': dataPolicy }],
  // In a frame of the console's own pages.
  [
    /^\/v1\/inbox\/items\/[^/]+\/html/,
    [200],
    {
      'content-security-policy':
        "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
      'x-frame-options': 'SAMEORIGIN',
    },
  ],
  [/^\/assets\//, [200], { 'cache-control': 'public, max-age=31536000, immutable' }],
  [/^\/(?!v1\/|assets\/)/, [200], { 'cache-control': 'no-cache' }],
]

type Seen = {
  readonly method: string
  readonly url: string
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** What an answer says otherwise than the table. */
function faultsOf({ method, url, status, headers, text }: Seen, more: Headers): string[] {
  const [, , own = {}] =
    exceptions.find(([where, statuses]) => where.test(url) && statuses.includes(status)) ?? []
  const wanted = { ...everywhere, ...more, ...own }
  const faults = Object.entries(wanted).flatMap(([name, value]) =>
    headers[name] === value ? [] : [`${name} is ${headers[name]} and not ${value}`],
  )
  const isJson = headers['content-type'] === 'application/json; charset=UTF-8'
  if (status >= 400 && method !== 'HEAD' && !isJson) faults.push(`an error as ${headers['content-type']}`)
  if (text !== '' && headers['content-type'] === undefined) faults.push('a body without its type')
  return faults.map((fault) => `${method} ${url} ${status}: ${fault}`)
}

describe.each([
  { over: 'http', url: publicUrl, more: {} },
  {
    over: 'https',
    url: 'https://bells.example.org',
    more: { 'strict-transport-security': 'max-age=31536000; includeSubDomains' },
  },
])('F40: over $over', ({ url: ownUrl, more }) => {
  let server: TestServer
  let app: FastifyInstance
  let folder: string
  const routes: RouteOptions[] = []
  const seen: Seen[] = []
  let isAway = false

  beforeAll(async () => {
    server = await aServer({ deliver: true })
    folder = await mkdtemp(join(tmpdir(), 'carillon-headers-'))
    await mkdir(join(folder, 'assets'))
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>Carillon</title>')
    await writeFile(join(folder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
    await writeFile(join(folder, 'assets', 'main-1.js'), 'export {}')
    app = await createApp({
      services: { ...server.services, publicUrl: ownUrl },
      isReady: async () => false,
      consoleDir: folder,
      watch: (app) => void app.addHook('onRoute', (route) => void routes.push(route)),
      changeLookups: (own) => ({
        ...own,
        findProject: async (id) => {
          if (id === 'broken') throw new Error('a fault of ours')
          if (isAway) throw new DatabaseUnavailable(new Error('gone'))
          return own.findProject(id)
        },
      }),
    })
  })
  afterAll(async () => {
    await app.close()
    await server.engine.stop()
    await rm(folder, { recursive: true, force: true })
  })

  async function ask(
    method: string,
    url: string,
    { headers, ...options }: InjectOptions = {},
  ): Promise<Seen> {
    const own = { 'x-appwrite-project': 'acme', 'x-appwrite-key': server.key }
    const response = await app.inject({
      ...options,
      method: method as NonNullable<InjectOptions['method']>,
      url,
      headers: { ...own, ...headers },
    })
    const { statusCode: status, payload: text } = response
    const answer = { method, url, status, headers: response.headers as Headers, text }
    seen.push(answer)
    return answer
  }
  const make = async (path: string, payload: object, headers = {}) => {
    const { status, text } = await ask('POST', `/v1${path}`, { payload, headers })
    expect([path, status, text]).toEqual([path, 201, text])
    return JSON.parse(text)
  }

  test('every route, whoever asks and by whatever method', async () => {
    for (const { method, url } of [...routes]) {
      const path = url.replace(/:\w+/g, 'nothing-has-this-id')
      for (const one of [method].flat()) {
        await ask(one, path)
        await ask(one, path, { headers: { 'x-appwrite-key': '' } })
        await ask(one, path, { headers: { 'x-appwrite-key': '', origin: 'https://elsewhere.example' } })
      }
      for (const other of ['HEAD', 'OPTIONS', 'PUT']) await ask(other, path)
    }
    expect(routes.length).toBeGreaterThan(100)
  })

  test('every status', async () => {
    await make('/messaging/topics', { topicId: 'news', name: 'News' })
    await make('/storage/buckets', { bucketId: 'b', name: 'Bucket', maximumFileSize: 10 })
    await make('/storage/buckets', { bucketId: 'pictures', name: 'Pictures' })
    const form = async (fileId: string, content: Buffer, name: string) => {
      const { body, headers } = await formOf({ fileId, content, name })
      return { payload: body, headers }
    }
    const picture = await form('picture', png, 'bell.png')
    await ask('POST', '/v1/storage/buckets/pictures/files', picture)
    await ask('POST', '/v1/storage/buckets/b/files', await form('much', Buffer.alloc(11), 'much.txt'))
    const file = '/v1/storage/buckets/pictures/files/picture'
    const { headers } = await ask('GET', `${file}/view`)
    await ask('GET', `${file}/view`, { headers: { 'if-none-match': headers.etag ?? '' } })
    for (const way of ['download', 'preview']) await ask('GET', `${file}/${way}`)
    await ask('GET', `${file}/view`, { headers: { range: 'bytes=0-4' } })
    await ask('GET', `${file}/view`, { headers: { range: 'bytes=1000-' } })
    const push = { messageId: 'push', title: 'Ding', draft: true, image: 'pictures:picture' }
    const { data } = await make('/messaging/messages/push', push)
    await ask('GET', data.image.url.replace(ownUrl, ''), { headers: { 'x-appwrite-key': '' } })

    await make('/messaging/providers/inbox', { providerId: 'p', name: 'P', type: 'email', enabled: true })
    await make('/users', { userId: 'ada', email: 'ada@example.org' })
    const mail = { messageId: 'mail', subject: 'Hello', content: '<b>Hello</b>', html: true, users: ['ada'] }
    await make('/messaging/messages/email', { ...mail, attachments: ['pictures:picture'] })
    const caught = async () => JSON.parse((await ask('GET', '/v1/inbox/items')).text).items
    const [{ $id: item }] = await eventually(caught, (items) => items.length > 0, 20_000)
    for (const part of ['', '/source', '/html', '/attachments/1'])
      await ask('GET', `/v1/inbox/items/${item}${part}`)

    await ask('DELETE', '/v1/messaging/topics/news')
    await ask('POST', '/v1/messaging/topics', { payload: {} })
    await ask('POST', '/v1/storage/buckets', { payload: { bucketId: 'b', name: 'Again' } })
    await ask('POST', '/v1/messaging/topics', { payload: JSON.stringify('x'.repeat(3_000_000)) })
    await ask('GET', `/v1/messaging/topics/${'x'.repeat(1001)}`)
    await ask('GET', '/v1/messaging/topics/%E0%A4%A')
    await ask('PATCH', '/v1/messaging/messages/email/mail', {
      headers: { 'if-match': '"2020"' },
      payload: { subject: 'x' },
    })
    await ask('POST', '/v1/console/invitation/check', {
      headers: { origin: ownUrl },
      payload: { token: 'no longer' },
    })
    await ask('GET', '/v1/messaging/topics', { headers: { 'x-appwrite-project': 'broken' } })
    await ask('GET', '/v1/health/ready')
    isAway = true
    await ask('GET', '/v1/messaging/topics')
    isAway = false
    for (let n = 0; n < 7; n++) {
      const payload = { email: 'nobody@example.org', password: `guess ${n}` }
      await ask('POST', '/v1/console/session', { payload, headers: { origin: ownUrl } })
    }
    const pages = [
      '/',
      '/sign-in',
      '/p/acme/messages?status=sent',
      '/index.html',
      '/icon.svg',
      '/favicon.ico',
    ]
    for (const path of [
      ...pages,
      '/assets/main-1.js',
      '/assets/none.js',
      '/v1',
      '/v1/',
      '/v1/none',
      '/../etc/passwd',
    ]) {
      for (const method of ['GET', 'HEAD', 'POST', 'OPTIONS']) await ask(method, path)
    }
  })

  test('what Node answers before there is a request', async () => {
    const address = new URL(await app.listen({ host: '127.0.0.1', port: 0 }))
    const long = `GET /v1/health/version HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(600_000)}\r\n\r\n`
    for (const text of [
      'NONSENSE\r\n\r\n',
      long,
      'GET /v1/health/version HTTP/1.1\r\n\r\n',
      'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n',
    ]) {
      seen.push(await sayTo(address, text))
    }
    // A connection does not become another one's.
    const upgrade =
      'Connection: upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x\r\n'
    const answer = await sayTo(address, `GET /v1/health/version HTTP/1.1\r\nHost: x\r\n${upgrade}\r\n`)
    expect(answer.status).not.toBe(101)
    seen.push(answer)
    // As Node says it, after minutes, of a request that does not end.
    const tooSlow = Object.assign(new Error('too slow'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' })
    app.server.once('connection', (socket) => app.server.emit('clientError', tooSlow, socket))
    seen.push(await sayTo(address, 'GET /v1/health/version HTTP/1.1\r\n'))
  })

  test('what a worker answers, who serves nothing but health', async () => {
    const worker = await createApp({
      services: { ...server.services, publicUrl: ownUrl },
      isReady: async () => true,
      serves: 'health',
    })
    onTestFinished(() => worker.close())
    const answers: Seen[] = []
    for (const url of ['/v1/health/ready', '/v1/messaging/topics', '/', '/sign-in'])
      for (const method of ['GET', 'HEAD', 'POST', 'OPTIONS'] as const) {
        const { statusCode: status, headers, payload: text } = await worker.inject({ method, url })
        answers.push({ method, url, status, headers: headers as Headers, text })
      }
    expect([...new Set(answers.map(({ status }) => status))].toSorted()).toEqual([200, 204, 404])
    seen.push(...answers)
  })

  test('each of them said what the table says, and there was one of each status', () => {
    expect(seen.flatMap((answer) => faultsOf(answer, more))).toEqual([])
    const statuses = [...new Set(seen.map(({ status }) => status))].toSorted((one, other) => one - other)
    const every = [...new Set([200, 201, 204, 206, 304, ...Object.values(errorStatuses)])]
    expect(statuses).toEqual(every.toSorted((one, other) => one - other))
  })

  test('cookies are out of the reach of scripts and of other sites; over https they never travel without it', async () => {
    const { db } = server.database
    const [email, password] = ['owner@example.org', 'a bell, a rope and a Sunday']
    const administrator = {
      id: 'owner',
      email,
      name: '',
      role: 'owner' as const,
      password_hash: await hashPassword(password),
    }
    await db.insertInto('administrators').values(administrator).execute()
    await make('/users', { userId: 'bob', email: 'bob@example.org', password })
    const nobody = { 'x-appwrite-key': '', origin: ownUrl }
    const cookiesOf = async (method: 'POST' | 'DELETE', path: string, headers: object, payload = {}) => {
      const { headers: said } = await app.inject({
        method,
        url: `/v1${path}`,
        headers: { ...nobody, ...headers },
        payload,
      })
      return [said['set-cookie'] ?? []].flat()
    }
    const inProject = { 'x-appwrite-project': 'acme' }
    const signedIn = await cookiesOf('POST', '/console/session', {}, { email, password })
    const ofUser = await cookiesOf('POST', '/account/sessions/email', inProject, {
      email: 'bob@example.org',
      password,
    })
    const cookie = signedIn.map((one) => one.split(';')[0]).join('; ')
    const signedOut = await cookiesOf('DELETE', '/console/session', { cookie })

    const [prefix, secure] = ownUrl.startsWith('https:') ? ['__Host-', '; Secure'] : ['', '']
    const withoutValues = (cookies: string[]) =>
      cookies.map((one) => one.replace(/=[^;]+/, '=…').replace(/Expires=[^;]+; /, ''))
    expect(withoutValues(signedIn).toSorted()).toEqual([
      `${prefix}a_session_console=…; Path=/; HttpOnly${secure}; SameSite=Strict`,
      `${prefix}carillon_browser=…; Max-Age=15552000; Path=/; HttpOnly${secure}; SameSite=Strict`,
    ])
    expect(withoutValues(ofUser)).toEqual([
      `a_session_acme=…; Max-Age=31536000; Path=/; HttpOnly${secure}; SameSite=Strict`,
    ])
    expect(signedOut).toEqual([
      expect.stringMatching(/^(__Host-)?a_session_console=; .*(Max-Age=0|Expires=Thu, 01 Jan 1970)/),
    ])
    expect(signedOut.join()).toContain(`HttpOnly${secure}; SameSite=Strict`)
  })
})

/** One answer on a connection of its own. */
async function sayTo({ hostname, port }: URL, text: string): Promise<Seen> {
  const socket = net.connect({ host: hostname, port: Number(port) })
  const chunks: Buffer[] = []
  await new Promise<void>((resolve, reject) => {
    socket.setTimeout(3000, () => socket.destroy())
    socket.on('data', (chunk) => {
      chunks.push(chunk)
      socket.end()
    })
    socket.on('close', () => resolve())
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' || error.code === 'EPIPE' ? resolve() : reject(error),
    )
    socket.write(text)
  })
  const [head = '', body = ''] = Buffer.concat(chunks).toString().split('\r\n\r\n')
  const [first = '', ...lines] = head.split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  )
  const [method = '', url = ''] = text.split(/[ \r]/)
  return { method, url, status: Number(first.split(' ')[1]), headers, text: body }
}

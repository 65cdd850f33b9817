// Pages of somebody else, in the browser of one who is signed in: whatever they send along, nothing is changed, on any route.
import http from 'node:http'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { aServer, publicUrl, type TestServer } from '../testing/app.ts'
import { administratorsFor } from '../testing/credentials.ts'
import { type ExpectedAccess, expectedAccess } from '../testing/expected-access.ts'
import { aProject, type TestProject } from '../testing/project.ts'

type Attack = {
  readonly name: string
  readonly headers: Readonly<Record<string, string>>
  /** What only a script can set, and only after the browser has asked whether it may. */
  readonly custom: boolean
}

const json = { 'content-type': 'application/json' }
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const evil = 'https://evil.example'
const crossSite = { 'sec-fetch-site': 'cross-site' }

const attacks: readonly Attack[] = [
  { name: 'a form', headers: { ...form, ...crossSite, origin: evil }, custom: false },
  {
    name: 'a form that looks like JSON',
    headers: { 'content-type': 'text/plain', origin: evil },
    custom: false,
  },
  {
    name: 'a form with a file',
    headers: { 'content-type': 'multipart/form-data; boundary=x', origin: evil },
    custom: false,
  },
  { name: 'a form of a page without an origin', headers: { ...form, origin: 'null' }, custom: false },
  { name: 'a form of an old browser', headers: { ...form, referer: `${evil}/` }, custom: false },
  { name: 'a script', headers: { ...json, ...crossSite, origin: evil }, custom: true },
  { name: 'a script of a sandboxed frame', headers: { ...json, origin: 'null' }, custom: true },
  { name: 'a script that names no origin', headers: json, custom: true },
  { name: 'a script at another port', headers: { ...json, origin: 'http://127.0.0.1:4401' }, custom: true },
  {
    name: 'a script at a longer name',
    headers: { ...json, origin: 'http://127.0.0.1:4400.evil.example' },
    custom: true,
  },
  {
    name: 'a script with our name before an @',
    headers: { ...json, origin: 'http://127.0.0.1:4400@evil.example' },
    custom: true,
  },
  {
    name: 'a script below our name',
    headers: { ...json, origin: 'http://localhost.evil.example:4400' },
    custom: true,
  },
  { name: 'a file that was opened', headers: { ...json, origin: 'file://' }, custom: true },
  { name: 'an extension', headers: { ...json, origin: 'chrome-extension://abcdefghijklmnop' }, custom: true },
]

const changing = expectedAccess.filter(({ method }) => method !== 'GET')
const reading = expectedAccess.filter(({ method }) => method === 'GET')
/** They tell everybody the same, and ask nobody who he is. */
const isOpen = ({ path }: ExpectedAccess) => /^\/(health\/|openapi)/.test(path)
const nameOf = ({ method, path }: ExpectedAccess) => `${method} ${path}`

describe('F37: a page of another site', () => {
  let server: TestServer
  let project: TestProject
  let owner: string
  let endUser: string

  beforeAll(async () => {
    server = await aServer()
    project = await aProject(server)
    await project.call('POST', '/users', { body: { userId: 'ada' } })
    owner = (await project.signedIn('owner')).cookie ?? ''
    const session = (await project.asUser('ada'))['x-appwrite-session']
    endUser = `a_session_${project.id}=${session}`
  })

  async function ask({ method, path }: ExpectedAccess, headers: object, { custom }: { custom: boolean }) {
    const named = { 'x-appwrite-project': project.id, 'x-appwrite-mode': 'admin' }
    const response = await server.app.inject({
      method,
      url: `/v1${path.replace(/:\w+/g, 'nothing-has-this-id')}`,
      query: { project: project.id, mode: 'admin' },
      headers: { ...(custom ? named : {}), ...headers },
      ...(method === 'GET' ? {} : { payload: '{}' }),
    })
    const isJson =
      response.payload !== '' && /^application\/json/.test(String(response.headers['content-type']))
    return { status: response.statusCode, type: isJson ? response.json().type : '', response }
  }

  /** What has been done so far, by anybody. */
  async function done(): Promise<number> {
    const { rows } = await sql<{ n: number }>`select count(*) as n from activity where done`.execute(
      project.db,
    )
    return rows[0]?.n ?? 0
  }

  test.each(attacks)('changes nothing by $name', async ({ headers, custom }) => {
    const before = await done()
    const taken: string[] = []
    for (const line of changing) {
      for (const cookie of [owner, endUser, `${owner}; ${endUser}`]) {
        const { status, type } = await ask(line, { ...headers, cookie }, { custom })
        const isRefused = status === 403 && type === 'general_unknown_origin'
        if (!isRefused) taken.push(`${nameOf(line)}: ${status} ${type}`)
      }
    }
    expect(taken).toEqual([])
    expect(await done()).toBe(before)
  })

  test('reads nothing by a script', async () => {
    const readable: string[] = []
    for (const line of reading) {
      for (const cookie of [owner, endUser]) {
        const { status, response } = await ask(line, { cookie, origin: evil }, { custom: true })
        if (status !== 403 && !isOpen(line)) readable.push(`${nameOf(line)}: ${status}`)
        if (response.headers['access-control-allow-origin']) readable.push(nameOf(line))
      }
    }
    expect(readable).toEqual([])
  })

  /** What a browser asks for without naming the page, and so without being told whether it may. */
  const embedded = ['image', 'script', 'style', 'iframe', 'document', 'object', 'empty', 'prefetch']

  test('gets nothing by a picture, a frame or a link, and changes nothing by it', async () => {
    const before = await done()
    const got: string[] = []
    for (const [index, line] of reading.entries()) {
      const cookie = index % 2 ? owner : endUser
      const how = { 'sec-fetch-dest': embedded[index % embedded.length], 'sec-fetch-mode': 'no-cors' }
      const { status } = await ask(line, { cookie, ...how, ...crossSite }, { custom: false })
      if (status !== 403 && !isOpen(line)) got.push(`${nameOf(line)}: ${status}`)
      // A browser that does not say so, and sends the cookie all the same, may still not show it.
      const { response } = await ask(line, { cookie, referer: `${evil}/` }, { custom: false })
      if (response.headers['cross-origin-resource-policy'] !== 'same-origin') got.push(nameOf(line))
    }
    expect(got).toEqual([])
    expect(await done()).toBe(before)
  })

  test('opens no socket: nothing here becomes one, whoever asks', async () => {
    const { hostname, port } = new URL(await server.app.listen({ host: '127.0.0.1', port: 0 }))
    const webSocket = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    }
    const handshake = (path: string, headers: object) =>
      new Promise<number>((resolve, reject) => {
        const request = http.get({
          hostname,
          port,
          path,
          headers: { ...webSocket, cookie: owner, ...headers },
        })
        request.on('upgrade', (_, socket) => resolve(socket.destroy() && 101))
        request.on('response', (response) => resolve(response.resume().statusCode ?? 0))
        request.on('error', reject)
      })
    const query = `?project=${project.id}&mode=admin`
    expect(await handshake(`/v1/messaging/topics${query}`, { origin: evil })).toBe(403)
    expect(await handshake(`/v1/messaging/topics${query}`, crossSite)).toBe(403)
    expect(await handshake(`/v1/realtime${query}`, { origin: evil })).toBe(404)
    expect(await handshake(`/v1/messaging/topics${query}`, { origin: publicUrl })).toBe(200)
  })

  test('is not in the way of a program with a key, nor of our own pages', async () => {
    const signedIn = await administratorsFor(project.db, project, changing.length)
    const refused: string[] = []
    for (const [index, line] of changing.entries()) {
      const own = signedIn(index).find(({ name }) => name === 'an administrator (owner)')
      const byPage = await ask(line, { ...json, ...own?.headers, origin: publicUrl }, { custom: true })
      if (byPage.type === 'general_unknown_origin') refused.push(nameOf(line))
      const byKey = { ...json, 'x-appwrite-key': 'any', cookie: owner, origin: evil }
      if ((await ask(line, byKey, { custom: true })).type === 'general_unknown_origin')
        refused.push(nameOf(line))
    }
    expect(refused).toEqual([])
  })
})

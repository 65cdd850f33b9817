import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { inbox } from '../../contract/inbox.ts'
import { messages } from '../../contract/messages.ts'
import { providers } from '../../contract/providers.ts'
import { queries } from '../../contract/queries.ts'
import { ApiError, NetworkError } from './api-error.ts'
import { addressOf, call } from './client.ts'
import { enterProject } from './project.ts'
import { resumeSession, signInAsked } from './session-end.ts'

type Request = { readonly line: string; readonly headers: IncomingHttpHeaders; readonly body: string }
type Answer = { readonly status: number; readonly body?: unknown; readonly headers?: Record<string, string> }

let server: Server
let requests: Request[]
let answer: (request: Request) => Answer
const browsersFetch = globalThis.fetch

// A browser completes an address by the page's; here it is this server's.
beforeEach(async () => {
  requests = []
  answer = () => ({ status: 200, body: {} })
  server = createServer(async (message, response) => {
    let body = ''
    for await (const chunk of message) body += chunk
    const request = { line: `${message.method} ${message.url}`, headers: message.headers, body }
    requests.push(request)
    const { status, body: reply, headers } = answer(request)
    response.writeHead(status, headers).end(typeof reply === 'string' ? reply : JSON.stringify(reply))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const page = `http://127.0.0.1:${(server.address() as AddressInfo).port}/p/shop/messages`
  globalThis.fetch = (input, init) => browsersFetch(new URL(String(input), page), init)
  enterProject('shop')
})

afterEach(async () => {
  globalThis.fetch = browsersFetch
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const isSessionQuestion = ({ line }: Request) => line === 'GET /v1/console/session'
const refusal = (status: number, type: string, more: object = {}): Answer => ({
  status,
  body: { message: 'No.', code: status, type, version: '1', ...more },
})

test('a call says which project it is about, and that an administrator makes it', async () => {
  await call(messages.list)
  expect(requests[0]?.line).toBe('GET /v1/messaging/messages')
  expect(requests[0]?.headers).toMatchObject({ 'x-appwrite-project': 'shop', 'x-appwrite-mode': 'admin' })
})

test('ids are escaped into the path, queries are a list, and what is undefined is left out', async () => {
  await call(inbox.get, { params: { itemId: 'a/b?c' } })
  await call(messages.list, { query: { queries: [queries.limit(5), queries.equal('phase', 'sent')] } })
  expect(requests[0]?.line).toBe('GET /v1/inbox/items/a%2Fb%3Fc')
  const { searchParams } = new URL(requests[1]?.line.slice(4) ?? '', 'http://host')
  expect([...searchParams]).toEqual([
    ['queries[]', '{"method":"limit","values":[5]}'],
    ['queries[]', '{"method":"equal","attribute":"phase","values":["sent"]}'],
  ])
})

test('a change names what it is based on', async () => {
  const ifMatch = '2026-06-03T07:00:00.000+00:00'
  await call(messages.updateEmail, { params: { messageId: 'm' }, body: { subject: 'Hello' }, ifMatch })
  expect(requests[0]?.headers['if-match']).toBe(ifMatch)
  expect(requests[0]?.body).toBe('{"subject":"Hello"}')
})

test('an endpoint without a reply gives nothing', async () => {
  answer = () => ({ status: 204, body: '' })
  expect(await call(providers.delete, { params: { providerId: 'p' } })).toBeUndefined()
})

test('a refusal keeps its type, its fields, its request and its wait', async () => {
  const params = [{ path: 'subject', message: 'must not be empty' }]
  answer = () => ({
    ...refusal(429, 'general_rate_limit_exceeded', { params, requestId: 'r-1' }),
    headers: { 'Retry-After': '7' },
  })
  const error = await call(messages.list).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ApiError)
  expect(error).toMatchObject({
    type: 'general_rate_limit_exceeded',
    code: 429,
    message: 'No.',
    params,
    requestId: 'r-1',
    retryAfterSeconds: 7,
  })
})

test('what a proxy says instead of the server is an error with its status', async () => {
  answer = () => ({ status: 502, body: '<h1>Bad gateway</h1>' })
  await expect(call(messages.list)).rejects.toMatchObject({ name: 'ApiError', code: 502 })
})

test('a server that is not there is a network error', async () => {
  await new Promise((resolve) => server.close(resolve))
  await expect(call(messages.list)).rejects.toBeInstanceOf(NetworkError)
})

test('a call that is given up is neither', async () => {
  const given = new AbortController()
  const asked = call(messages.list, { signal: given.signal })
  given.abort()
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' })
})

test('a role that does not suffice is refused without asking to sign in', async () => {
  answer = (request) =>
    isSessionQuestion(request)
      ? { status: 200, body: { administrator: {} } }
      : refusal(401, 'general_unauthorized_scope')
  await expect(call(messages.list)).rejects.toMatchObject({ code: 401, message: 'No.' })
})

test('reads wait for the sign-in when the session has ended, and are made again after it', async () => {
  let isSignedIn = false
  answer = (request) => {
    if (isSessionQuestion(request)) return { status: 200, body: 'null' }
    return isSignedIn ? { status: 200, body: { total: 1 } } : refusal(401, 'general_unauthorized_scope')
  }
  const asked = [call(messages.list), call(inbox.list)]
  await expect.poll(signInAsked).toBe(1)
  expect(requests.filter(isSessionQuestion)).toHaveLength(1)
  isSignedIn = true
  resumeSession()
  expect(await Promise.all(asked)).toEqual([{ total: 1 }, { total: 1 }])
})

test('a change is refused when the session has ended, and not made again by itself', async () => {
  answer = (request) =>
    isSessionQuestion(request) ? { status: 200, body: 'null' } : refusal(401, 'general_unauthorized_scope')
  const error = await call(inbox.clear).catch((thrown: unknown) => thrown)
  resumeSession()
  expect(error).toMatchObject({ code: 401, message: expect.stringContaining('signed out') })
  expect(requests.filter(({ line }) => line.startsWith('DELETE'))).toHaveLength(1)
})

test('a frame’s address carries what it cannot send as headers', () => {
  expect(addressOf(inbox.html, { params: { itemId: 'i' }, query: { images: 'remote' } })).toBe(
    '/v1/inbox/items/i/html?images=remote&project=shop&mode=admin',
  )
})

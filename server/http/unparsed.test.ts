import { beforeAll, describe, expect, test } from 'vitest'
import { aServer } from '../testing/app.ts'
import { aDatabase } from '../testing/database.ts'
import { send, type WireRequest } from '../testing/fuzz/wire.ts'
import { headerLimit } from './unparsed.ts'

let port: number
beforeAll(async () => {
  const { app } = await aServer({ database: await aDatabase() })
  await app.listen({ port: 0, host: '127.0.0.1' })
  port = (app.server.address() as { port: number }).port
})

async function ask({ headers = [], ...wish }: Partial<WireRequest>, host: string | null = 'carillon') {
  const common = [['connection', 'close'], ...(host === null ? [] : [['host', host]])] as [string, string][]
  const request = { method: 'GET', target: '/v1/health/version', body: Buffer.alloc(0), ...wish }
  const outcome = await send(port, { ...request, headers: [...common, ...headers] })
  return outcome.kind === 'answered' ? { ...outcome.answer, body: JSON.parse(outcome.answer.text) } : outcome
}

const wrong = (path: string) => ({
  status: 400,
  headers: { 'content-type': 'application/json; charset=UTF-8' },
  body: { code: 400, type: 'general_argument_invalid', version: '0.0.0', params: [{ path }] },
})
const refused = (status: number, type: string) => ({ status, body: { code: status, type, version: '0.0.0' } })

describe('what is no proper HTTP is refused in the envelope', () => {
  test.each<[string, Partial<WireRequest>, object]>([
    ['a method that there is not', { method: 'BREW' }, wrong('request')],
    ['a method in lower case', { method: 'get' }, wrong('request')],
    ['a method that no route has', { method: 'PROPFIND' }, refused(404, 'general_route_not_found')],
    ['a query without its type', { method: 'QUERY' }, wrong('content-type')],
    ['a tunnel', { method: 'CONNECT', target: 'example.org:443' }, refused(404, 'general_route_not_found')],
    ['a header that is none', { headers: [['no header', 'x']] }, wrong('request')],
    ['a NUL in a header', { headers: [['user-agent', 'a\0b']] }, wrong('request')],
    ['a length that is none', { headers: [['content-length', 'many']] }, wrong('request')],
    [
      'headers without end',
      { headers: [['x', 'x'.repeat(headerLimit)]] },
      refused(431, 'general_headers_too_large'),
    ],
    [
      'an address without end',
      { target: `/v1/${'x'.repeat(headerLimit)}` },
      refused(431, 'general_headers_too_large'),
    ],
    ['a broken percent sign', { target: '/v1/users/%zz' }, wrong('url')],
    ['percent-encoding of no UTF-8', { target: '/v1/users/%ff' }, wrong('url')],
    ['an id without end', { target: `/v1/users/${'x'.repeat(1001)}` }, refused(414, 'general_uri_too_long')],
    [
      'a content type that is none',
      {
        method: 'POST',
        target: '/v1/account',
        body: Buffer.from('{}'),
        headers: [
          ['content-type', ''],
          ['content-length', '2'],
        ],
      },
      wrong('content-type'),
    ],
    [
      'a body without end',
      {
        method: 'POST',
        target: '/v1/account',
        body: Buffer.alloc(2 * 2 ** 20 + 1),
        headers: [['content-length', String(2 * 2 ** 20 + 1)]],
      },
      refused(413, 'general_payload_too_large'),
    ],
  ])('%s', async (_, wish, answer) => {
    expect(await ask(wish)).toMatchObject(answer)
  })

  test('no host', async () => {
    expect(await ask({}, '')).toMatchObject({ status: 200 })
    expect(await ask({ headers: [['x', 'y']] }, null)).toMatchObject(wrong('host'))
  })
})

test('what a client expects may be passed over', async () => {
  expect(await ask({ headers: [['expect', 'the-unexpected']] })).toMatchObject({
    status: 200,
    body: { version: '0.0.0' },
  })
})

test('what comes behind a request is no answer to it: it is carried out, and its own answer comes first', async () => {
  const request = { target: '/v1/console/status', headers: [['content-length', '0']] as [string, string][] }
  expect(await ask({ ...request, body: Buffer.from('what is no request\r\n\r\n') })).toMatchObject({
    status: 200,
    body: { setUp: expect.any(Boolean) },
  })
})

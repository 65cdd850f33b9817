// Behind a proxy: whose address a request has is what the proxies say that are trusted, and nobody else.
import { beforeAll, expect, test } from 'vitest'
import { aServer, publicUrl, type TestServer } from '../testing/app.ts'
import { aDatabase } from '../testing/database.ts'

const proxy = '10.0.0.1'
const stranger = '198.51.100.1'

let server: TestServer
beforeAll(async () => {
  server = await aServer({ database: await aDatabase(), options: { trustedProxies: ['10.0.0.0/8'] } })
})

test.each([
  ['a client behind the proxy', proxy, '203.0.113.9', '203.0.113.9'],
  ['one behind two of them', proxy, '203.0.113.9, 10.0.0.2', '203.0.113.9'],
  ['one who makes up others before himself', proxy, '192.0.2.1, 203.0.113.9', '203.0.113.9'],
  ['the proxy itself', proxy, undefined, proxy],
  ['whoever comes past the proxy, and says what he likes', stranger, '203.0.113.9', stranger],
])('%s is known by his address', async (_, remoteAddress, forwarded, address) => {
  const headers = {
    'x-appwrite-project': server.project.id,
    'x-appwrite-key': server.key,
    ...(forwarded && { 'x-forwarded-for': forwarded }),
  }
  const made = await server.app.inject({
    method: 'POST',
    url: '/v1/messaging/topics',
    remoteAddress,
    headers,
    payload: { topicId: 'unique()', name: 'News' },
  })
  expect(made.statusCode).toBe(201)
  const { body } = await server.call('GET', `/messaging/topics/${made.json().$id}/logs`)
  expect(body.logs[0].ip).toBe(address)
})

test('nobody gets more tries at a password by naming other addresses, or another host', async () => {
  const statuses: number[] = []
  for (let n = 0; n < 22; n++) {
    const answer = await server.app.inject({
      method: 'POST',
      url: '/v1/console/session',
      remoteAddress: stranger,
      headers: { origin: publicUrl, 'x-forwarded-for': `192.0.2.${n}`, forwarded: `for=192.0.2.${n}` },
      payload: { email: `u${n}@example.org`, password: 'guess' },
    })
    statuses.push(answer.statusCode)
  }
  expect(statuses).toEqual([...Array(20).fill(401), 429, 429])
  const elsewhere = await server.app.inject({
    method: 'POST',
    url: '/v1/console/session',
    remoteAddress: proxy,
    headers: { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' },
    payload: { email: 'ann@example.org', password: 'guess' },
  })
  expect([elsewhere.statusCode, elsewhere.json().type]).toEqual([403, 'general_unknown_origin'])
})

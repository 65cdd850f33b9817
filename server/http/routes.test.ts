import { existsSync } from 'node:fs'
import { type SpecData, Validator } from '@seriousme/openapi-schema-validator'
import type { RouteOptions } from 'fastify'
import { beforeAll, expect, test } from 'vitest'
import { aServer, type TestServer } from '../testing/app.ts'
import { endpointTable } from '../testing/called-endpoints.ts'
import { aDatabase } from '../testing/database.ts'

let server: TestServer
/** `GET /messaging/topics`: all that the server answers under /v1. */
const routes: string[] = []

beforeAll(async () => {
  const note = ({ method, url }: RouteOptions) => {
    for (const one of [method].flat()) routes.push(`${one} ${url.replace(/^\/v1/, '')}`)
  }
  const watch = { watch: (app: TestServer['app']) => void app.addHook('onRoute', note) }
  server = await aServer({ database: await aDatabase(), options: watch })
})

/** They call everything there is, and so say of no endpoint that it works. */
const walks = ['server/http/authorization.test.ts', 'server/testing/fuzz/fuzz.test.ts']

test('docs/endpoints.md has a line for every route, with a test of its own', async () => {
  const table = await endpointTable()
  expect(table.map(({ endpoint }) => endpoint).toSorted()).toEqual(routes.toSorted())
  expect(table.filter(({ file }) => walks.includes(file) || !existsSync(file))).toEqual([])
})

test('the OpenAPI document is valid', async () => {
  const { status, body } = await server.call('GET', '/openapi.json')
  expect(status).toBe(200)
  expect(await new Validator().validate(withoutIdProperties(body))).toEqual({ valid: true })
})

test('health needs no key', async () => {
  const nobody = { headers: { 'x-appwrite-project': '', 'x-appwrite-key': '' } }
  expect((await server.call('GET', '/health/version', nobody)).body).toEqual({ version: '0.0.0' })
  expect((await server.call('GET', '/health/live', nobody)).body).toEqual({ status: 'live' })
  expect((await server.call('GET', '/health/ready', nobody)).body).toEqual({ status: 'ready' })
})

/** Published by Appwrite, and no part of a messaging system. */
const notOurs = [
  'POST /graphql',
  'POST /graphql/mutation',
  'GET /realtime',
  'GET /teams',
  'POST /teams',
  'GET /teams/t/memberships',
  'GET /projects',
  'POST /projects',
  'POST /projects/acme/keys',
  'POST /projects/acme/webhooks',
  'GET /project/variables',
  'GET /functions',
  'POST /functions/f/executions',
  'GET /databases',
  'GET /sites',
  'GET /locale',
  'GET /health/queue/messaging',
  'GET /users/ada/sessions',
  'DELETE /users/ada/sessions',
  'GET /users/ada/memberships',
  'PATCH /users/ada/password',
  'PATCH /users/ada/prefs',
  'PATCH /account/password',
  'POST /account/recovery',
  'GET /account/sessions',
  'POST /storage/buckets/b/files/f/tokens',
  'POST /tokens/buckets/b/files/f',
]

test.each(notOurs)('%s is no route of ours, and that is all that is said', async (route) => {
  const [method = '', path = ''] = route.split(' ')
  const answer = await server.call(method as 'GET', path, method === 'GET' ? {} : { body: {} })
  expect(answer).toMatchObject({
    status: 404,
    headers: { 'content-type': 'application/json; charset=UTF-8' },
  })
  expect(answer.body).toEqual({
    message: 'There is no such route.',
    code: 404,
    type: 'general_route_not_found',
    version: '0.0.0',
  })
})

test('who names no project, or one that is not there, is told so', async () => {
  for (const named of ['', 'console', 'nowhere']) {
    const answer = await server.call('GET', '/messaging/topics', { headers: { 'x-appwrite-project': named } })
    expect(answer).toMatchObject({ status: 404, body: { type: 'project_not_found' } })
  }
})

test('a provider is checked, and shows what goes through it', async () => {
  const catcher = { providerId: 'catcher', name: 'Catcher', type: 'email' }
  await server.call('POST', '/messaging/providers/inbox', { body: catcher })
  const checked = await server.call('POST', '/messaging/providers/check', {
    body: { ...catcher, provider: 'inbox' },
  })
  expect(checked).toMatchObject({ status: 200, body: { ok: true } })
  expect((await server.call('GET', '/messaging/providers/catcher/uses')).status).toBe(200)
})

/** The validator takes a property that is called `$id` for the keyword. */
function withoutIdProperties(document: unknown): SpecData {
  return JSON.parse(
    JSON.stringify(document).replaceAll('"$id":{', '"id-of-it":{').replaceAll('"$id"', '"id-of-it"'),
  )
}

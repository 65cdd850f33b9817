import type { FastifyInstance, RouteOptions } from 'fastify'
import { beforeAll, describe, expect, test } from 'vitest'
import { api } from '../../contract/api.ts'
import type { Access, Endpoint } from '../../contract/endpoint.ts'
import { scopes } from '../../contract/scopes.ts'
import { aServer, type TestServer } from '../testing/app.ts'
import {
  administratorsFor,
  type Credential,
  credentialsFor,
  isAllowed,
  keysWithAllBut,
  userCredentialsFor,
} from '../testing/credentials.ts'
import { aDatabase, type TestDatabase } from '../testing/database.ts'
import { type ExpectedAccess, expectedAccess } from '../testing/expected-access.ts'
import type { Lookups } from './authentication.ts'
import { bind } from './bind.ts'

const nameOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`

/** One route and one credential for which the server and the table are not of one mind. */
type Difference = `${string}: ${string} is ${'allowed' | 'refused'}`

describe('who may call what', () => {
  let database: TestDatabase
  let server: TestServer
  const routes: string[] = []
  let reusable: Credential[]
  let allBut: (needed: readonly string[]) => Promise<Credential>

  beforeAll(async () => {
    database = await aDatabase()
    const watch = (app: FastifyInstance) => void app.addHook('onRoute', note)
    server = await aServer({ database, options: { watch, changeLookups: remembering } })
    reusable = [...(await credentialsFor(database.db, server.project)), ...(await userCredentialsFor(server))]
    allBut = await keysWithAllBut(database.db, server.project)
  })

  function note({ method, url }: RouteOptions): void {
    for (const one of [method].flat()) routes.push(`${one} ${url.replace(/^\/v1/, '')}`)
  }

  test('every route has a line in the table, and every line a route', () => {
    expect(routes.toSorted()).toEqual(expectedAccess.map(nameOf).toSorted())
  })

  test('every route answers every credential as the table says', async () => {
    const signedIn = await administratorsFor(database.db, server.project, expectedAccess.length)
    let asked = 0
    const differences: Difference[] = []
    for (const [index, line] of expectedAccess.entries()) {
      const credentials = [...reusable, await allBut(line.scopes), await allBut(line.and), ...signedIn(index)]
      differences.push(...(await differencesAt(server.app, line, credentials)))
      asked += credentials.length
    }
    expect(differences).toEqual([])
    expect(asked).toBeGreaterThan(expectedAccess.length * 60)
  })

  test('the table notices when a route asks for no scope of its own any more', async () => {
    const careless = await aServer({ database, options: { endpoints: loosened(forAnyKey) } })
    const unnoticed: string[] = []
    for (const line of expectedAccess.filter((line) => line.scopes.length > 0)) {
      const differences = await differencesAt(careless.app, line, [await allBut(line.scopes)])
      if (differences.length === 0) unnoticed.push(nameOf(line))
    }
    expect(unnoticed).toEqual([])
  })

  test('the table notices when a key is looked up without its project', async () => {
    const anyProject = (own: Lookups): Lookups => ({
      ...own,
      findKey: async (project, secretHash) => {
        const found = await own.findKey(project, secretHash)
        return found && { ...found, foreign: false }
      },
    })
    const careless = await aServer({ database, options: { changeLookups: anyProject } })
    const foreign = reusable.filter(({ name }) => name === "another project's key")
    const unnoticed: string[] = []
    for (const line of expectedAccess.filter((line) => line.scopes.length > 0)) {
      if ((await differencesAt(careless.app, line, foreign)).length === 0) unnoticed.push(nameOf(line))
    }
    expect(foreign).toHaveLength(1)
    expect(unnoticed).toEqual([])
  })

  test('the table notices when a route lets every administrator in', async () => {
    const careless = await aServer({ database, options: { endpoints: loosened(forViewers) } })
    const higher = expectedAccess.filter(({ role }) => ['author', 'editor', 'owner'].includes(role))
    const viewers = await administratorsFor(database.db, server.project, higher.length)
    const unnoticed: string[] = []
    for (const [index, line] of higher.entries()) {
      const viewer = viewers(index).filter(({ name }) => name === 'an administrator (viewer)')
      if ((await differencesAt(careless.app, line, viewer)).length === 0) unnoticed.push(nameOf(line))
    }
    expect(higher.length).toBeGreaterThan(60)
    expect(unnoticed).toEqual([])
  })

  test("the table notices when an end user's session is looked up without its project", async () => {
    const projects = await database.db.selectFrom('projects').select('seq').execute()
    const anyProject = (own: Lookups): Lookups => ({
      ...own,
      findUserBySession: async (_, secretHash) => {
        const found = await Promise.all(projects.map(({ seq }) => own.findUserBySession(seq, secretHash)))
        return found.find((user) => user !== undefined)
      },
    })
    const careless = await aServer({ database, options: { changeLookups: anyProject } })
    const foreign = reusable.filter(({ name }) => name === "a session of another project's user")
    const unnoticed: string[] = []
    for (const line of expectedAccess.filter(({ user }) => user)) {
      if ((await differencesAt(careless.app, line, foreign)).length === 0) unnoticed.push(nameOf(line))
    }
    expect(foreign).toHaveLength(1)
    // It looks for the person in the project once more.
    expect(unnoticed).toEqual(['DELETE /account/targets/:targetId/push'])
  })

  test('a route that does not say who may call it stops the start', async () => {
    const { app } = await aServer({ database })
    // @ts-expect-error: it does not compile either.
    const silent: Endpoint = { method: 'GET', path: '/silent', summary: '', reply: null }
    const scopeless: Endpoint = {
      ...api.topics.list,
      path: '/scopeless',
      access: { ...api.topics.list.access, scope: [] },
    }
    for (const endpoint of [silent, scopeless]) {
      const start = () =>
        bind(app, { endpoint }, { endpoint: async () => undefined }, {} as Parameters<typeof bind>[3])
      expect(start).toThrow(`GET ${endpoint.path} does not say who may call it.`)
    }
  })
})

async function differencesAt(
  app: FastifyInstance,
  line: ExpectedAccess,
  credentials: readonly Credential[],
): Promise<Difference[]> {
  const judged = credentials.map(async ({ name, headers, query = {}, who }): Promise<Difference[]> => {
    const response = await app.inject({
      method: line.method,
      url: `/v1${line.path.replace(/:\w+/g, 'nothing-has-this-id')}`,
      headers: { ...headers },
      query: { ...query },
    })
    const isRefused = response.statusCode === 401 || response.statusCode === 403
    if (isRefused !== isAllowed(line, who)) return []
    return [`${nameOf(line)}: ${name} is ${isRefused ? 'refused' : 'allowed'}`]
  })
  return (await Promise.all(judged)).flat()
}

/** Who somebody is does not change here: each look-up is made once, and thousands of requests take seconds. */
function remembering(own: Lookups): Lookups {
  const answers = new Map<string, unknown>()
  const once = ([name, find]: [string, (...args: never[]) => unknown]) => [
    name,
    (...args: never[]) => {
      const question = JSON.stringify([name, ...args])
      if (!answers.has(question)) answers.set(question, find(...args))
      return answers.get(question)
    },
  ]
  return Object.fromEntries(Object.entries(own).map(once)) as Lookups
}

/** The contract, but with other words on who may call. */
function loosened(change: (access: Access) => Access): typeof api {
  const modules = Object.entries<Record<string, Endpoint>>(api).map(([name, endpoints]) => [
    name,
    Object.fromEntries(
      Object.entries(endpoints).map(([key, endpoint]) => [
        key,
        { ...endpoint, access: change(endpoint.access) },
      ]),
    ),
  ])
  return Object.fromEntries(modules) as typeof api
}

/** Any key will do. */
function forAnyKey(access: Access): Access {
  return access.kind === 'project' ? { kind: 'project', role: access.role, scope: scopes } : access
}

/** Any administrator will do. */
function forViewers(access: Access): Access {
  return 'role' in access ? { ...access, role: 'viewer' } : access
}

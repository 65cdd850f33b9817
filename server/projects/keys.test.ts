import { beforeAll, describe, expect, test } from 'vitest'
import { queries } from '../../contract/queries.ts'
import { scopes } from '../../contract/scopes.ts'
import { type Answer, aServer, type TestServer } from '../testing/app.ts'
import { advance, databases } from '../testing/database.ts'
import { aProject, type TestProject } from '../testing/project.ts'

describe.each(databases)('API keys on $engine', ({ aDatabase }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await aServer({ database: await aDatabase() })
  })

  type Keeper = {
    project: TestProject
    keys: (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path?: string, body?: object) => Promise<Answer>
  }

  async function aKeeper(): Promise<Keeper> {
    const project = await aProject(server)
    const headers = await project.signedIn('owner')
    return {
      project,
      keys: (method, path = '', body) =>
        project.call(method, `/console/projects/${project.id}/keys${path}`, {
          headers,
          ...(body ? { body } : {}),
        }),
    }
  }

  const open = ({ project }: Keeper, secret: string, path = '/messaging/topics') =>
    project.call('GET', path, { headers: { 'x-appwrite-key': secret } })

  test('a key is shown once, and opens what its scopes say', async () => {
    const keeper = await aKeeper()
    const made = await keeper.keys('POST', '', { name: 'Website', scopes: ['topics.read', 'topics.read'] })
    expect(made.status).toBe(201)
    const { secret, ...key } = made.body
    expect(secret).toMatch(/^standard_[0-9a-f]{64}$/)
    expect(key).toMatchObject({ name: 'Website', scopes: ['topics.read'], expiresAt: null, lastUsedAt: null })
    expect(secret.startsWith(key.hint)).toBe(true)

    expect((await open(keeper, secret)).status).toBe(200)
    expect((await open(keeper, secret, '/messaging/providers')).status).toBe(401)
    const listed = await keeper.keys('GET')
    expect(listed.text).not.toContain(secret)
    const [shown] = listed.body.keys.filter(({ $id }: { $id: string }) => $id === key.$id)
    expect(shown.lastUsedAt).not.toBe(null)
    const stored = await keeper.project.db.selectFrom('api_keys').selectAll().execute()
    expect(JSON.stringify(stored)).not.toContain(secret)
  })

  test('name, scopes and expiry change, the secret stays', async () => {
    const keeper = await aKeeper()
    const { $id, secret } = (await keeper.keys('POST', '', { name: 'Website', scopes: ['topics.read'] })).body
    const changed = await keeper.keys('PATCH', `/${$id}`, {
      name: 'Shop',
      scopes: ['providers.read', 'providers.secrets'],
      expiresAt: '2100-01-01',
    })
    expect(changed.body).toMatchObject({
      name: 'Shop',
      scopes: ['providers.read', 'providers.secrets'],
      expiresAt: '2100-01-01T00:00:00.000+00:00',
    })
    expect((await open(keeper, secret)).status).toBe(401)
    expect((await open(keeper, secret, '/messaging/providers')).status).toBe(200)
    expect((await keeper.keys('PATCH', `/${$id}`, { expiresAt: '' })).body.expiresAt).toBe(null)
    expect((await keeper.keys('PATCH', `/${$id}`, { name: 'Same' })).body.scopes).toHaveLength(2)
  })

  test('an expired key is refused as one, and a revoked key at once', async () => {
    const own = await aServer({ database: await aDatabase() })
    const project = await aProject(own)
    const headers = await project.signedIn('owner')
    const path = `/console/projects/${project.id}/keys`
    const { body } = await project.call('POST', path, {
      headers,
      body: { name: 'Short', scopes: ['topics.read'], expiresAt: '2100-01-01' },
    })
    const use = () => project.call('GET', '/messaging/topics', { headers: { 'x-appwrite-key': body.secret } })
    expect((await use()).status).toBe(200)
    await project.db
      .updateTable('api_keys')
      .set({ expires_at: '2026-01-01' })
      .where('id', '=', body.$id)
      .execute()
    await advance(project.db, '1 second')
    expect(await use()).toMatchObject({ status: 401, body: { type: 'project_key_expired' } })
    const again = await project.signedIn('owner')
    expect((await project.call('DELETE', `${path}/${body.$id}`, { headers: again })).status).toBe(204)
    expect(await use()).toMatchObject({ status: 401, body: { type: 'general_unauthorized_scope' } })
  })

  test.each([
    [{ scopes: ['topics.read'] }, 'name'],
    [{ name: '', scopes: ['topics.read'] }, 'name'],
    [{ name: 'A', scopes: [] }, 'scopes'],
    [{ name: 'A' }, 'scopes'],
    [{ name: 'A', scopes: ['everything'] }, 'scopes.0'],
    [{ name: 'A', scopes: ['topics.read'], expiresAt: '2020-01-01' }, 'expiresAt'],
    [{ name: 'A', scopes: ['topics.read'], expiresAt: 'tomorrow' }, 'expiresAt'],
  ])('%o is refused', async (body, param) => {
    const answer = await (await aKeeper()).keys('POST', '', body)
    expect(answer.status).toBe(400)
    expect(answer.body.params.map(({ path }: { path: string }) => path)).toContain(param)
  })

  test('what is done to keys is in the project’s activity, without the secret', async () => {
    const keeper = await aKeeper()
    const { $id, secret } = (await keeper.keys('POST', '', { name: 'Website', scopes: ['topics.read'] })).body
    await keeper.keys('PATCH', `/${$id}`, { name: 'Shop' })
    await keeper.keys('DELETE', `/${$id}`)
    const logs = await keeper.project.call('GET', '/logs', {
      query: { 'queries[]': [queries.equal('resourceId', $id)] },
    })
    expect(logs.body.logs).toMatchObject([
      { event: 'key.delete', resourceType: 'key', changes: { name: ['Shop', null] } },
      { event: 'key.update', changes: { name: ['Website', 'Shop'] } },
      { event: 'key.create', changes: { name: [null, 'Website'], scopes: [null, ['topics.read']] } },
    ])
    expect(logs.text).not.toContain(secret)
  })

  test('keys of another project, or of none, are not there', async () => {
    const one = await aKeeper()
    const other = await aKeeper()
    const { $id } = (await one.keys('POST', '', { name: 'Website', scopes: ['topics.read'] })).body
    expect((await other.keys('PATCH', `/${$id}`, { name: 'Mine' })).status).toBe(404)
    expect((await other.keys('DELETE', `/${$id}`)).status).toBe(404)
    const headers = await one.project.signedIn('owner')
    const nowhere = await one.project.call('GET', '/console/projects/nowhere/keys', { headers })
    expect(nowhere).toMatchObject({ status: 404, body: { type: 'project_not_found' } })
  })

  test('only owners keep keys, and no key does', async () => {
    const { project } = await aKeeper()
    const path = `/console/projects/${project.id}/keys`
    const body = { name: 'Mine', scopes: [...scopes] }
    for (const headers of [await project.signedIn('editor'), {}]) {
      expect((await project.call('POST', path, { headers, body })).status).toBe(401)
      expect((await project.call('GET', path, { headers })).status).toBe(401)
    }
  })
})

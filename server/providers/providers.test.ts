import { beforeAll, describe, expect, test } from 'vitest'
import { queries } from '../../contract/queries.ts'
import { type Answer, aServer, type TestServer } from '../testing/app.ts'
import { databases } from '../testing/database.ts'
import { aProject, type TestProject, tally } from '../testing/project.ts'
import { openProvider } from './providers.ts'

describe.each(databases)('providers on $engine', ({ aDatabase }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await aServer({ database: await aDatabase() })
  })

  const relay = {
    providerId: 'relay',
    name: 'Relay',
    host: 'smtp.example.org',
    username: 'carillon',
    password: 'a long secret 1234',
    fromEmail: 'news@example.org',
  }

  function create({ call }: TestProject, body: object): Promise<Answer> {
    return call('POST', '/messaging/providers/smtp', { body })
  }

  function change({ call }: TestProject, body: object, id = 'relay'): Promise<Answer> {
    return call('PATCH', `/messaging/providers/smtp/${id}`, { body })
  }

  async function aTestProvider({ call }: TestProject, providerId: string, more: object = {}): Promise<void> {
    const body = { providerId, name: providerId, type: 'email', enabled: true, ...more }
    expect((await call('POST', '/messaging/providers/inbox', { body })).status).toBe(201)
  }

  test('credentials and options are kept apart, with the defaults of the kind', async () => {
    const project = await aProject(server)
    const made = await create(project, { providerId: 'relay', name: 'Relay', host: 'a;b:465', security: 'x' })
    expect(made).toMatchObject({ status: 201, body: { provider: 'smtp', type: 'email', enabled: false } })
    expect(made.body.credentials).toEqual({ port: 587, username: '', password: '', host: 'a;b:465' })
    expect(made.body.options).toEqual({
      fromName: '',
      fromEmail: '',
      replyToName: '',
      replyToEmail: '',
      encryption: '',
      autoTLS: true,
      mailer: '',
    })
    expect((await project.call('GET', '/messaging/providers/relay')).body).toEqual(made.body)
  })

  test('a new provider is on only when that is asked for and nothing is missing', async () => {
    const project = await aProject(server)
    const enabled = async (body: object) => (await create(project, { ...relay, ...body })).body.enabled
    expect(await enabled({ providerId: 'a', enabled: true })).toBe(true)
    expect(await enabled({ providerId: 'b' })).toBe(false)
    expect(await enabled({ providerId: 'c', enabled: null })).toBe(false)
    expect(await enabled({ providerId: 'd', enabled: true, fromEmail: undefined })).toBe(false)
  })

  test('a provider is switched on only when nothing is missing, and nothing changes otherwise', async () => {
    const project = await aProject(server)
    await create(project, { ...relay, fromEmail: undefined })
    const refused = await change(project, { enabled: true, name: 'On' })
    expect(refused).toMatchObject({
      status: 400,
      body: { type: 'provider_missing_credentials', params: [{ path: 'fromEmail' }] },
    })
    expect((await project.call('GET', '/messaging/providers/relay')).body).toMatchObject({
      name: 'Relay',
      enabled: false,
    })
    expect((await change(project, { enabled: true, fromEmail: 'news@example.org' })).body.enabled).toBe(true)
    expect((await change(project, { name: 'Still on' })).body).toMatchObject({
      name: 'Still on',
      enabled: true,
    })
    expect((await change(project, { enabled: false })).body.enabled).toBe(false)
  })

  test('a change that does not speak of it leaves a provider on or off, whatever is missing', async () => {
    const project = await aProject(server)
    await create(project, { ...relay, enabled: true })
    // As an older version, or a hand in the database, may have left it.
    await project.db
      .updateTable('providers')
      .set({ options: '{}' })
      .where('project', '=', project.seq)
      .execute()
    const patch = (body: object) => project.call('PATCH', '/messaging/providers/smtp/relay', { body })
    expect(await patch({ name: 'Other' })).toMatchObject({
      status: 200,
      body: { name: 'Other', enabled: true },
    })
    expect(await patch({ enabled: null })).toMatchObject({ status: 200, body: { enabled: true } })
    expect((await patch({ enabled: true })).status).toBe(400)
    expect(await patch({ enabled: false })).toMatchObject({ status: 200, body: { enabled: false } })
    expect(await patch({ fromEmail: 'a@b.co' })).toMatchObject({ status: 200, body: { enabled: false } })
  })

  test('a change merges field by field, and an empty one changes nothing', async () => {
    const project = await aProject(server)
    const { body: before } = await create(project, { ...relay, encryption: 'tls', mailer: 'Carillon' })
    const { body: same } = await change(project, {})
    expect(same).toEqual({ ...before, $updatedAt: same.$updatedAt })
    const changed = await change(project, {
      port: 2525,
      autoTLS: false,
      encryption: 'none',
      fromName: 'News',
    })
    expect(changed.body).toMatchObject({
      credentials: { ...before.credentials, port: 2525 },
      options: { ...before.options, autoTLS: false, encryption: '', fromName: 'News' },
    })
    expect((await change(project, { fromName: '' })).status).toBe(400)
    expect((await change(project, { replyToEmail: 'nobody' })).status).toBe(400)
  })

  test('an unknown provider is told before a wrong kind, and that before what is missing', async () => {
    const project = await aProject(server)
    await aTestProvider(project, 'caught')
    expect(await change(project, { enabled: true }, 'nothing')).toMatchObject({
      status: 404,
      body: { type: 'provider_not_found' },
    })
    expect(await change(project, { enabled: true }, 'caught')).toMatchObject({
      status: 400,
      body: { type: 'provider_incorrect_type' },
    })
  })

  test('a secret is shown in clear to a key that may see secrets, else masked', async () => {
    const project = await aProject(server)
    const { call } = project
    expect((await create(project, relay)).body.credentials.password).toBe('a long secret 1234')
    await create(project, { ...relay, providerId: 'short', password: 'elevenchars' })
    await create(project, { ...relay, providerId: 'none', password: undefined })

    const key = await project.keyWith(['providers.read', 'providers.write'])
    const owner = await project.signedIn('owner')
    for (const headers of [key, owner]) {
      const { body } = await call('GET', '/messaging/providers', { headers })
      expect(body.providers.map((provider: Answer['body']) => provider.credentials)).toEqual([
        { port: 587, username: 'carillon', password: '••••1234', host: 'smtp.example.org' },
        { port: 587, username: 'carillon', password: '••••', host: 'smtp.example.org' },
        { port: 587, username: 'carillon', password: '', host: 'smtp.example.org' },
      ])
    }
    const made = await call('POST', '/messaging/providers/smtp', {
      headers: key,
      body: { ...relay, providerId: 'other' },
    })
    expect(made.body.credentials.password).toBe('••••1234')
  })

  test('the mask of a secret leaves it as it is, and is no secret for a new provider', async () => {
    const project = await aProject(server)
    await create(project, relay)
    const changed = await change(project, { password: '••••1234', username: 'other' })
    expect(changed.body.credentials).toMatchObject({ username: 'other', password: 'a long secret 1234' })
    const refused = await create(project, { ...relay, providerId: 'copy', password: '••••1234' })
    expect(refused).toMatchObject({ status: 400, body: { params: [{ path: 'password' }] } })
  })

  test('every credential lies in the database sealed to its row and field', async () => {
    const project = await aProject(server)
    await create(project, relay)
    await change(project, { password: 'another secret 99' })
    const row = await project.db
      .selectFrom('providers')
      .select(['seq', 'credentials'])
      .where('project', '=', project.seq)
      .executeTakeFirstOrThrow()
    const { open } = server.services.secrets
    const { port, username, password, host } = row.credentials
    for (const sealed of [port, username, password, host]) expect(sealed).toMatch(/^sealed:/)
    expect(open(String(password), `provider/${row.seq}/password`)).toBe('"another secret 99"')
    expect(open(String(port), `provider/${row.seq}/port`)).toBe('587')
    expect(() => open(String(password), `provider/${row.seq}/username`)).toThrow()
    expect(() => open(String(password), `provider/${row.seq + 1}/password`)).toThrow()
    expect(JSON.stringify(row.credentials)).not.toMatch(/carillon|example|secret/)
  })

  test('a channel gets a provider that is on, with its secrets open and a version that changes with it', async () => {
    const project = await aProject(server)
    await create(project, { ...relay, enabled: true })
    const { seq } = await project.db
      .selectFrom('providers')
      .select('seq')
      .where('project', '=', project.seq)
      .executeTakeFirstOrThrow()
    const open = () => openProvider(project.db, seq, server.services.secrets)

    const opened = await open()
    expect(opened).toMatchObject({
      seq,
      project: project.seq,
      kind: 'smtp',
      name: 'Relay',
      credentials: {
        port: 587,
        username: 'carillon',
        password: 'a long secret 1234',
        host: 'smtp.example.org',
      },
      options: { fromEmail: 'news@example.org', encryption: 'none', autoTLS: true },
    })
    const versions = [opened?.version]
    for (const port of [25, 26]) {
      await change(project, { port })
      versions.push((await open())?.version)
    }
    expect(new Set(versions).size).toBe(3)
    await change(project, { enabled: false })
    expect(await open()).toBeUndefined()
  })

  test('the activity tells what changed, and of a secret only that it did', async () => {
    const project = await aProject(server)
    await create(project, relay)
    await change(project, { password: 'another secret 99', port: 25, name: 'Gate' })
    await change(project, { password: '••••' })
    const { body, text } = await project.call('GET', '/messaging/providers/relay/logs')
    expect(body.logs.map((log: Answer['body']) => [log.event, log.changes])).toEqual([
      ['provider.update', {}],
      ['provider.update', { password: true, port: [587, 25], name: ['Relay', 'Gate'] }],
      ['provider.create', {}],
    ])
    expect(text).not.toContain('secret 99')
  })

  const mark = ({ call }: TestProject, id: string, isDefault: boolean) =>
    call('PATCH', `/messaging/providers/inbox/${id}`, { body: { isDefault } })

  test('the oldest provider that really sends is the default one, a test provider only without it', async () => {
    const project = await aProject(server)
    const defaults = async () => {
      const { body } = await project.call('GET', '/messaging/providers')
      return body.providers
        .filter((one: Answer['body']) => one.isDefault)
        .map((one: Answer['body']) => one.$id)
    }
    await aTestProvider(project, 'caught-1')
    await aTestProvider(project, 'caught-2')
    await aTestProvider(project, 'device', { type: 'push' })
    expect(await defaults()).toEqual(['caught-1', 'device'])
    await create(project, { ...relay, providerId: 'relay-1', enabled: true })
    await create(project, { ...relay, providerId: 'relay-2', enabled: true })
    expect(await defaults()).toEqual(['device', 'relay-1'])
    await change(project, { enabled: false }, 'relay-1')
    expect(await defaults()).toEqual(['device', 'relay-2'])
    expect((await mark(project, 'caught-2', true)).body.isDefault).toBe(true)
    expect(await defaults()).toEqual(['caught-2', 'device'])
    await project.call('PATCH', '/messaging/providers/inbox/caught-2', { body: { enabled: false } })
    expect(await defaults()).toEqual(['device', 'relay-2'])
  })

  test('one provider of a type is marked as its default, whoever marks at the same time', async () => {
    const project = await aProject(server)
    const ids = ['a', 'b', 'c', 'd']
    for (const id of ids) await aTestProvider(project, id)
    await aTestProvider(project, 'device', { type: 'push' })
    await mark(project, 'device', true)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => mark(project, ids[index % 4] ?? '', true)),
    )
    expect(tally(answers)).toEqual({ 200: 20 })
    const marked = await project.db
      .selectFrom('providers')
      .select('type')
      .where('project', '=', project.seq)
      .where('marked_default', '=', true)
      .orderBy('type')
      .execute()
    expect(marked).toEqual([{ type: 'email' }, { type: 'push' }])
  })

  test('a provider that is off cannot be marked; one whose mark is taken off is one among the others', async () => {
    const project = await aProject(server)
    await aTestProvider(project, 'a')
    await aTestProvider(project, 'b', { enabled: false })
    expect(await mark(project, 'b', true)).toMatchObject({
      status: 400,
      body: { params: [{ path: 'isDefault' }] },
    })
    const path = '/messaging/providers/inbox/b'
    const marked = await project.call('PATCH', path, { body: { enabled: true, isDefault: true } })
    expect(marked.body).toMatchObject({ enabled: true, isDefault: true })
    expect((await mark(project, 'b', false)).body.isDefault).toBe(false)
    expect((await project.call('GET', '/messaging/providers/a')).body.isDefault).toBe(true)
    const { body } = await project.call('GET', '/messaging/providers/b/logs')
    expect(body.logs.map((log: Answer['body']) => log.changes.isDefault)).toEqual([
      [true, false],
      [false, true],
      undefined,
    ])
  })

  test('a test provider needs nothing, and behaves as it is told', async () => {
    const { call } = await aProject(server)
    const body = { providerId: 'caught', name: 'Test', type: 'push', enabled: true, failureRate: 0.5 }
    const made = await call('POST', '/messaging/providers/inbox', { body })
    expect(made).toMatchObject({
      status: 201,
      body: {
        provider: 'inbox',
        type: 'push',
        enabled: true,
        credentials: {},
        options: { failureRate: 0.5, failure: 'permanent', latencyMs: 0 },
      },
    })
    const changed = await call('PATCH', '/messaging/providers/inbox/caught', { body: { failure: 'timeout' } })
    expect(changed.body.options).toEqual({ failureRate: 0.5, failure: 'timeout', latencyMs: 0 })
  })

  test('a deleted provider is gone, and its id is free', async () => {
    const project = await aProject(server)
    await create(project, relay)
    expect((await project.call('DELETE', '/messaging/providers/relay')).status).toBe(204)
    expect((await project.call('DELETE', '/messaging/providers/relay')).status).toBe(404)
    expect((await project.call('GET', '/messaging/providers/relay')).status).toBe(404)
    expect((await create(project, relay)).status).toBe(201)
    const { body } = await project.call('GET', '/messaging/providers/relay/logs')
    expect(body.logs.map((log: Answer['body']) => log.event)).toEqual(['provider.create'])
  })

  test('Q28: a deletion is written down, though with the provider its list of entries goes', async () => {
    const project = await aProject(server)
    await create(project, relay)
    await project.call('DELETE', '/messaging/providers/relay')
    const { body } = await project.call('GET', '/logs', {
      query: { 'queries[]': [queries.equal('resourceType', 'provider')] },
    })
    expect(body.logs).toMatchObject([
      { event: 'provider.delete', resourceId: 'relay' },
      { event: 'provider.create', resourceId: 'relay' },
    ])
    expect((await project.call('GET', '/messaging/providers/relay/logs')).status).toBe(404)
  })

  test('the list filters, orders and searches', async () => {
    const project = await aProject(server)
    await create(project, { ...relay, name: 'Zeta', enabled: true })
    await aTestProvider(project, 'caught', { name: 'Alpha' })
    const ids = async (query: Record<string, string | string[]>) => {
      const { body } = await project.call('GET', '/messaging/providers', { query })
      expect(body.total).toBe(body.providers.length)
      return body.providers.map((one: Answer['body']) => one.$id)
    }
    expect(await ids({})).toEqual(['relay', 'caught'])
    expect(await ids({ 'queries[]': [queries.orderAsc('name')] })).toEqual(['caught', 'relay'])
    expect(await ids({ 'queries[]': [queries.equal('provider', 'smtp')] })).toEqual(['relay'])
    expect(
      await ids({ 'queries[]': [queries.equal('type', 'email'), queries.equal('enabled', true)] }),
    ).toEqual(['relay', 'caught'])
    expect(await ids({ search: 'zet' })).toEqual(['relay'])
    expect(await ids({ search: 'inbox' })).toEqual(['caught'])
  })
})

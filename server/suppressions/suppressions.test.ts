import { beforeAll, describe, expect, test } from 'vitest'
import { queries } from '../../contract/queries.ts'
import { aServer, type TestServer } from '../testing/app.ts'
import { databases } from '../testing/database.ts'
import { aProject, type TestProject, tally } from '../testing/project.ts'

describe.each(databases)('suppressions on $engine', ({ aDatabase }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await aServer({ database: await aDatabase() })
  })

  const path = '/messaging/suppressions'

  function add({ call }: TestProject, identifier: string, more: object = {}) {
    return call('POST', path, { body: { identifier, providerType: 'email', ...more } })
  }

  const ids = ({ body }: Awaited<ReturnType<typeof add>>) => [
    body.total,
    body.suppressions.map(({ identifier }: { identifier: string }) => identifier),
  ]

  test('one that is added by hand says who did it, since when and why; it is read, and lifted once', async () => {
    const project = await aProject(server)
    const made = await project.call('POST', path, {
      headers: await project.signedIn('editor'),
      body: {
        suppressionId: 's1',
        identifier: 'Ada@Example.org',
        providerType: 'email',
        note: 'Asked for it',
      },
    })
    expect(made).toMatchObject({
      status: 201,
      body: {
        $id: 's1',
        identifier: 'Ada@Example.org',
        providerType: 'email',
        reason: 'manual',
        note: 'Asked for it',
        createdBy: { type: 'admin', name: 'An editor' },
      },
    })
    expect((await project.call('GET', `${path}/s1`)).body).toEqual(made.body)
    expect((await project.call('DELETE', `${path}/s1`)).status).toBe(204)
    for (const method of ['GET', 'DELETE'] as const) {
      const gone = await project.call(method, `${path}/s1`)
      expect([gone.status, gone.body.type]).toEqual([404, 'suppression_not_found'])
    }
    expect((await add(project, 'ada@example.org', { suppressionId: 's1' })).status).toBe(201)
  })

  test('an address is on the list once, in whatever case, and an id names one', async () => {
    const project = await aProject(server)
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => add(project, n % 2 ? 'Ada@Example.ORG' : 'ada@example.org')),
    )
    expect(tally(answers)).toEqual({ 201: 1, 409: 9 })
    const refused = answers.find(({ status }) => status === 409)
    expect(refused?.body).toMatchObject({
      type: 'suppression_already_exists',
      params: [{ path: 'identifier' }],
    })
    expect((await add(project, 'bob@example.org', { suppressionId: 's1' })).status).toBe(201)
    expect((await add(project, 'cy@example.org', { suppressionId: 's1' })).body.type).toBe(
      'suppression_already_exists',
    )
    const other = await aProject(server)
    expect((await add(other, 'bob@example.org', { suppressionId: 's1' })).status).toBe(201)
    expect((await other.call('DELETE', `${path}/s1`)).status).toBe(204)
    expect(ids(await project.call('GET', path))[0]).toBe(2)
  })

  test.each([
    [{ identifier: 'nobody', providerType: 'email' }, 'identifier'],
    [{ identifier: '4155550100', providerType: 'sms' }, 'identifier'],
    [{ identifier: '', providerType: 'push' }, 'identifier'],
    [{ identifier: 'ada@example.org', providerType: 'letter' }, 'providerType'],
    [{ identifier: 'ada@example.org' }, 'providerType'],
    [{ providerType: 'email' }, 'identifier'],
    [{ identifier: 'ada@example.org', providerType: 'email', note: 'x'.repeat(257) }, 'note'],
  ])('%j is refused for its %s', async (body, param) => {
    const { call } = await aProject(server)
    expect(await call('POST', path, { body })).toMatchObject({
      status: 400,
      body: { type: 'general_argument_invalid', params: [{ path: param }] },
    })
  })

  test('the list is filtered, ordered, searched and paged', async () => {
    const project = await aProject(server)
    await add(project, 'ada@example.org', { note: 'Left the club' })
    await add(project, 'bob@example.net')
    await add(project, '+14155550100', { providerType: 'sms' })
    await add(project, 'ToKen', { providerType: 'push' })
    const list = async (query: Record<string, string | string[]>) =>
      ids(await project.call('GET', path, { query }))
    const all = ['ada@example.org', 'bob@example.net', '+14155550100', 'ToKen']
    expect(await list({})).toEqual([4, all])
    expect(await list({ 'queries[]': [queries.equal('providerType', 'email')] })).toEqual([
      2,
      all.slice(0, 2),
    ])
    expect(await list({ 'queries[]': [queries.equal('reason', 'dead')] })).toEqual([0, []])
    expect(await list({ 'queries[]': [queries.equal('identifier', 'ADA@example.org')] })).toEqual([
      1,
      [all[0]],
    ])
    expect(await list({ 'queries[]': [queries.orderDesc('$createdAt'), queries.limit(1)] })).toEqual([
      4,
      ['ToKen'],
    ])
    for (const [search, found] of Object.entries({
      'ada@': [all[0]],
      '+1415': [all[2]],
      example: all.slice(0, 2),
      club: [all[0]],
      token: ['ToKen'],
      nobody: [],
    })) {
      expect([search, await list({ search })]).toEqual([search, [found.length, found]])
    }
    expect(
      (await project.call('GET', path, { query: { 'queries[]': [queries.equal('note', 'x')] } })).status,
    ).toBe(400)
  })

  test('what is added and lifted stands in the activity, and nothing of it once its person is deleted', async () => {
    const project = await aProject(server)
    await project.call('POST', '/users', { body: { userId: 'ada', email: 'ada@example.org' } })
    await add(project, 'ada@example.org', { suppressionId: 's1' })
    await project.call('DELETE', `${path}/s1`)
    const { body } = await project.call('GET', '/logs', {
      query: { 'queries[]': [queries.equal('resourceType', 'suppression')] },
    })
    expect(body.logs).toMatchObject([
      { event: 'suppression.delete', resourceId: 's1', changes: { name: ['ada@example.org', null] } },
      { event: 'suppression.create', resourceId: 's1', resourceName: 'ada@example.org' },
    ])
    const entries = await project.db
      .selectFrom('activity')
      .select('person')
      .where('project', '=', project.seq)
      .where('resource_type', '=', 'suppression')
      .execute()
    expect(entries.map(({ person }) => typeof person)).toEqual(['number', 'number'])
  })
})

import { beforeAll, describe, expect, test } from 'vitest'
import { queries } from '../../contract/queries.ts'
import type { Target } from '../../contract/targets.ts'
import { appNow } from '../db/now.ts'
import { sweep } from '../delivery/sweep.ts'
import { aServer, type TestServer } from '../testing/app.ts'
import { advance, databases } from '../testing/database.ts'
import { aProject, type TestProject, tally } from '../testing/project.ts'

describe.each(databases)('targets on $engine', ({ aDatabase }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await aServer({ database: await aDatabase() })
  })

  async function aProjectWith(...people: string[]): Promise<TestProject> {
    const project = await aProject(server)
    for (const userId of people) await project.call('POST', '/users', { body: { userId } })
    return project
  }

  const push = (targetId: string, identifier: string, more = {}) => ({
    body: { targetId, providerType: 'push', identifier, ...more },
  })
  const email = (targetId: string, identifier: string, more = {}) => ({
    body: { targetId, providerType: 'email', identifier, ...more },
  })

  test('a target shows what it was made with', async () => {
    const { call } = await aProjectWith('ada')
    const made = await call('POST', '/users/ada/targets', push('t1', 'dEv1ce:t0ken', { name: 'Pixel 9' }))
    expect(made).toMatchObject({
      status: 201,
      body: {
        $id: 't1',
        name: 'Pixel 9',
        userId: 'ada',
        providerId: null,
        providerType: 'push',
        identifier: 'dEv1ce:t0ken',
        expired: false,
      },
    })
    expect((await call('GET', '/users/ada/targets/t1')).body).toEqual(made.body)
    expect((await call('GET', '/users/ada')).body.targets).toEqual([made.body])
  })

  test('the identifier is checked first, then the person, then whether it is taken', async () => {
    const { call } = await aProjectWith('ada')
    await call('POST', '/users/ada/targets', email('t1', 'ada@example.org'))
    const refused = async (user: string, body: { body: object }) => {
      const answer = await call('POST', `/users/${user}/targets`, body)
      return [answer.status, answer.body.type, answer.body.params?.[0]?.path]
    }
    expect(await refused('nobody', email('t1', 'ada'))).toEqual([400, 'general_invalid_email', 'identifier'])
    const number = { body: { targetId: 't1', providerType: 'sms', identifier: '0170 1234' } }
    expect(await refused('nobody', number)).toEqual([400, 'general_invalid_phone', 'identifier'])
    expect(await refused('nobody', email('t1', 'ada@example.org'))).toEqual([
      404,
      'user_not_found',
      undefined,
    ])
    expect(await refused('ada', email('t1', 'other@example.org'))).toEqual([
      409,
      'user_target_already_exists',
      'targetId',
    ])
    expect(await refused('ada', email('t2', 'ADA@Example.org'))).toEqual([
      409,
      'user_target_already_exists',
      'identifier',
    ])
  })

  test('device tokens that differ in case are two devices', async () => {
    const { call } = await aProjectWith('ada')
    expect((await call('POST', '/users/ada/targets', push('t1', 'token'))).status).toBe(201)
    expect((await call('POST', '/users/ada/targets', push('t2', 'TOKEN'))).status).toBe(201)
  })

  test('of fifty who claim one identifier at once, one gets it', async () => {
    const { call } = await aProjectWith('ada')
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => call('POST', '/users/ada/targets', push(`t${n}`, 'token'))),
    )
    expect(tally(answers)).toEqual({ 201: 1, 409: 49 })
  })

  test('an unknown provider counts as none, one of another type is refused', async () => {
    const { call } = await aProjectWith('ada')
    await call('POST', '/messaging/providers/inbox', {
      body: { providerId: 'mail', name: 'Mail', type: 'email' },
    })
    const withProvider = (id: string, providerId: string) =>
      call('POST', '/users/ada/targets', email(id, `${id}@example.org`, { providerId }))
    expect((await withProvider('t1', 'nothing')).body.providerId).toBe(null)
    expect((await withProvider('t2', 'mail')).body.providerId).toBe('mail')
    expect(
      await call('POST', '/users/ada/targets', push('t3', 'token', { providerId: 'mail' })),
    ).toMatchObject({
      status: 400,
      body: { type: 'provider_incorrect_type' },
    })
    expect(await call('PATCH', '/users/ada/targets/t1', { body: { providerId: 'nothing' } })).toMatchObject({
      status: 404,
      body: { type: 'provider_not_found' },
    })
    const taken = await call('PATCH', '/users/ada/targets/t2', { body: { providerId: '' } })
    expect(taken.body.providerId).toBe(null)
  })

  test('a deleted provider leaves its id with the target', async () => {
    const { call } = await aProjectWith('ada')
    await call('POST', '/messaging/providers/inbox', {
      body: { providerId: 'mail', name: 'Mail', type: 'email' },
    })
    await call('POST', '/users/ada/targets', email('t1', 'ada@example.org', { providerId: 'mail' }))
    await call('DELETE', '/messaging/providers/mail')
    expect((await call('GET', '/users/ada/targets/t1')).body.providerId).toBe('mail')
    const renamed = await call('PATCH', '/users/ada/targets/t1', { body: { name: 'Work' } })
    expect(renamed).toMatchObject({ status: 200, body: { name: 'Work', providerId: 'mail' } })
  })

  test('a new identifier is held against the type, and gives an expired target another chance', async () => {
    const { call, db, seq } = await aProjectWith('ada')
    await call('POST', '/users/ada/targets', email('t1', 'ada@example.org'))
    await call('POST', '/users/ada/targets', email('t2', 'lovelace@example.org'))
    const expire = () => db.updateTable('targets').set({ expired: true }).where('project', '=', seq).execute()
    const change = (body: object) => call('PATCH', '/users/ada/targets/t1', { body })

    expect((await change({ identifier: 'ada' })).body.type).toBe('general_invalid_email')
    expect((await change({ identifier: 'LOVELACE@example.org' })).status).toBe(409)
    await expire()
    expect((await change({ name: 'Work' })).body.expired).toBe(true)
    expect((await change({ identifier: 'new@example.org' })).body).toMatchObject({
      identifier: 'new@example.org',
      name: 'Work',
      expired: false,
    })
    await expire()
    expect((await change({ expired: false })).body.expired).toBe(false)
    expect((await change({ expired: true })).status).toBe(400)
  })

  test("another person's target looks as if it were not there", async () => {
    const { call } = await aProjectWith('ada', 'bob')
    await call('POST', '/users/ada/targets', email('t1', 'ada@example.org'))
    for (const method of ['GET', 'PATCH', 'DELETE'] as const) {
      expect((await call(method, '/users/bob/targets/t1')).body.type).toBe('user_target_not_found')
      expect((await call(method, '/users/nobody/targets/t1')).body.type).toBe('user_not_found')
    }
    expect((await call('GET', '/users/nobody/targets')).body.type).toBe('user_not_found')
    expect((await call('GET', '/users/ada/targets/t1')).status).toBe(200)
  })

  test("the list holds a person's targets in the order in which they were made", async () => {
    const { call } = await aProjectWith('ada', 'bob')
    await call('POST', '/users/ada/targets', email('t1', 'ada@example.org'))
    await call('POST', '/users/bob/targets', push('t2', 'bobs'))
    await call('POST', '/users/ada/targets', push('t3', 'adas'))
    const ids = async (...texts: string[]) => {
      const { body } = await call('GET', '/users/ada/targets', { query: { 'queries[]': texts } })
      expect(body.total).toBe(texts.some((text) => text.includes('cursor')) ? 2 : body.targets.length)
      return body.targets.map((target: { $id: string }) => target.$id)
    }
    expect(await ids()).toEqual(['t1', 't3'])
    expect(await ids(queries.equal('providerType', 'push'))).toEqual(['t3'])
    expect(await ids(queries.equal('identifier', 'ADA@example.org'))).toEqual(['t1'])
    expect(await ids(queries.isNull('providerId'))).toEqual(['t1', 't3'])
    expect(await ids(queries.equal('userId', 'bob'))).toEqual([])
    expect(await ids(queries.cursorAfter('t1'))).toEqual(['t3'])
  })

  test('an address is found in any case, a device in its own only', async () => {
    const { call } = await aProjectWith('ada')
    await call('POST', '/users/ada/targets', email('t1', 'Ada@Example.org'))
    await call('POST', '/users/ada/targets', push('t2', 'ToKeN'))
    await call('POST', '/users/ada/targets', push('t3', 'token'))
    const ids = async (text: string) => {
      const { body } = await call('GET', '/users/ada/targets', { query: { 'queries[]': [text] } })
      return body.targets.map((target: { $id: string }) => target.$id)
    }
    expect(await ids(queries.equal('identifier', ['ada@EXAMPLE.org', 'ToKeN']))).toEqual(['t1', 't2'])
    expect(await ids(queries.contains('identifier', 'To'))).toEqual(['t2'])
    expect(await ids(queries.orderDesc('identifier'))).toEqual(['t3', 't1', 't2'])
  })

  test('a device that expired half a year ago goes, with its subscriptions; an address stays', async () => {
    const own = await aServer({ database: await aDatabase() })
    const { call, services } = own
    await call('POST', '/users', { body: { userId: 'ada' } })
    await call('POST', '/users/ada/targets', email('t1', 'ada@example.org'))
    for (const id of ['t2', 't3']) await call('POST', '/users/ada/targets', push(id, id))
    await call('POST', '/messaging/topics', { body: { topicId: 'news', name: 'News' } })
    for (const targetId of ['t1', 't2', 't3']) {
      await call('POST', '/messaging/topics/news/subscribers', { body: { subscriberId: targetId, targetId } })
    }
    const expire = (ids: string[]) =>
      services.db
        .updateTable('targets')
        .set({ expired: true, updated_at: appNow })
        .where('id', 'in', ids)
        .execute()
    const left = async () =>
      (await call('GET', '/users/ada/targets')).body.targets.map((one: Target) => one.$id)
    await expire(['t1', 't2'])
    await advance(services.db, '179 days')
    await expire(['t3'])
    await sweep(services.db)
    expect(await left()).toEqual(['t1', 't2', 't3'])
    await advance(services.db, '2 days')
    await sweep(services.db)
    expect(await left()).toEqual(['t1', 't3'])
    expect((await call('GET', '/messaging/topics/news')).body).toMatchObject({ emailTotal: 1, pushTotal: 1 })
  })

  test('what is done to a target is noted', async () => {
    const { call, db, seq } = await aProjectWith('ada')
    await call('POST', '/users/ada/targets', email('t1', 'ada@example.org'))
    await call('PATCH', '/users/ada/targets/t1', { body: { name: 'Work' } })
    await call('DELETE', '/users/ada/targets/t1')
    const entries = await db
      .selectFrom('activity')
      .select(['event', 'changes'])
      .where('project', '=', seq)
      .where('resource_type', '=', 'target')
      .where('resource_id', '=', 't1')
      .orderBy('seq')
      .execute()
    expect(entries).toEqual([
      { event: 'target.create', changes: {} },
      { event: 'target.update', changes: { name: ['', 'Work'] } },
      { event: 'target.delete', changes: {} },
    ])
  })
})

// What delivery finds out about addresses, numbers and devices, and when it believes a provider.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { queries } from '../../contract/queries.ts'
import type { ChannelType } from '../../contract/resource.ts'
import type { ChannelProvider } from '../channels/channel.ts'
import { aServer, eventually, type TestServer } from '../testing/app.ts'
import { advance, databases } from '../testing/database.ts'
import { aMessage, aPerson } from '../testing/people.ts'
import { aProject, type TestProject } from '../testing/project.ts'
import { startSmtpSink } from '../testing/smtp-sink.js'
import { markDead } from './dead.ts'

type Script = NonNullable<NonNullable<Parameters<typeof startSmtpSink>[0]>['script']>

describe.each(databases)('recipients who are no more, on $engine', ({ engine, aDatabase }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await aServer({ database: await aDatabase(), deliver: true })
  })
  afterAll(async () => {
    await server.engine.stop()
    await server.app.close()
  })

  const identifiers = {
    email: (index: number) => `u${index}@example.org`,
    sms: (index: number) => `+141555501${String(index).padStart(2, '0')}`,
    push: (index: number) => `device-${index}`,
  }

  /** With people `u0`, `u1` … who have a target `t-u0` … each, for whom an own provider of the type is made. */
  async function aProjectOf(count: number, type: ChannelType = 'email') {
    const project = await aProject(server)
    const users = Array.from({ length: count }, (_, index) => `u${index}`)
    for (const [index, id] of users.entries()) {
      await aPerson(project.db, project.seq, id, [
        { id: `t-${id}`, identifier: identifiers[type](index), type },
      ])
    }
    return { project, users }
  }

  async function aMailServer({ call }: TestProject, script: Script) {
    const sink = await startSmtpSink({ script })
    onTestFinished(() => sink.close())
    const host = `127.0.0.1:${sink.port}`
    const body = { providerId: 'relay', name: 'Relay', host, fromEmail: 'news@example.org', enabled: true }
    expect((await call('POST', '/messaging/providers/smtp', { body })).status).toBe(201)
  }

  async function aTestProvider({ call }: TestProject, type: ChannelType, options: object) {
    const body = { providerId: 'test', name: 'Test', type, enabled: true, ...options }
    expect((await call('POST', '/messaging/providers/inbox', { body })).status).toBe(201)
  }

  const contents = {
    email: { subject: 'Hello', content: 'You' },
    sms: { content: 'You' },
    push: { title: 'Hello', body: 'You' },
  }

  async function create(
    { call }: TestProject,
    messageId: string,
    users: readonly string[],
    type: ChannelType,
  ) {
    const body = { messageId, ...contents[type], users }
    expect((await call('POST', `/messaging/messages/${type}`, { body })).status).toBe(201)
  }

  type Row = {
    identifier: string
    status: string
    reason: string | null
    error: { code: string; permanent: boolean } | null
  }

  async function rowsWhenDone({ call }: TestProject, messageId: string): Promise<Row[]> {
    await eventually(
      async () => (await call('GET', `/messaging/messages/${messageId}`)).body,
      ({ delivery }) => delivery.phase === 'done',
      20_000,
    )
    const query = { 'queries[]': [queries.limit(100)] }
    return (await call('GET', `/messaging/messages/${messageId}/deliveries`, { query })).body.deliveries
  }

  const outcomesOf = (rows: Row[]) =>
    Object.fromEntries(rows.map(({ identifier, status, reason }) => [identifier, reason ?? status]))

  /** What became of each, by the identifiers. */
  async function send(
    project: TestProject,
    messageId: string,
    users: readonly string[],
    type: ChannelType = 'email',
  ) {
    await create(project, messageId, users, type)
    return outcomesOf(await rowsWhenDone(project, messageId))
  }

  const failedIn = (outcomes: Record<string, string>) =>
    Object.keys(outcomes)
      .filter((identifier) => outcomes[identifier] === 'failed')
      .sort()

  async function suppressed({ call }: TestProject) {
    const query = { 'queries[]': [queries.limit(100)] }
    return (await call('GET', '/messaging/suppressions', { query })).body.suppressions
  }

  const entriesOf = async ({ call }: TestProject, event: string) =>
    (await call('GET', '/logs', { query: { 'queries[]': [queries.equal('event', event)] } })).body.logs

  test('an address that the mail server does not know gets no more mail, until that is lifted', async () => {
    const { project, users } = await aProjectOf(3)
    await aMailServer(project, [{ on: 'rcpt', match: '^u1@', times: 1, say: '550 5.1.1 No such user' }])
    expect(await send(project, 'm1', users)).toEqual({
      'u0@example.org': 'sent',
      'u1@example.org': 'failed',
      'u2@example.org': 'sent',
    })
    const [found, ...others] = await eventually(
      () => suppressed(project),
      ({ length }) => length > 0,
    )
    expect(others).toEqual([])
    expect(found).toMatchObject({
      identifier: 'u1@example.org',
      providerType: 'email',
      reason: 'dead',
      note: expect.stringContaining('No such user'),
      createdBy: { type: 'system', name: 'Relay' },
    })
    expect((await project.call('GET', '/users/u1/targets/t-u1')).body.expired).toBe(false)
    expect(await entriesOf(project, 'suppression.create')).toMatchObject([
      { userType: 'system', resourceId: found.$id, resourceName: 'u1@example.org' },
    ])

    expect(await send(project, 'm2', users)).toMatchObject({ 'u1@example.org': 'suppressed' })
    const again = () =>
      project.call('POST', '/messaging/messages/m1/retry', { body: { includePermanent: true } })
    expect((await again()).status).toBe(409)

    await project.call('DELETE', `/messaging/suppressions/${found.$id}`)
    expect(await send(project, 'm3', users)).toMatchObject({ 'u1@example.org': 'sent' })
    expect((await again()).status).toBe(200)
    expect(outcomesOf(await rowsWhenDone(project, 'm1'))).toMatchObject({ 'u1@example.org': 'sent' })
  })

  // Once is enough: it takes its time.
  test.skipIf(engine === 'pglite')(
    'more of them than fit into a statement are all put on the list',
    async () => {
      const { project } = await aProjectOf(0)
      const { db, seq } = project
      const message = await aMessage(db, seq, { id: 'many' })
      await sql`
      insert into deliveries
        (message, n, project, provider, identifier, identifier_key, state, created_at, attempted_at)
      select ${message}, n, ${seq}, 1, n || '@example.org', n || '@example.org', 3, app.now(), app.now()
      from generate_series(1, 7500) n
    `.execute(db)
      const provider = { project: seq, name: 'Relay' } as ChannelProvider
      const dead = Array.from({ length: 7500 }, (_, index) => {
        return { message, n: index + 1, response: '550 5.1.1', since: undefined }
      })

      await markDead(db, 'email', provider, dead)

      const listed = db
        .selectFrom('suppressions')
        .select(db.fn.countAll().as('total'))
        .where('project', '=', seq)
      expect(await listed.executeTakeFirst()).toEqual({ total: 7500 })
    },
  )

  test('only what says that nobody is there puts an address on the list', async () => {
    const answers = [
      '550 5.1.1 No such user',
      '550 5.1.2 No such domain',
      '550 5.1.6 Has moved',
      '550 5.1.10 No such recipient',
      '553 5.1.3 Bad mailbox',
      '550 No such user',
      '550 5.7.1 We do not like this',
      '554 5.7.1 Spam',
      '552 5.2.3 Too big',
      '550 5.2.1 Disabled',
      '550 5.4.1 Access denied',
    ]
    const { project, users } = await aProjectOf(answers.length + 1)
    await aMailServer(
      project,
      answers.map((say, index) => ({ on: 'rcpt', match: `^u${index}@`, say })),
    )
    expect(failedIn(await send(project, 'm1', users))).toHaveLength(answers.length)
    const list = await eventually(
      () => suppressed(project),
      ({ length }) => length >= 5,
    )
    expect(list.map(({ identifier }: Row) => identifier).sort()).toEqual(
      [0, 1, 2, 3, 4].map((index) => `u${index}@example.org`),
    )
  })

  test('a number that is none is put on the list too', async () => {
    const { project, users } = await aProjectOf(30, 'sms')
    await aTestProvider(project, 'sms', { failureRate: 0.3, failure: 'expired' })
    const dead = failedIn(await send(project, 'm1', users, 'sms'))
    expect(dead.length).toBeGreaterThan(3)
    const list = await eventually(
      () => suppressed(project),
      ({ length }) => length >= dead.length,
    )
    expect(list.map(({ identifier }: Row) => identifier).sort()).toEqual(dead)
    expect(list[0]).toMatchObject({ providerType: 'sms', reason: 'dead' })
  })

  test('a device that is not registered any more is expired, until it is given another chance or another token', async () => {
    const { project, users } = await aProjectOf(30, 'push')
    await aTestProvider(project, 'push', { failureRate: 0.3, failure: 'expired' })
    const dead = failedIn(await send(project, 'm1', users, 'push'))
    const expired = async () => {
      const rows = await project.db
        .selectFrom('targets')
        .select('identifier')
        .where('project', '=', project.seq)
        .where('expired', '=', true)
        .execute()
      return rows.map(({ identifier }) => identifier).sort()
    }
    await eventually(expired, ({ length }) => length >= dead.length)
    expect(await expired()).toEqual(dead)
    expect(await suppressed(project)).toEqual([])
    expect((await entriesOf(project, 'target.update'))[0]).toMatchObject({
      userType: 'system',
      changes: { expired: [false, true] },
    })

    const [one = '', other = ''] = dead.map((identifier) => identifier.replace('device-', 'u'))
    const change = (user: string, body: object) =>
      project.call('PATCH', `/users/${user}/targets/t-${user}`, { body })
    await project.call('PATCH', '/messaging/providers/inbox/test', { body: { failureRate: 0 } })
    expect((await change(one, { expired: false })).body.expired).toBe(false)
    expect((await change(other, { identifier: 'new-device' })).body.expired).toBe(false)
    const after = await send(project, 'm2', users, 'push')
    expect(
      Object.keys(after)
        .filter((identifier) => after[identifier] === 'expired')
        .sort(),
    ).toEqual(dead.slice(2).sort())
    expect(after).toMatchObject({ [dead[0] ?? '']: 'sent', 'new-device': 'sent' })
  })

  test('what is refused for good, but not because nobody is there, marks nothing', async () => {
    const { project, users } = await aProjectOf(30, 'push')
    await aTestProvider(project, 'push', { failureRate: 0.3, failure: 'permanent' })
    const refused = failedIn(await send(project, 'm1', users, 'push'))
    expect(refused.length).toBeGreaterThan(3)
    expect(Object.values(await send(project, 'm2', users, 'push'))).not.toContain('expired')
  })

  test('a provider that says it of everybody at once is wrong: nobody is marked, nor refused for good', async () => {
    const { project, users } = await aProjectOf(60, 'push')
    await aTestProvider(project, 'push', { failureRate: 1, failure: 'expired' })
    await create(project, 'm1', users, 'push')
    const rows = await rowsWhenDone(project, 'm1')
    expect(new Set(rows.map(({ status, error }) => `${status} ${error?.code} ${error?.permanent}`))).toEqual(
      new Set(['failed NO_SUCH_RECIPIENT false']),
    )
    await project.call('PATCH', '/messaging/providers/inbox/test', { body: { failureRate: 0 } })
    expect(new Set(Object.values(await send(project, 'm2', users, 'push')))).toEqual(new Set(['sent']))
  })

  test('a mail server that knows nobody is left alone after twenty, told of, and tried again', async () => {
    const { project, users } = await aProjectOf(40)
    await aMailServer(project, [{ on: 'rcpt', times: 30, say: '550 5.1.1 No such user' }])
    await create(project, 'm1', users, 'email')
    const [entry] = await eventually(
      () => entriesOf(project, 'message.wait'),
      ({ length }) => length > 0,
    )
    expect(entry).toMatchObject({
      resourceId: 'm1',
      userType: 'system',
      changes: { provider: [null, 'Relay'], answer: [null, '550 5.1.1'] },
    })
    const { delivery } = (await project.call('GET', '/messaging/messages/m1')).body
    expect(delivery.phase).toBe('sending')
    expect(delivery.counts.pending).toBeGreaterThan(10)

    // By and by it does know people. Those whom it refused before are not refused for good.
    const reached = async () => {
      const { body } = await project.call('GET', '/messaging/messages/m1')
      // Not while something is on its way: who does not beat for minutes is taken for dead.
      if (body.delivery.counts.sending === 0) await advance(project.db, '11 minutes')
      server.engine.nudge()
      return body
    }
    await eventually(reached, (message) => message.delivery.phase === 'done', 20_000)
    const isPermanent = (await rowsWhenDone(project, 'm1')).map(({ error }) => error?.permanent ?? false)
    expect(isPermanent).not.toContain(true)
    expect((await project.call('POST', '/messaging/messages/m1/retry', { body: {} })).status).toBe(200)
    expect(new Set(Object.values(outcomesOf(await rowsWhenDone(project, 'm1'))))).toEqual(new Set(['sent']))
    expect(await suppressed(project)).toEqual([])
  })

  test('a mail server that has taken nothing yet is not believed, and with a person goes what was found out', async () => {
    const { project, users } = await aProjectOf(3)
    await aMailServer(project, [{ on: 'rcpt', match: '^u[01]@', say: '550 5.1.1 No such user' }])
    for (const user of users.slice(0, 2)) await send(project, `m-${user}`, [user])
    expect(await suppressed(project)).toEqual([])

    // Two of four are no more than half.
    for (const n of [1, 2]) await send(project, `m${n}`, ['u2'])
    const list = await eventually(
      () => suppressed(project),
      ({ length }) => length > 1,
    )
    expect(list.map(({ identifier }: Row) => identifier).sort()).toEqual(['u0@example.org', 'u1@example.org'])

    const body = { identifier: 'u2@example.org', providerType: 'email' }
    await project.call('POST', '/messaging/suppressions', { body })
    for (const user of ['u1', 'u2']) await project.call('DELETE', `/users/${user}`)
    const left = await eventually(
      () => suppressed(project),
      ({ length }) => length < 3,
    )
    expect(left).toMatchObject([{ identifier: 'u0@example.org' }, { identifier: 'u2@example.org' }])
  })
})

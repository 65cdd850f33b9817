import { beforeAll, describe, expect, test } from 'vitest'
import { queries } from '../../contract/queries.ts'
import type { Db } from '../db/database.ts'
import { verifyPassword } from '../sign-in/passwords.ts'
import { aServer, type TestServer } from '../testing/app.ts'
import { databases } from '../testing/database.ts'
import { aProject, type TestProject, tally } from '../testing/project.ts'
import { listUsers } from './users.ts'

describe.each(databases)('people on $engine', ({ aDatabase }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await aServer({ database: await aDatabase() })
  })

  const identifiers = (user: { targets: { identifier: string }[] }) =>
    user.targets.map((target) => target.identifier)

  async function aProjectWith(...people: { userId: string; email?: string; phone?: string }[]) {
    const project = await aProject(server)
    for (const body of people) expect((await project.call('POST', '/users', { body })).status).toBe(201)
    return project
  }

  test('an address and a number become targets', async () => {
    const { call } = await aProject(server)
    const made = await call('POST', '/users', {
      body: { userId: 'ada', email: 'Ada@Example.org', phone: '+14155550100', name: 'Ada' },
    })
    expect(made).toMatchObject({
      status: 201,
      body: {
        $id: 'ada',
        name: 'Ada',
        email: 'ada@example.org',
        phone: '+14155550100',
        status: true,
        labels: [],
        prefs: {},
        passwordUpdate: '',
        targets: [
          { name: '', userId: 'ada', providerId: null, providerType: 'email', identifier: 'ada@example.org' },
          { name: '', userId: 'ada', providerId: null, providerType: 'sms', identifier: '+14155550100' },
        ],
      },
    })
    expect(made.body.registration).toBe(made.body.$createdAt)
    expect((await call('GET', '/users/ada')).body).toEqual(made.body)
  })

  test('an id is all that a person needs', async () => {
    const { call } = await aProject(server)
    for (const body of [{ userId: 'ada', email: null, phone: '', name: null }, { userId: 'bob' }]) {
      const made = await call('POST', '/users', { body })
      expect(made).toMatchObject({ status: 201, body: { name: '', email: '', phone: '', targets: [] } })
    }
  })

  test('a password is kept as a hash and shown to nobody', async () => {
    const { call, db, seq } = await aProject(server)
    const made = await call('POST', '/users', { body: { userId: 'ada', password: 'correct horse' } })
    expect(made.body.passwordUpdate).toBe(made.body.$createdAt)
    expect(made.text).not.toMatch(/scrypt|correct horse/)
    const { password_hash } = await db
      .selectFrom('users')
      .select('password_hash')
      .where('project', '=', seq)
      .executeTakeFirstOrThrow()
    expect(await verifyPassword('correct horse', password_hash ?? undefined)).toBe(true)
    expect((await call('POST', '/users', { body: { userId: 'bob', password: 'short' } })).status).toBe(400)
  })

  test('an id, an address and a number belong to one person', async () => {
    const { call } = await aProjectWith({ userId: 'ada', email: 'ada@example.org', phone: '+14155550100' })
    const refused = async (body: object) => {
      const answer = await call('POST', '/users', { body })
      return [answer.status, answer.body.type, answer.body.params[0].path]
    }
    expect(await refused({ userId: 'ada' })).toEqual([409, 'user_already_exists', 'userId'])
    expect(await refused({ userId: 'b', email: 'ADA@example.org' })).toEqual([
      409,
      'user_already_exists',
      'email',
    ])
    expect(await refused({ userId: 'b', phone: '+14155550100' })).toEqual([
      409,
      'user_already_exists',
      'phone',
    ])
    expect((await call('GET', '/users')).body.total).toBe(1)
  })

  test('of fifty who add one address at once, one does, and it has one target', async () => {
    const { call } = await aProject(server)
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        call('POST', '/users', { body: { userId: `u${n}`, email: 'ada@example.org' } }),
      ),
    )
    expect(tally(answers)).toEqual({ 201: 1, 409: 49 })
    const { body } = await call('GET', '/users')
    expect(body.users.map(identifiers)).toEqual([['ada@example.org']])
  })

  test("an identifier that is another person's target is passed over when a person is added", async () => {
    const { call } = await aProjectWith({ userId: 'ada' })
    await call('POST', '/users/ada/targets', {
      body: { targetId: 't1', providerType: 'email', identifier: 'shared@example.org' },
    })
    const made = await call('POST', '/users', { body: { userId: 'bob', email: 'shared@example.org' } })
    expect(made).toMatchObject({ status: 201, body: { email: 'shared@example.org', targets: [] } })
  })

  test('the target follows the address', async () => {
    const { call, db, seq } = await aProjectWith({ userId: 'ada', email: 'ada@example.org' })
    const [first] = (await call('GET', '/users/ada')).body.targets
    await db.updateTable('targets').set({ expired: true }).where('project', '=', seq).execute()
    await db.updateTable('users').set({ email_verification: true }).where('project', '=', seq).execute()

    const changed = await call('PATCH', '/users/ada/email', { body: { email: 'Lovelace@example.org' } })
    expect(changed).toMatchObject({
      status: 200,
      body: {
        email: 'lovelace@example.org',
        emailVerification: false,
        targets: [{ $id: first.$id, identifier: 'lovelace@example.org', expired: false }],
      },
    })
    const same = await call('PATCH', '/users/ada/email', { body: { email: 'lovelace@example.org' } })
    expect(same).toMatchObject({ status: 200, body: { targets: [{ $id: first.$id }] } })
    const removed = await call('PATCH', '/users/ada/email', { body: { email: '' } })
    expect(removed.body).toMatchObject({ email: '', targets: [] })
    const back = await call('PATCH', '/users/ada/email', { body: { email: 'ada@example.org' } })
    expect(identifiers(back.body)).toEqual(['ada@example.org'])
  })

  test('the target follows the number', async () => {
    const { call } = await aProjectWith({ userId: 'ada', phone: '+14155550100' })
    const changed = await call('PATCH', '/users/ada/phone', { body: { number: '+14155550199' } })
    expect(changed.body).toMatchObject({ phone: '+14155550199', targets: [{ identifier: '+14155550199' }] })
    expect((await call('PATCH', '/users/ada/phone', { body: { number: 'none' } })).status).toBe(400)
    const removed = await call('PATCH', '/users/ada/phone', { body: { number: '' } })
    expect(removed.body).toMatchObject({ phone: '', targets: [] })
  })

  test("an address that is another target's cannot be taken over", async () => {
    const { call } = await aProjectWith(
      { userId: 'ada', email: 'ada@example.org' },
      { userId: 'bob', email: 'bob@example.org' },
    )
    const refused = await call('PATCH', '/users/ada/email', { body: { email: 'bob@example.org' } })
    expect(refused).toMatchObject({ status: 409, body: { type: 'user_target_already_exists' } })
    expect((await call('GET', '/users/ada')).body.email).toBe('ada@example.org')

    const [target] = (await call('GET', '/users/bob')).body.targets
    await call('DELETE', `/users/bob/targets/${target.$id}`)
    const still = await call('PATCH', '/users/ada/email', { body: { email: 'bob@example.org' } })
    expect(still).toMatchObject({ status: 409, body: { type: 'user_already_exists' } })
    expect(identifiers((await call('GET', '/users/ada')).body)).toEqual(['ada@example.org'])
    await call('PATCH', '/users/bob/phone', { body: { number: '+14155550100' } })
    const [number] = (await call('GET', '/users/bob')).body.targets
    await call('DELETE', `/users/bob/targets/${number.$id}`)
    const taken = await call('PATCH', '/users/ada/phone', { body: { number: '+14155550100' } })
    expect(taken).toMatchObject({
      status: 409,
      body: { type: 'user_already_exists', params: [{ path: 'number' }] },
    })
  })

  test('a target that was changed by hand no longer follows', async () => {
    const { call } = await aProjectWith({ userId: 'ada', email: 'ada@example.org' })
    const [target] = (await call('GET', '/users/ada')).body.targets
    await call('PATCH', `/users/ada/targets/${target.$id}`, { body: { identifier: 'work@example.org' } })
    const changed = await call('PATCH', '/users/ada/email', { body: { email: 'new@example.org' } })
    expect(identifiers(changed.body)).toEqual(['work@example.org', 'new@example.org'])
  })

  test('a name and a status change by themselves', async () => {
    const { call } = await aProjectWith({ userId: 'ada', email: 'ada@example.org' })
    const named = await call('PATCH', '/users/ada/name', { body: { name: 'Ada' } })
    expect(named).toMatchObject({ status: 200, body: { name: 'Ada', status: true, targets: [{}] } })
    const blocked = await call('PATCH', '/users/ada/status', { body: { status: false } })
    expect(blocked).toMatchObject({ status: 200, body: { name: 'Ada', status: false } })
    for (const [path, body] of [
      ['name', { name: 'x' }],
      ['email', { email: '' }],
      ['phone', { number: '' }],
      ['status', { status: true }],
    ] as const) {
      const nobody = await call('PATCH', `/users/nobody/${path}`, { body })
      expect(nobody).toMatchObject({ status: 404, body: { type: 'user_not_found' } })
    }
  })

  test('labels are replaced as a whole, and found', async () => {
    const { call } = await aProjectWith({ userId: 'ada' }, { userId: 'bob' })
    const labelled = await call('PUT', '/users/ada/labels', { body: { labels: ['vip', 'beta', 'vip'] } })
    expect(labelled).toMatchObject({ status: 200, body: { labels: ['vip', 'beta'] } })
    expect((await call('GET', '/users', { query: { search: 'vip' } })).body.users).toMatchObject([
      { $id: 'ada' },
    ])
    expect((await call('PUT', '/users/ada/labels', { body: { labels: [] } })).body.labels).toEqual([])
    for (const label of ['two words', '', 'a'.repeat(37), 'ü']) {
      expect((await call('PUT', '/users/ada/labels', { body: { labels: [label] } })).status).toBe(400)
    }
  })

  test('who is verified is until the address or the number changes', async () => {
    const { call } = await aProjectWith({ userId: 'ada', email: 'ada@example.org', phone: '+14155550100' })
    const email = { body: { emailVerification: true } }
    expect((await call('PATCH', '/users/ada/verification', email)).body.emailVerification).toBe(true)
    const phone = { body: { phoneVerification: true } }
    expect((await call('PATCH', '/users/ada/verification/phone', phone)).body).toMatchObject({
      emailVerification: true,
      phoneVerification: true,
    })
    const changed = await call('PATCH', '/users/ada/email', { body: { email: 'new@example.org' } })
    expect(changed.body).toMatchObject({ emailVerification: false, phoneVerification: true })
  })

  test('a deleted person leaves nothing, and all that was his is free', async () => {
    const { call } = await aProjectWith({ userId: 'ada', email: 'ada@example.org', phone: '+14155550100' })
    expect((await call('DELETE', '/users/ada')).status).toBe(204)
    expect((await call('DELETE', '/users/ada')).status).toBe(404)
    expect((await call('GET', '/users/ada')).status).toBe(404)
    const again = await call('POST', '/users', {
      body: { userId: 'ada', email: 'ada@example.org', phone: '+14155550100' },
    })
    expect(again.body.targets).toHaveLength(2)
  })

  test('the list has the targets of everybody, in two statements', async () => {
    const { call, db, seq } = await aProjectWith(
      { userId: 'ada', email: 'ada@example.org', phone: '+14155550100' },
      { userId: 'bob' },
      { userId: 'cy', email: 'cy@example.org' },
    )
    const { body } = await call('GET', '/users')
    expect(body.total).toBe(3)
    expect(body.users.map(identifiers)).toEqual([['ada@example.org', '+14155550100'], [], ['cy@example.org']])
    expect(await statementsOf(db, (counted) => listUsers(counted, seq, everything))).toBe(2)
  })

  test('a person is found by name, id, address, number, and the addresses of his targets', async () => {
    const project = await aProjectWith(
      { userId: 'ada', email: 'ada@example.org', phone: '+14155550100' },
      { userId: 'bob-7', email: 'bob@example.com' },
    )
    await project.call('PATCH', '/users/ada/name', { body: { name: 'Ada, Countess of Lovelace' } })
    await project.call('POST', '/users/bob-7/targets', {
      body: { targetId: 't1', providerType: 'email', identifier: 'robert@work.example' },
    })
    const table = {
      lovelace: ['ada'],
      love: ['ada'],
      'bob-7': ['bob-7'],
      'ada@example.org': ['ada'],
      'BOB@': ['bob-7'],
      '+14155550100': ['ada'],
      '+1415': ['ada'],
      'robert@work': ['bob-7'],
      'countess bob@example.com': ['ada', 'bob-7'],
      '@': [],
      nobody: [],
    }
    expect(await searchAll(project, Object.keys(table))).toEqual(table)
  })

  test('the list filters and orders by what a person is', async () => {
    const { call } = await aProjectWith(
      { userId: 'ada', email: 'ada@example.org', phone: '+14155550100' },
      { userId: 'bob', email: 'bob@example.org' },
    )
    await call('PATCH', '/users/bob/status', { body: { status: false } })
    const ids = async (...texts: string[]) => {
      const { body } = await call('GET', '/users', { query: { 'queries[]': texts } })
      return body.users.map((user: { $id: string }) => user.$id)
    }
    expect(await ids(queries.equal('email', 'ADA@example.org'))).toEqual(['ada'])
    expect(await ids(queries.equal('phone', '+14155550100'))).toEqual(['ada'])
    expect(await ids(queries.equal('status', false))).toEqual(['bob'])
    expect(await ids(queries.isNull('passwordUpdate'))).toEqual(['ada', 'bob'])
    expect(await ids(queries.orderDesc('email'))).toEqual(['bob', 'ada'])
    expect(await ids(queries.contains('labels', 'vip'))).toEqual([])
    expect(await ids(queries.cursorAfter('ada'))).toEqual(['bob'])
    for (const attribute of [
      '$id',
      '$createdAt',
      '$updatedAt',
      '$sequence',
      'name',
      'email',
      'phone',
      'status',
      'passwordUpdate',
      'registration',
      'emailVerification',
      'phoneVerification',
      'accessedAt',
    ]) {
      expect(await ids(queries.orderAsc(attribute))).toHaveLength(2)
      expect(await ids(queries.isNotNull(attribute))).toEqual(expect.any(Array))
    }
    for (const attribute of ['password', 'prefs', 'targets', 'hash', 'nothing']) {
      const refused = await call('GET', '/users', { query: { 'queries[]': [queries.isNull(attribute)] } })
      expect(refused).toMatchObject({ status: 400, body: { type: 'general_argument_invalid' } })
    }
  })
})

const everything = { queries: [], search: '', total: true }

async function statementsOf(db: Db, work: (db: Db) => Promise<unknown>): Promise<number> {
  let statements = 0
  const counted = db.withPlugin({
    transformQuery: ({ node }) => {
      statements++
      return node
    },
    transformResult: async ({ result }) => result,
  })
  await work(counted)
  return statements
}

async function searchAll({ call }: TestProject, searches: readonly string[]) {
  const found = searches.map(async (search) => {
    const { body } = await call('GET', '/users', { query: { search } })
    return [search, body.users.map((user: { $id: string }) => user.$id)] as const
  })
  return Object.fromEntries(await Promise.all(found))
}

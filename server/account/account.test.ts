import { beforeAll, describe, expect, test } from 'vitest'
import { sweep } from '../delivery/sweep.ts'
import { type Answer, aServer, eventually, publicUrl, type TestServer } from '../testing/app.ts'
import { advance, databases } from '../testing/database.ts'
import { aProject, type TestProject } from '../testing/project.ts'
import { slowlyHashed } from '../testing/slow-password.ts'

const password = 'correct horse'
const slow = slowlyHashed(password)
const pixel = 'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36'
/** Nobody's: a browser that has no key. */
const visitor = { 'x-appwrite-key': '' }

describe.each(databases)('end users on $engine', ({ aDatabase }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await aServer({ database: await aDatabase() })
  })

  /** A password's hash takes its time: only who signs in has one. */
  async function aProjectWithAda(more: { password?: string } = {}): Promise<TestProject> {
    const project = await aProject(server)
    const made = await project.call('POST', '/users', {
      body: { userId: 'ada', email: 'ada@example.org', name: 'Ada', ...more },
    })
    expect(made.status).toBe(201)
    return project
  }

  const whoAmI = ({ call }: TestProject, headers: Record<string, string>) =>
    call('GET', '/account', { headers: { ...visitor, ...headers } })

  async function jwtOf({ call }: TestProject, body: object = {}): Promise<string> {
    return (await call('POST', '/users/ada/jwts', { body })).body.jwt
  }

  describe('a session', () => {
    test('may come as a header, as a cookie of either name, or as the copy of one', async () => {
      const project = await aProjectWithAda()
      const { body: session } = await project.call('POST', '/users/ada/sessions')
      expect(session).toMatchObject({ userId: 'ada', provider: 'server', current: false })
      const name = `a_session_${project.id}`
      const ways: Record<string, string>[] = [
        { 'x-appwrite-session': session.secret },
        { cookie: `${name}=${session.secret}` },
        { cookie: `${name}_legacy=${session.secret}` },
        { 'x-fallback-cookies': JSON.stringify({ [name]: session.secret }) },
      ]
      for (const way of ways) {
        expect(await whoAmI(project, way)).toMatchObject({ status: 200, body: { $id: 'ada', targets: [{}] } })
      }
      const nobodys: Record<string, string>[] = [
        {},
        { 'x-appwrite-session': 'unknown' },
        { cookie: `a_session_other=${session.secret}` },
        { 'x-fallback-cookies': '{' },
        { 'x-fallback-cookies': '[1]' },
        { 'x-fallback-cookies': JSON.stringify({ [name]: 1 }) },
        { 'x-appwrite-mode': 'admin', 'x-appwrite-session': session.secret },
      ]
      for (const way of nobodys) {
        expect(await whoAmI(project, way)).toMatchObject({
          status: 401,
          body: { type: 'general_unauthorized_scope' },
        })
      }
    })

    test('counts in its own project only, and not beside a key', async () => {
      const project = await aProjectWithAda()
      const other = await aProjectWithAda()
      const session = await project.asUser('ada')
      expect((await whoAmI(other, session)).status).toBe(401)
      const withKey = await project.call('GET', '/account', {
        headers: { 'x-appwrite-session': session['x-appwrite-session'] ?? '' },
      })
      expect(withKey).toMatchObject({ status: 401, body: { type: 'general_unauthorized_scope' } })
    })

    test('of a person who is blocked is told so, whatever is asked', async () => {
      const project = await aProjectWithAda()
      const session = await project.asUser('ada')
      const jwt = await jwtOf(project)
      await project.call('PATCH', '/users/ada/status', { body: { status: false } })
      for (const headers of [session, { 'x-appwrite-jwt': jwt }]) {
        expect(await whoAmI(project, headers)).toMatchObject({ status: 403, body: { type: 'user_blocked' } })
      }
      await project.call('PATCH', '/users/ada/status', { body: { status: true } })
      expect((await whoAmI(project, session)).status).toBe(200)
    })

    test('ends with its person, and with its year', async () => {
      const own = await aServer({ database: await aDatabase() })
      const project = await aProject(own)
      for (const userId of ['ada', 'bob']) await project.call('POST', '/users', { body: { userId } })
      const [ada, bob] = [await project.asUser('ada'), await project.asUser('bob')]
      await project.call('DELETE', '/users/ada')
      await project.call('POST', '/users', { body: { userId: 'ada' } })
      expect((await whoAmI(project, ada)).status).toBe(401)
      expect((await whoAmI(project, bob)).status).toBe(200)
      await advance(own.services.db, '365 days')
      expect((await whoAmI(project, bob)).status).toBe(401)
    })

    test('opens no route that is not for end users', async () => {
      const project = await aProjectWithAda()
      const headers = await project.asUser('ada')
      const closed = [
        ['GET', '/users'],
        ['GET', '/users/ada'],
        ['GET', '/users/ada/targets'],
        ['PATCH', '/users/ada/name'],
        ['POST', '/users/ada/sessions'],
        ['POST', '/users/ada/jwts'],
        ['GET', '/messaging/topics'],
        ['GET', '/messaging/messages'],
        ['GET', '/messaging/providers'],
        ['POST', '/console/projects'],
      ] as const
      for (const [method, path] of closed) {
        const answer = await project.call(method, path, { headers, body: method === 'GET' ? undefined : {} })
        expect([path, answer.status, answer.body.type]).toEqual([path, 401, 'general_unauthorized_scope'])
      }
    })

    test('is noted as a visit, once a day', async () => {
      const own = await aServer({ database: await aDatabase() })
      const project = await aProject(own)
      await project.call('POST', '/users', { body: { userId: 'ada' } })
      const headers = await project.asUser('ada')
      const seen = async () => {
        await whoAmI(project, headers)
        return (await project.call('GET', '/users/ada')).body.accessedAt
      }
      const first = await advance(own.services.db, '1 hour')
      expect(await seen()).toBe(first)
      await advance(own.services.db, '1 hour')
      expect(await seen()).toBe(first)
      expect(await advance(own.services.db, '1 day')).toBe(await seen())
    })
  })

  describe('a JWT', () => {
    test('stands for its person for a quarter of an hour, or as long as was asked', async () => {
      const own = await aServer({ database: await aDatabase() })
      const project = await aProject(own)
      await project.call('POST', '/users', { body: { userId: 'ada' } })
      const [usual, long] = [await jwtOf(project), await jwtOf(project, { duration: 3600 })]
      const status = async (jwt: string) => (await whoAmI(project, { 'x-appwrite-jwt': jwt })).status
      expect([await status(usual), await status(long)]).toEqual([200, 200])
      expect(await status(await jwtOf(project, { duration: 0 }))).toBe(401)
      await advance(own.services.db, '900 seconds')
      expect([await status(usual), await status(long)]).toEqual([401, 200])
      await advance(own.services.db, '2700 seconds')
      expect(await status(long)).toBe(401)
      for (const duration of [-1, 3601, 'soon']) {
        expect((await project.call('POST', '/users/ada/jwts', { body: { duration } })).status).toBe(400)
      }
    })

    test('ends with the session it names', async () => {
      const project = await aProjectWithAda()
      const [first, second] = [await project.asUser('ada'), await project.asUser('ada')]
      const { body } = await project.call('POST', '/account/jwts', { headers: first })
      const recent = await jwtOf(project, { sessionId: 'recent' })
      const free = await jwtOf(project)
      const works = async () =>
        Promise.all(
          [body.jwt, recent, free].map(
            async (jwt) => (await whoAmI(project, { 'x-appwrite-jwt': jwt })).status,
          ),
        )
      expect(await works()).toEqual([200, 200, 200])
      await project.call('DELETE', '/account/sessions/current', { headers: second })
      expect(await works()).toEqual([200, 401, 200])
      await project.call('DELETE', '/account/sessions/current', { headers: first })
      expect(await works()).toEqual([401, 401, 200])
    })

    test('names a session of the person, or none', async () => {
      const project = await aProjectWithAda()
      expect((await project.call('POST', '/users/ada/jwts', { body: { sessionId: 'recent' } })).status).toBe(
        201,
      )
      const unknown = await project.call('POST', '/users/ada/jwts', { body: { sessionId: 'unknown' } })
      expect(unknown).toMatchObject({ status: 404, body: { type: 'user_session_not_found' } })
      const nobody = await project.call('POST', '/users/bob/jwts', { body: {} })
      expect(nobody).toMatchObject({ status: 404, body: { type: 'user_not_found' } })
    })

    test('makes no other JWT, or it would live for ever', async () => {
      const project = await aProjectWithAda()
      const { body } = await project.call('POST', '/account/jwts', { headers: await project.asUser('ada') })
      const headers = { ...visitor, 'x-appwrite-jwt': body.jwt }
      const again = await project.call('POST', '/account/jwts', { headers })
      expect(again).toMatchObject({ status: 404, body: { type: 'user_session_not_found' } })
    })

    test('is refused where it is not ours, of another project, or of a person who is gone', async () => {
      const project = await aProjectWithAda()
      const other = await aProjectWithAda()
      const jwt = await jwtOf(project)
      const refused = async (of: TestProject, token: string) => {
        const answer = await whoAmI(of, { 'x-appwrite-jwt': token })
        expect(answer).toMatchObject({ status: 401, body: { type: 'user_jwt_invalid' } })
      }
      await refused(project, 'malformed')
      await refused(project, `${jwt}x`)
      await refused(other, jwt)
      await project.call('DELETE', '/users/ada')
      await refused(project, jwt)
      await project.call('POST', '/users', { body: { userId: 'ada' } })
      await refused(project, jwt)
    })

    test('and a session do not go together, unless the session is over', async () => {
      const project = await aProjectWithAda()
      const session = await project.asUser('ada')
      const jwt = { 'x-appwrite-jwt': await jwtOf(project) }
      expect(await whoAmI(project, { ...session, ...jwt })).toMatchObject({
        status: 403,
        body: { type: 'user_jwt_and_cookie_set' },
      })
      await project.call('DELETE', '/account/sessions/current', { headers: session })
      expect((await whoAmI(project, { ...session, ...jwt })).status).toBe(200)
    })
  })

  test('a key opens its own project only, and until it expires', async () => {
    const [project, other] = [await aProjectWithAda(), await aProjectWithAda()]
    const key = await project.keyWith(['users.read'])
    const foreign = await project.call('GET', '/users', {
      headers: { ...key, 'x-appwrite-project': other.id },
    })
    expect(foreign).toMatchObject({ status: 403, body: { type: 'project_id_missing' } })
    await project.db
      .updateTable('api_keys')
      .set({ expires_at: '2020-01-01T00:00:00Z' })
      .where('project', '=', project.seq)
      .execute()
    const late = await project.call('GET', '/users', { headers: key })
    expect(late).toMatchObject({ status: 401, body: { type: 'project_key_expired' } })
  })

  test('a cookie changes nothing without an origin of our own; a header needs none', async () => {
    const project = await aProjectWithAda()
    const { body: session } = await project.call('POST', '/users/ada/sessions')
    const cookie = { ...visitor, cookie: `a_session_${project.id}=${session.secret}` }
    const jwt = (headers: Record<string, string>) => project.call('POST', '/account/jwts', { headers })
    const refused = { status: 403, body: { type: 'general_unknown_origin' } }
    expect(await jwt(cookie)).toMatchObject(refused)
    expect(await jwt({ ...cookie, origin: 'https://evil.example' })).toMatchObject(refused)
    expect(await jwt({ ...cookie, origin: 'null' })).toMatchObject(refused)
    expect((await jwt({ ...cookie, origin: publicUrl })).status).toBe(201)
    expect((await jwt({ ...visitor, 'x-appwrite-session': session.secret })).status).toBe(201)
    expect((await whoAmI(project, cookie)).status).toBe(200)
  })

  describe('signing up and in', () => {
    const signIn = ({ call }: TestProject, body: object, headers: Record<string, string> = visitor) =>
      call('POST', '/account/sessions/email', { body, headers: { origin: publicUrl, ...headers } })
    const ada = { email: 'Ada@Example.org', password }

    test('who signs up is a person with a target, and is not signed in by that', async () => {
      const project = await aProject(server)
      const body = { ...ada, userId: 'unique()', name: 'Ada' }
      const made = await project.call('POST', '/account', { body, headers: visitor })
      expect(made).toMatchObject({
        status: 201,
        body: { email: 'ada@example.org', name: 'Ada', targets: [{ identifier: 'ada@example.org' }] },
      })
      expect(made.headers['set-cookie']).toBeUndefined()
      const again = await project.call('POST', '/account', { body, headers: visitor })
      expect(again).toMatchObject({ status: 409, body: { type: 'user_already_exists' } })
      const { body: incomplete } = await project.call('POST', '/account', { body: {}, headers: visitor })
      expect(incomplete.params.map((param: { path: string }) => param.path).sort()).toEqual([
        'email',
        'password',
        'userId',
      ])
    })

    test('who has a network of IPv6 to himself signs up from one address, however many he has', async () => {
      const own = await aServer({ database: await aDatabase() })
      const signUp = (n: number) =>
        own.app.inject({
          method: 'POST',
          url: '/v1/account',
          remoteAddress: `2001:db8:1:2:${n.toString(16)}::1`,
          headers: { 'x-appwrite-project': own.project.id },
          payload: { userId: 'unique()', email: `${n}@example.org`, password },
        })
      for (const n of [1, 2, 3]) expect((await signUp(n)).statusCode).toBe(201)
      const counted = await own.database.db.selectFrom('sign_in_failures').select('failures').execute()
      expect(counted).toEqual([{ failures: 3 }])
    })

    test('the session is a cookie that no script can read, and its secret is shown to a key that may make sessions', async () => {
      const project = await aProjectWithAda({ password })
      const answer = await signIn(project, ada)
      expect(answer).toMatchObject({
        status: 201,
        body: { userId: 'ada', provider: 'email', current: true, secret: '', factors: ['password'] },
      })
      const cookie = cookieOf(answer)
      expect(cookie).toMatch(/; HttpOnly; SameSite=Strict/)
      const [pair = ''] = cookie.split(';')
      expect(pair).toMatch(new RegExp(`^a_session_${project.id}=`))
      expect((await whoAmI(project, { cookie: pair })).body.$id).toBe('ada')

      const byKey = await signIn(project, ada, await project.keyWith(['users.write']))
      expect(byKey.headers['set-cookie']).toBeUndefined()
      expect((await whoAmI(project, { 'x-appwrite-session': byKey.body.secret })).body.$id).toBe('ada')
      expect((await signIn(project, ada, await project.keyWith(['users.read']))).body.secret).toBe('')
    })

    test('a wrong password, an unknown address and a person without a password look the same', async () => {
      const project = await aProjectWithAda({ password })
      await project.call('POST', '/users', { body: { userId: 'bob', email: 'bob@example.org' } })
      const wrong = [
        { ...ada, password: 'wrong horse' },
        { ...ada, email: 'nobody@example.org' },
        { ...ada, email: 'bob@example.org' },
      ]
      const answers = await Promise.all(wrong.map((body) => signIn(project, body)))
      for (const { status, body } of answers) {
        expect([status, body.type]).toEqual([401, 'user_invalid_credentials'])
      }
      expect(new Set(answers.map(({ body }) => body.message)).size).toBe(1)
      await project.call('PATCH', '/users/ada/status', { body: { status: false } })
      expect((await signIn(project, wrong[0] ?? {})).status).toBe(401)
      expect(await signIn(project, ada)).toMatchObject({ status: 403, body: { type: 'user_blocked' } })
    })

    test.each([
      ['deleted', 401, ({ call }: TestProject) => call('DELETE', '/users/ada')],
      [
        'blocked',
        403,
        ({ call }: TestProject) => call('PATCH', '/users/ada/status', { body: { status: false } }),
      ],
    ])('who is %s while the password is looked at is not let in', async (_, status, meanwhile) => {
      const project = await aProjectWithAda({ password })
      const { db } = project
      await db.updateTable('users').set({ password_hash: slow }).where('project', '=', project.seq).execute()
      const signingIn = signIn(project, ada)
      const key = `project/${project.seq}/account:ada@example.org`
      const counted = () =>
        db.selectFrom('sign_in_failures').select('failures').where('key', '=', key).execute()
      await eventually(counted, ([row]) => row?.failures === 1)
      await meanwhile(project)
      expect((await signingIn).status).toBe(status)
    })

    test('who fails again and again has to wait, in this project', async () => {
      const [project, other] = [await aProjectWithAda({ password }), await aProjectWithAda({ password })]
      const wrong = { ...ada, password: 'wrong horse' }
      for (let n = 0; n < 5; n++) expect((await signIn(project, wrong)).status).toBe(401)
      const answer = await signIn(project, ada)
      expect(answer).toMatchObject({ status: 429, body: { type: 'general_rate_limit_exceeded' } })
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
      expect((await signIn(other, ada)).status).toBe(201)
    })

    test('who signs out is out, here or elsewhere', async () => {
      const project = await aProjectWithAda({ password })
      const [here, elsewhere] = [await signIn(project, ada), await signIn(project, ada)]
      const cookie = { ...visitor, cookie: cookieOf(here).split(';')[0] ?? '', origin: publicUrl }
      const other = { ...visitor, cookie: cookieOf(elsewhere).split(';')[0] ?? '' }
      const signOut = (id: string) => project.call('DELETE', `/account/sessions/${id}`, { headers: cookie })
      expect((await signOut(elsewhere.body.$id)).status).toBe(204)
      expect([(await whoAmI(project, cookie)).status, (await whoAmI(project, other)).status]).toEqual([
        200, 401,
      ])
      expect((await signOut(elsewhere.body.$id)).body.type).toBe('user_session_not_found')
      const left = await signOut('current')
      expect(left.status).toBe(204)
      expect(cookieOf(left)).toMatch(/=; .*Expires=Thu, 01 Jan 1970/)
      expect((await whoAmI(project, cookie)).status).toBe(401)
    })
  })

  describe('a device', () => {
    const add = ({ call }: TestProject, headers: Record<string, string>, body: object) =>
      call('POST', '/account/targets/push', { headers: { 'user-agent': pixel, ...headers }, body })

    test('is named after the agent and belongs to whoever is signed in', async () => {
      const project = await aProjectWithAda()
      const headers = await project.asUser('ada')
      const made = await add(project, headers, { targetId: 'phone', identifier: 'token-1' })
      expect(made).toMatchObject({
        status: 201,
        body: {
          $id: 'phone',
          userId: 'ada',
          name: 'Google Pixel 9',
          providerType: 'push',
          providerId: null,
          identifier: 'token-1',
          expired: false,
        },
      })
      expect((await project.call('GET', '/users/ada')).body.targets).toContainEqual(made.body)
      for (const body of [
        { targetId: 'phone', identifier: 'token-2' },
        { targetId: 'other', identifier: 'token-1' },
      ]) {
        const taken = await add(project, headers, body)
        expect(taken).toMatchObject({ status: 409, body: { type: 'user_target_already_exists' } })
      }
      await project.call('POST', '/messaging/providers/smtp', {
        body: { providerId: 'mail', name: 'Mail', host: 'smtp.example.org' },
      })
      const wrong = await add(project, headers, { targetId: 'b', identifier: 'b', providerId: 'mail' })
      expect(wrong).toMatchObject({ status: 400, body: { type: 'provider_incorrect_type' } })
      const unknown = await add(project, headers, { targetId: 'c', identifier: 'c', providerId: 'none' })
      expect(unknown).toMatchObject({ status: 201, body: { providerId: null } })
      expect((await add(project, headers, { targetId: 'd', identifier: 'd', providerId: '' })).status).toBe(
        201,
      )
    })

    test('gets another chance with a new identifier', async () => {
      const project = await aProjectWithAda()
      const headers = await project.asUser('ada')
      await add(project, headers, { targetId: 'phone', identifier: 'token-1' })
      await project.db
        .updateTable('targets')
        .set({ expired: true })
        .where('project', '=', project.seq)
        .execute()
      const changed = await project.call('PUT', '/account/targets/phone/push', {
        headers,
        body: { identifier: 'token-2' },
      })
      expect(changed).toMatchObject({ status: 200, body: { identifier: 'token-2', expired: false } })
      expect(changed.body.name).toBe('Google Pixel 9')
    })

    test("is nobody else's to change, and nothing but a device is", async () => {
      const project = await aProjectWithAda()
      await project.call('POST', '/users', { body: { userId: 'bob' } })
      const [ada, bob] = [await project.asUser('ada'), await project.asUser('bob')]
      await add(project, ada, { targetId: 'phone', identifier: 'token-1' })
      const [email] = (await project.call('GET', '/users/ada')).body.targets
      for (const [headers, id] of [
        [bob, 'phone'],
        [ada, 'unknown'],
        [ada, email.$id],
      ] as const) {
        const body = { identifier: 'token-2' }
        const changed = await project.call('PUT', `/account/targets/${id}/push`, { headers, body })
        const removed = await project.call('DELETE', `/account/targets/${id}/push`, { headers })
        for (const answer of [changed, removed])
          expect(answer).toMatchObject({ status: 404, body: { type: 'user_target_not_found' } })
      }
      const key = await project.call('POST', '/account/targets/push', {
        body: { targetId: 'x', identifier: 'x' },
      })
      expect(key).toMatchObject({ status: 401, body: { type: 'general_unauthorized_scope' } })
    })

    test('goes when the year of its session is over', async () => {
      const own = await aServer({ database: await aDatabase() })
      const project = await aProject(own)
      await project.call('POST', '/users', { body: { userId: 'ada' } })
      await add(project, await project.asUser('ada'), { targetId: 'a', identifier: 'a' })
      await advance(own.services.db, '364 days')
      await add(project, await project.asUser('ada'), { targetId: 'b', identifier: 'b' })
      await sweep(own.services.db)
      expect((await project.call('GET', '/users/ada')).body.targets).toHaveLength(2)
      await advance(own.services.db, '1 day')
      await sweep(own.services.db)
      expect((await project.call('GET', '/users/ada')).body.targets).toMatchObject([{ $id: 'b' }])
    })

    test('goes with its session, and its subscriptions with it; those of other sessions and of none stay', async () => {
      const project = await aProjectWithAda()
      const [first, second] = [await project.asUser('ada'), await project.asUser('ada')]
      const { body } = await project.call('POST', '/account/jwts', { headers: first })
      await add(project, first, { targetId: 'a', identifier: 'a' })
      await add(project, { ...visitor, 'x-appwrite-jwt': body.jwt }, { targetId: 'b', identifier: 'b' })
      await add(project, second, { targetId: 'c', identifier: 'c' })
      const free = { ...visitor, 'x-appwrite-jwt': await jwtOf(project) }
      await add(project, free, { targetId: 'd', identifier: 'd' })
      await project.call('POST', '/messaging/topics', { body: { topicId: 'news', name: 'News' } })
      for (const targetId of ['a', 'c']) {
        await project.call('POST', '/messaging/topics/news/subscribers', {
          body: { subscriberId: targetId, targetId },
        })
      }
      await project.call('DELETE', '/account/sessions/current', { headers: first })
      const { body: list } = await project.call('GET', '/users/ada/targets')
      expect(list.targets.map((target: { identifier: string }) => target.identifier)).toEqual([
        'ada@example.org',
        'c',
        'd',
      ])
      expect((await project.call('GET', '/messaging/topics/news')).body.pushTotal).toBe(1)
      expect((await project.call('DELETE', '/account/targets/c/push', { headers: second })).status).toBe(204)
      expect((await project.call('GET', '/messaging/topics/news')).body.pushTotal).toBe(0)
    })
  })
})

function cookieOf({ headers }: Answer): string {
  return String(headers['set-cookie'] ?? '')
}

import { beforeEach, describe, expect, test } from 'vitest'
import { queries } from '../../contract/queries.ts'
import type { Role } from '../../contract/roles.ts'
import type { Lookups } from '../http/authentication.ts'
import { hashPassword } from '../sign-in/passwords.ts'
import { type Answer, aServer, eventually, publicUrl, type TestServer } from '../testing/app.ts'
import { advance, databases, waitingForLocks } from '../testing/database.ts'
import { slowlyHashed } from '../testing/slow-password.ts'
import { listOwners } from './administrators.ts'
import { createResetLinkAsSystem } from './password-reset.ts'

const good = 'a bell, a rope and a Sunday'
/** Made once: it takes a while. */
const hashed = hashPassword(good)
const slow = slowlyHashed(good)

describe.each(databases)('administrators on $engine', ({ engine, aDatabase }) => {
  let server: TestServer

  beforeEach(async () => {
    server = await aServer({ database: await aDatabase() })
  })

  /** Calls with a cookie, as the console does. */
  async function as(
    cookie: string,
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: object,
  ) {
    return server.call(method, `/console${path}`, {
      ...(body ? { body } : {}),
      headers: { 'x-appwrite-key': '', 'x-appwrite-project': '', cookie, origin: publicUrl },
    })
  }

  /** Somebody who comes with nothing but a browser. */
  const stranger = (path: string, body: object) => as('', 'POST', path, body)

  const cookieOf = (answer: Answer): string => {
    const cookies = [answer.headers['set-cookie']].flat().map(String)
    return cookies.map((cookie) => cookie.split(';')[0]).join('; ')
  }

  const signIn = (email: string, password: string) => stranger('/session', { email, password })

  const tokenOf = ({ body }: Answer): string => new URL(body.url).hash.slice(1)

  /** The first owner, who has come by the environment. */
  async function anOwner(): Promise<string> {
    const { db } = server.database
    await db
      .insertInto('administrators')
      .values({
        id: 'first',
        email: 'Owner@example.org',
        name: '',
        role: 'owner',
        password_hash: await hashed,
      })
      .execute()
    return cookieOf(await signIn('owner@example.org', good))
  }

  async function aColleague(owner: string, role: Role, email = `${role}@example.org`): Promise<string> {
    const invited = await as(owner, 'POST', '/invitations', { email, role })
    return cookieOf(await stranger('/invitation', { token: tokenOf(invited), name: role, password: good }))
  }

  async function idOf(owner: string, email: string): Promise<string> {
    const { body } = await as(owner, 'GET', '/administrators')
    return body.administrators.find((one: { email: string }) => one.email === email).$id
  }

  async function storePassword(password_hash: string): Promise<void> {
    await server.database.db.updateTable('administrators').set({ password_hash }).execute()
  }

  /** An attempt is counted before its password is looked at. */
  async function lookedAt(key: string): Promise<void> {
    const { db } = server.database
    const counted = () =>
      db.selectFrom('sign_in_failures').select('failures').where('key', '=', key).execute()
    await eventually(counted, ([row]) => row?.failures === 1)
  }

  const eventsOf = async (): Promise<string[]> => {
    const rows = await server.database.db.selectFrom('activity').select('event').orderBy('seq').execute()
    return rows.map(({ event }) => event)
  }

  test('a colleague comes by a link, with the role he was invited for', async () => {
    const owner = await anOwner()
    const invited = await as(owner, 'POST', '/invitations', { email: 'ada@example.org', role: 'editor' })
    expect(invited.status).toBe(201)
    expect(invited.body.url).toMatch(new RegExp(`^${publicUrl}/accept-invitation#[\\w-]{43}$`))
    const token = tokenOf(invited)
    expect((await stranger('/invitation/check', { token })).body).toEqual({
      email: 'ada@example.org',
      role: 'editor',
      expiresAt: invited.body.expiresAt,
      invitedBy: 'Owner@example.org',
    })

    const accepted = await stranger('/invitation', { token, name: 'Ada', password: good })
    expect(accepted.body.administrator).toMatchObject({
      email: 'ada@example.org',
      name: 'Ada',
      role: 'editor',
    })
    const ada = cookieOf(accepted)
    expect((await as(ada, 'GET', '/session')).body.administrator.name).toBe('Ada')
    expect((await as(ada, 'GET', '/administrators')).status).toBe(401)
    expect((await as(owner, 'GET', '/invitations')).body.total).toBe(0)
    expect(await eventsOf()).toEqual([
      'session.create',
      'invitation.create',
      'invitation.accept',
      'administrator.create',
    ])
  })

  test('an invitation works once, for two days, and only the newest', async () => {
    const owner = await anOwner()
    const invite = () => as(owner, 'POST', '/invitations', { email: 'ada@example.org', role: 'viewer' })
    const replaced = tokenOf(await invite())
    const token = tokenOf(await invite())
    const accept = (token: string) => stranger('/invitation', { token, password: good })
    expect(await accept(replaced)).toMatchObject({ status: 410, body: { type: 'console_link_invalid' } })
    expect((await accept('made up')).status).toBe(410)

    const atOnce = await Promise.all([accept(token), accept(token)])
    expect(atOnce.map(({ status }) => status).sort()).toEqual([201, 410])
    expect((await accept(token)).status).toBe(410)
    expect((await stranger('/invitation/check', { token })).status).toBe(410)
    expect(await invite()).toMatchObject({ status: 409, body: { type: 'administrator_already_exists' } })

    const late = tokenOf(
      await as(owner, 'POST', '/invitations', { email: 'bob@example.org', role: 'viewer' }),
    )
    await advance(server.database.db, '48 hours')
    expect((await accept(late)).status).toBe(410)
  })

  test('a withdrawn invitation opens nothing', async () => {
    const owner = await anOwner()
    const invited = await as(owner, 'POST', '/invitations', { email: 'ada@example.org', role: 'viewer' })
    expect((await as(owner, 'GET', '/invitations')).body.invitations).toMatchObject([
      { $id: invited.body.$id, email: 'ada@example.org', invitedBy: 'Owner@example.org' },
    ])
    expect((await as(owner, 'DELETE', `/invitations/${invited.body.$id}`)).status).toBe(204)
    expect((await as(owner, 'DELETE', `/invitations/${invited.body.$id}`)).status).toBe(404)
    expect((await stranger('/invitation', { token: tokenOf(invited), password: good })).status).toBe(410)
  })

  test('a role changes with the next request, and a removed administrator is signed out at once', async () => {
    const owner = await anOwner()
    const ada = await aColleague(owner, 'viewer')
    const id = await idOf(owner, 'viewer@example.org')
    expect((await as(ada, 'GET', '/administrators')).status).toBe(401)
    const changed = await as(owner, 'PATCH', `/administrators/${id}`, { role: 'owner' })
    expect(changed.body.role).toBe('owner')
    expect((await as(ada, 'GET', '/administrators')).status).toBe(200)
    expect((await as(owner, 'DELETE', `/administrators/${id}`)).status).toBe(204)
    expect((await as(ada, 'GET', '/session')).body).toBe(null)
    expect((await as(owner, 'DELETE', `/administrators/${id}`)).status).toBe(404)
  })

  test('the last owner can be neither removed nor demoted, not even by two at once', async () => {
    const owner = await anOwner()
    for (const answer of [
      await as(owner, 'PATCH', '/administrators/first', { role: 'editor' }),
      await as(owner, 'DELETE', '/administrators/first'),
    ]) {
      expect(answer).toMatchObject({ status: 409, body: { type: 'administrator_last_owner' } })
    }
    const second = await aColleague(owner, 'owner', 'second@example.org')
    const other = await idOf(owner, 'second@example.org')
    const both = await Promise.all([
      as(owner, 'DELETE', `/administrators/${other}`),
      as(second, 'DELETE', '/administrators/first'),
    ])
    expect(both.map(({ status }) => status).sort()).not.toEqual([204, 204])
    expect(await listOwners(server.database.db)).toHaveLength(1)
  })

  test('a reset link opens an account once, for a day, and ends every session', async () => {
    const owner = await anOwner()
    const ada = await aColleague(owner, 'editor')
    const id = await idOf(owner, 'editor@example.org')
    const made = () => as(owner, 'POST', `/administrators/${id}/password-reset`)
    const replaced = tokenOf(await made())
    const link = await made()
    expect(link.body.url).toMatch(new RegExp(`^${publicUrl}/reset-password#[\\w-]{43}$`))
    const reset = (token: string, password = 'another bell and rope') =>
      stranger('/password-reset', { token, password })
    expect((await reset(replaced)).status).toBe(410)
    expect((await stranger('/password-reset/check', { token: tokenOf(link) })).body).toMatchObject({
      email: 'editor@example.org',
      name: 'editor',
    })

    const done = await reset(tokenOf(link))
    expect(done.body.administrator.email).toBe('editor@example.org')
    expect((await as(ada, 'GET', '/session')).body).toBe(null)
    expect((await as(cookieOf(done), 'GET', '/session')).body.administrator.$id).toBe(id)
    expect((await reset(tokenOf(link))).status).toBe(410)
    expect((await signIn('editor@example.org', good)).status).toBe(401)
    expect((await signIn('editor@example.org', 'another bell and rope')).status).toBe(201)

    const late = tokenOf(await made())
    await advance(server.database.db, '24 hours')
    expect((await reset(late)).status).toBe(410)
  })

  test.runIf(engine === 'postgres')(
    'a link for somebody who goes at that moment is refused by name',
    async () => {
      const owner = await anOwner()
      await aColleague(owner, 'editor')
      const id = await idOf(owner, 'editor@example.org')
      const { db, background } = server.database
      const { asked } = await db.transaction().execute(async (tx) => {
        await tx.deleteFrom('administrators').where('id', '=', id).execute()
        const asked = as(owner, 'POST', `/administrators/${id}/password-reset`, {})
        await eventually(
          () => waitingForLocks(background),
          (count) => count === 1,
        )
        return { asked }
      })
      expect(await asked).toMatchObject({ status: 404, body: { type: 'administrator_not_found' } })
    },
  )

  test('whoever has the server gets the last owner in again', async () => {
    await anOwner()
    const [first] = await listOwners(server.database.db)
    const link = await createResetLinkAsSystem(server.database.db, publicUrl, first ?? { seq: 0, id: '' })
    const token = new URL(link.url).hash.slice(1)
    expect((await stranger('/password-reset', { token, password: 'another bell and rope' })).status).toBe(201)
    expect(await eventsOf()).toContain('administrator.passwordReset')
  })

  test.each([
    ['short', 'must have at least 8 characters'],
    ['Password123', 'is among the first that are tried'],
    ['editor@example.org', 'must not be the e-mail address'],
  ])('the password "%s" is refused: it %s', async (password, message) => {
    const owner = await anOwner()
    const editor = await aColleague(owner, 'editor')
    const invited = await as(owner, 'POST', '/invitations', { email: 'editor2@example.org', role: 'viewer' })
    const token = tokenOf(invited)
    const own = password.includes('@') ? 'editor2@example.org' : password
    for (const answer of [
      await stranger('/invitation', { token, password: own }),
      await as(editor, 'POST', '/account/password', { current: good, password }),
    ]) {
      expect(answer).toMatchObject({ status: 400, body: { params: [{ path: 'password', message }] } })
    }
    expect((await stranger('/invitation', { token, password: good })).status).toBe(201)
  })

  test('changing the password needs the present one and ends all other sessions', async () => {
    const here = await anOwner()
    const elsewhere = cookieOf(await signIn('owner@example.org', good))
    const change = (current: string) =>
      as(here, 'POST', '/account/password', { current, password: 'another bell and rope' })
    expect((await change('wrong')).body.params).toEqual([
      { path: 'current', message: 'is not your password' },
    ])
    const changed = await change(good)
    expect(changed.status).toBe(200)
    expect((await as(elsewhere, 'GET', '/session')).body).toBe(null)
    expect((await as(here, 'GET', '/session')).body).toBe(null)
    expect((await as(cookieOf(changed), 'GET', '/session')).body.administrator.$id).toBe('first')
    expect((await signIn('owner@example.org', good)).status).toBe(401)
  })

  test('a password that was reset in the meantime is not changed by the one before', async () => {
    const owner = await anOwner()
    await storePassword(slow)
    const body = { current: good, password: 'another bell and rope' }
    const changing = as(owner, 'POST', '/account/password', body)
    await lookedAt('console/confirm:first')
    await storePassword('reset')
    expect((await changing).body.params).toEqual([{ path: 'current', message: 'is not your password' }])
    expect(await server.database.db.selectFrom('administrators').select('password_hash').execute()).toEqual([
      { password_hash: 'reset' },
    ])
  })

  test.each([
    ['has another password since', () => storePassword('reset')],
    ['was removed', () => server.database.db.deleteFrom('administrators').execute()],
  ])('whoever %s while his password was looked at is not let in', async (_, meanwhile) => {
    await anOwner()
    await storePassword(slow)
    const signingIn = signIn('owner@example.org', good)
    await lookedAt('console/account:owner@example.org')
    await meanwhile()
    expect(await signingIn).toMatchObject({ status: 401, body: { type: 'user_invalid_credentials' } })
  })

  test('whose session ends while he asks who he is, is nobody', async () => {
    const { db } = server.database
    const changeLookups = (own: Lookups): Lookups => ({
      ...own,
      findAdministrator: async (token) => {
        const found = await own.findAdministrator(token)
        await db.deleteFrom('administrator_sessions').execute()
        return found
      },
    })
    const owner = await anOwner()
    server = await aServer({ database: server.database, options: { changeLookups } })
    expect(await as(owner, 'GET', '/session')).toMatchObject({ status: 200, body: null })
  })

  test('the present password cannot be guessed at an open session', async () => {
    const owner = await anOwner()
    const guess = (current: string) =>
      as(owner, 'POST', '/account/password', { current, password: 'another bell and rope' })
    const answers = []
    for (let n = 0; n < 7; n++) answers.push((await guess('wrong')).status)
    expect(answers.slice(0, 5)).toEqual([400, 400, 400, 400, 400])
    expect(answers.at(-1)).toBe(429)
    expect((await guess(good)).status).toBe(429)
  })

  test('one’s own name changes freely, the address with the password', async () => {
    const owner = await anOwner()
    await aColleague(owner, 'editor')
    const change = (body: object) => as(owner, 'PATCH', '/account', body)
    expect((await change({ name: 'Grace' })).body).toMatchObject({
      name: 'Grace',
      email: 'Owner@example.org',
    })
    expect((await change({ email: 'grace@example.org' })).body.params[0].path).toBe('password')
    expect((await change({ email: 'grace@example.org', password: 'wrong' })).body.params[0].path).toBe(
      'password',
    )
    expect(await change({ email: 'EDITOR@example.org', password: good })).toMatchObject({
      status: 409,
      body: { params: [{ path: 'email' }] },
    })
    expect((await change({ email: 'grace@example.org', password: good })).body.email).toBe(
      'grace@example.org',
    )
    expect((await signIn('grace@example.org', good)).status).toBe(201)
    expect((await as(owner, 'GET', '/session')).body.administrator.email).toBe('grace@example.org')
  })

  test('sessions are listed with where they are, and ended one by one or all but this', async () => {
    const here = await anOwner()
    const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'
    const other = await server.call('POST', '/console/session', {
      body: { email: 'owner@example.org', password: good },
      headers: { 'x-appwrite-key': '', origin: publicUrl, 'user-agent': agent },
    })
    const third = cookieOf(await signIn('owner@example.org', good))
    const { sessions, total } = (await as(here, 'GET', '/sessions')).body
    expect(total).toBe(3)
    expect(sessions.filter((one: { current: boolean }) => one.current)).toHaveLength(1)
    const firefox = sessions.find((one: { clientName: string }) => one.clientName === 'Firefox')
    expect(firefox).toMatchObject({ osName: 'GNU/Linux', ip: '127.0.0.1', current: false })

    const colleague = await aColleague(here, 'viewer')
    expect((await as(colleague, 'DELETE', `/sessions/${firefox.$id}`)).status).toBe(404)
    expect((await as(here, 'DELETE', `/sessions/${firefox.$id}`)).status).toBe(204)
    expect((await as(cookieOf(other), 'GET', '/session')).body).toBe(null)
    expect((await as(here, 'DELETE', '/sessions')).status).toBe(204)
    expect((await as(third, 'GET', '/session')).body).toBe(null)
    expect((await as(here, 'GET', '/sessions')).body.total).toBe(1)
    expect((await as(colleague, 'GET', '/session')).body).not.toBe(null)
  })

  test('a session ends twelve hours after its last use, and seven days after its beginning', async () => {
    const { db } = server.database
    const cookie = await anOwner()
    const signedIn = async (by: string) => {
      await advance(db, by)
      return (await as(cookie, 'GET', '/session')).body !== null
    }
    for (let half = 0; half < 15; half++) expect(await signedIn('11 hours')).toBe(true)
    expect(await signedIn('11 hours')).toBe(false)
    await db.deleteFrom('administrator_sessions').execute()

    const idle = cookieOf(await signIn('owner@example.org', good))
    await advance(db, '12 hours 1 minute')
    expect((await as(idle, 'GET', '/session')).body).toBe(null)
  })

  test('the list of administrators is filtered and paged as any other', async () => {
    const owner = await anOwner()
    await aColleague(owner, 'editor')
    const list = async (...texts: string[]) => {
      const { body } = await server.call('GET', '/console/administrators', {
        query: { 'queries[]': texts },
        headers: { 'x-appwrite-key': '', cookie: owner, origin: publicUrl },
      })
      return body.administrators.map(({ email }: { email: string }) => email)
    }
    expect(await list()).toEqual(['Owner@example.org', 'editor@example.org'])
    expect(await list(queries.equal('role', 'editor'))).toEqual(['editor@example.org'])
    expect(await list(queries.orderDesc('email'), queries.limit(1))).toEqual(['Owner@example.org'])
  })

  test('no password and no token is in the activity', async () => {
    const owner = await anOwner()
    const invited = await as(owner, 'POST', '/invitations', { email: 'ada@example.org', role: 'viewer' })
    const token = tokenOf(invited)
    await stranger('/invitation', { token, password: good })
    await signIn('the password in the wrong field', 'x')
    await as(owner, 'POST', '/account/password', { current: good, password: 'another bell and rope' })
    const stored = JSON.stringify(await server.database.db.selectFrom('activity').selectAll().execute())
    for (const secret of [good, 'another bell and rope', token, 'wrong field', 'scrypt$']) {
      expect(stored).not.toContain(secret)
    }
    expect(stored).toContain('ada@example.org')
  })
})

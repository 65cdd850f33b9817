// Whoever tries passwords: he gets few tries, and keeps nobody out.
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { sweep } from '../delivery/sweep.ts'
import { hashPassword, passwordCost, setPasswordCost } from '../sign-in/passwords.ts'
import { countAttempt, waitAfter } from '../sign-in/sign-in-limit.ts'
import { aServer, publicUrl, type TestServer } from '../testing/app.ts'
import { cheapCost } from '../testing/cheap-passwords.ts'
import { aDatabase, advance, databases, type TestDatabase } from '../testing/database.ts'

const email = 'owner@example.org'
const right = 'a bell, a rope and a Sunday'
const hashed = hashPassword(right)
/** CARILLON_TEST_SIGN_INS says how many; ten thousand take some minutes. */
const flood = Number(process.env.CARILLON_TEST_SIGN_INS ?? 400)
const floodMs = 60_000 + flood * 100

test.each([
  [0, 0],
  [4, 0],
  [5, 1],
  [6, 2],
  [8, 8],
  [14, 512],
  [15, 900],
  [5000, 900],
])('after %i failures one waits %i s', (failures, seconds) => {
  expect(waitAfter(failures, 5)).toBe(seconds)
})

describe('signing in', () => {
  let server: TestServer
  beforeEach(async () => {
    await begin(await aDatabase())
  })

  /** The clock stands: nobody waits a second more or less because the machine is busy. */
  async function begin(database: TestDatabase): Promise<void> {
    server = await aServer({ database })
    await advance(database.db, '0 seconds')
    await database.db
      .insertInto('administrators')
      .values({ id: 'first', email, name: '', role: 'owner', password_hash: await hashed })
      .execute()
  }

  /** To the same one: what is stored differs all the same. */
  async function changePassword(): Promise<void> {
    const { db } = server.database
    await db
      .updateTable('administrators')
      .set({ password_hash: await hashPassword(right) })
      .execute()
  }

  type Try = { email?: string; password?: string; from?: string; cookie?: string }

  async function signIn({
    email: as = email,
    password = 'wrong',
    from = '192.0.2.1',
    cookie = '',
  }: Try = {}) {
    const response = await server.app.inject({
      method: 'POST',
      url: '/v1/console/session',
      remoteAddress: from,
      headers: { origin: publicUrl, 'user-agent': 'test', ...(cookie ? { cookie } : {}) },
      payload: { email: as, password },
    })
    const cookies = Object.fromEntries(response.cookies.map(({ name, value }) => [name, value]))
    return { status: response.statusCode, body: response.json(), headers: response.headers, cookies }
  }

  const statusesOf = (answers: readonly { status: number }[]) => {
    const counts: Record<number, number> = {}
    for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1
    return counts
  }

  test('a wrong password and an unknown address are answered alike, in about the same time', async () => {
    setPasswordCost(passwordCost.N)
    onTestFinished(() => setPasswordCost(cheapCost))
    await changePassword()
    const timed = async (wish: Try) => {
      const began = performance.now()
      const { status, body } = await signIn(wish)
      return { answer: { status, body }, ms: performance.now() - began }
    }
    await signIn()
    const wrong = await timed({ from: '192.0.2.2' })
    const unknown = await timed({ email: 'nobody@example.org', from: '192.0.2.3' })
    expect(unknown.answer).toEqual(wrong.answer)
    expect(wrong.answer).toMatchObject({ status: 401, body: { type: 'user_invalid_credentials' } })
    // A look-up without a hash would take a hundredth.
    expect(unknown.ms).toBeGreaterThan(wrong.ms / 4)
  })

  test.each(databases)(
    'of many attempts at once only the free ones are looked at, on $engine',
    async (engine) => {
      await begin(await engine.aDatabase())
      const answers = await Promise.all(Array.from({ length: 200 }, () => signIn()))
      expect(statusesOf(answers)).toEqual({ 401: 5, 429: 195 })
      const refused = answers.find(({ status }) => status === 429)
      expect(Number(refused?.headers['retry-after'])).toBeGreaterThan(0)
      expect(refused?.body.type).toBe('general_rate_limit_exceeded')
    },
  )

  test.each(databases)('attempts at one moment do not make each other wait, on $engine', async (engine) => {
    const { db } = await engine.aDatabase()
    const office = { key: 'console/address:192.0.2.1', free: 100 }
    // The clock runs: whoever waits for a lock began before the one who had it ended.
    await Promise.all(Array.from({ length: 100 }, () => countAttempt(db, [office])))
    await expect(countAttempt(db, [office])).rejects.toThrow('Too many attempts')
  })

  test('thousands of attempts on one account, from everywhere, are a hundred guesses a day', async () => {
    const { db } = server.database
    let looked = 0
    // Somebody who tries again, from another network, as soon as the wait is over.
    for (let n = 0; n < 30; n++) {
      const answer = await signIn({ from: `198.51.100.${n}` })
      if (answer.status === 401) looked++
      else await advance(db, `${answer.headers['retry-after']} seconds`)
    }
    expect(looked).toBeLessThan(20)
    const day = await db
      .selectFrom('sign_in_failures')
      .select(['failures'])
      .where('key', '=', `console/account:${email}`)
      .execute()
    expect(day[0]?.failures).toBe(looked)
    expect((24 * 3600) / waitAfter(looked + 5, 5)).toBeLessThan(100)
  })

  test('while somebody tries passwords the owner gets in, from a browser that he has used before', async () => {
    const first = await signIn({ password: right, from: '203.0.113.9' })
    expect(first.status).toBe(201)
    const browser = `carillon_browser=${first.cookies.carillon_browser}`
    for (let n = 0; n < 12; n++) await signIn({ from: `198.51.100.${n}` })
    for (let n = 0; n < 25; n++) await signIn({ email: `u${n}@example.org`, from: '203.0.113.9' })

    expect((await signIn({ password: right, from: '203.0.113.9' })).status).toBe(429)
    expect((await signIn({ password: right, from: '203.0.113.9', cookie: browser })).status).toBe(201)
    // It opens nothing, and its own failures count.
    const guesses = []
    for (let n = 0; n < 7; n++) guesses.push(await signIn({ cookie: browser }))
    expect(statusesOf(guesses)).toEqual({ 401: 5, 429: 2 })
    expect((await signIn({ password: right, cookie: browser })).status).toBe(429)
  })

  test(
    `F38: of ${flood} attempts on one account few are looked at, and the owner gets in meanwhile`,
    async () => {
      const { db } = server.database
      const { cookies } = await signIn({ password: right, from: '203.0.113.9' })
      const cookie = `carillon_browser=${cookies.carillon_browser}`
      const rounds = 20
      let looked = 0
      for (let round = 0; round < rounds; round++) {
        for (let n = 0; n < flood / rounds; n++) {
          const { status } = await signIn({ from: `198.51.100.${n % 250}`, password: `guess ${round} ${n}` })
          if (status === 401) looked++
          else expect(status).toBe(429)
        }
        expect((await signIn({ password: right, from: '203.0.113.9', cookie })).status).toBe(201)
        await advance(db, '10 minutes')
      }
      // As it is documented: five, and then one after 1 s, 2 s, 4 s … and at last every 15 minutes; here in steps of ten minutes.
      expect(looked).toBeGreaterThan(5)
      expect(looked).toBeLessThanOrEqual(5 + rounds)
      expect(await remembered()).toBeLessThan(300)
    },
    floodMs,
  )

  test(
    `F38: ${flood} attempts on as many accounts, from as many addresses, are forgotten as they are bounded`,
    async () => {
      const { cookies } = await signIn({ password: right, from: '203.0.113.9' })
      const cookie = `carillon_browser=${cookies.carillon_browser}`
      const wrong: number[] = []
      for (let n = 0; n < flood; n++) {
        const { status } = await signIn({ email: `u${n}@example.org`, from: `2001:db8:${n.toString(16)}::1` })
        if (status !== 401) wrong.push(status)
      }
      expect(wrong).toEqual([])
      await sweep(server.database.db)
      expect(await remembered()).toBeLessThanOrEqual(Math.min(10_000, 2 * flood + 3))
      // Neither he nor a stranger who has not failed yet waits for others.
      expect((await signIn({ password: right, from: '203.0.113.9', cookie })).status).toBe(201)
      expect((await signIn({ password: right, from: '203.0.113.77' })).status).toBe(201)
    },
    floodMs,
  )

  async function remembered(): Promise<number> {
    const { n } = await server.database.db
      .selectFrom('sign_in_failures')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
    return n
  }

  test('a browser is known to the account that it was used for, until the password changes', async () => {
    const first = await signIn({ password: right })
    const browser = `carillon_browser=${first.cookies.carillon_browser}`
    for (let n = 0; n < 8; n++) await signIn({ from: `198.51.100.${n}` })
    const forged = `carillon_browser=${first.cookies.carillon_browser?.split('.')[0]}.${'A'.repeat(43)}`
    expect((await signIn({ password: right, cookie: forged, from: '203.0.113.1' })).status).toBe(429)
    await changePassword()
    expect((await signIn({ password: right, cookie: browser, from: '203.0.113.1' })).status).toBe(429)
  })

  test('one network has twenty tries, whatever accounts it names', async () => {
    const answers = []
    for (let n = 0; n < 30; n++) {
      const from = n % 2 ? `2001:db8:1:2::${n}` : `2001:db8:1:2:${n}::1`
      answers.push(await signIn({ email: `u${n}@example.org`, from }))
    }
    expect(statusesOf(answers)).toEqual({ 401: 20, 429: 10 })
    expect((await signIn({ password: right, from: '2001:db8:1:3::1' })).status).toBe(201)
  })

  test('a right password is no failure: a whole office behind one address signs in', async () => {
    const answers = []
    for (let n = 0; n < 21; n++) answers.push(await signIn({ password: right }))
    expect(statusesOf(answers)).toEqual({ 201: 21 })
    const left = await server.database.db.selectFrom('sign_in_failures').select('failures').execute()
    expect(left.every(({ failures }) => failures === 0)).toBe(true)
  })

  test('what is remembered of failures is bounded, and forgotten after a day', async () => {
    const { db } = server.database
    const rows = Array.from({ length: 12_000 }, (_, n) => ({
      key: `console/account:u${n}@example.org`,
      failures: 1,
    }))
    for (let begin = 0; begin < rows.length; begin += 3000) {
      const page = rows.slice(begin, begin + 3000).map((row) => ({ ...row, last_at: '2026-01-01T00:00:00Z' }))
      await db.insertInto('sign_in_failures').values(page).execute()
    }
    await db
      .updateTable('sign_in_failures')
      .set({ last_at: await advance(db, '1 second') })
      .execute()
    await signIn()
    await sweep(db)
    expect(await remembered()).toBe(10_000)
    expect(
      await db
        .selectFrom('sign_in_failures')
        .select('key')
        .where('key', '=', `console/account:${email}`)
        .execute(),
    ).toHaveLength(1)
    await advance(db, '25 hours')
    await sweep(db)
    expect(await remembered()).toBe(0)
  })

  test('signing in gives a session of one’s own: not the one that was there before', async () => {
    const planted = 'a_session_console=chosen-by-somebody-else'
    const first = await signIn({ password: right, cookie: planted })
    const token = first.cookies.a_session_console ?? ''
    expect(token).toMatch(/^[\w-]{43}$/)
    const again = await signIn({ password: right, cookie: `a_session_console=${token}` })
    expect(again.cookies.a_session_console).not.toBe(token)
    const whoIs = async (cookie: string) => {
      const answer = await server.app.inject({
        method: 'GET',
        url: '/v1/console/session',
        headers: { cookie },
      })
      return answer.json()
    }
    expect(await whoIs(planted)).toBe(null)
    expect(await whoIs(`a_session_console=${token}`)).toBe(null)
    expect(await whoIs(`a_session_console=${again.cookies.a_session_console}`)).not.toBe(null)
    const stored = await server.database.db.selectFrom('administrator_sessions').selectAll().execute()
    expect(JSON.stringify(stored)).not.toContain(again.cookies.a_session_console)
  })

  test('failed sign-ins are in the activity, without what was typed into the wrong field', async () => {
    await signIn({ email: 'my password' })
    await signIn({ email: 'nobody@example.org' })
    await signIn()
    const rows = await server.database.db
      .selectFrom('activity')
      .select(['resource_id', 'changes', 'done', 'ip'])
      .where('event', '=', 'session.create')
      .orderBy('seq')
      .execute()
    expect(rows).toEqual([
      { resource_id: '', changes: {}, done: false, ip: '192.0.2.1' },
      { resource_id: '', changes: { email: [null, 'nobody@example.org'] }, done: false, ip: '192.0.2.1' },
      { resource_id: 'first', changes: { email: [null, email] }, done: false, ip: '192.0.2.1' },
    ])
  })
})

import { beforeAll, describe, expect, test } from 'vitest'
import type { StatsSpan } from '../../contract/stats.ts'
import { aServer, type TestServer } from '../testing/app.ts'
import { advance, databases, setNow } from '../testing/database.ts'
import { aMessage, aPerson, aProvider } from '../testing/people.ts'
import { aProject, type TestProject } from '../testing/project.ts'
import { claim, closeHopeless, openLanes, record } from './lanes.ts'
import { causeCodes, outcomeCodes, stateCodes } from './ledger.ts'
import { finishAndCount, prepareNext, startDue } from './progress.ts'
import { sweep } from './sweep.ts'
import { reapDeadWorkers, registerWorker } from './workers.ts'

const results = {
  sent: { state: stateCodes.sent, outcome: outcomeCodes.accepted, cause: null, code: null },
  failed: {
    state: stateCodes.failed,
    outcome: outcomeCodes.rejected,
    cause: causeCodes.rejected,
    code: '550',
  },
  inDoubt: {
    state: stateCodes.inDoubt,
    outcome: outcomeCodes.unknown,
    cause: causeCodes.unknown,
    code: 'LOST',
  },
  later: {
    state: stateCodes.pending,
    outcome: outcomeCodes.transient,
    cause: causeCodes.transient,
    code: '450',
  },
} as const

describe.each(databases)('statistics on $engine', ({ aDatabase }) => {
  let server: TestServer
  let project: TestProject
  let messages = 0

  beforeAll(async () => {
    server = await aServer({ database: await aDatabase() })
  })

  /** A project with a provider that really sends, at this instant. */
  async function aFreshProject(now: string) {
    project = await aProject(server)
    await setNow(project.db, now)
    return aProvider(project.db, project.seq, 'relay', { kind: 'smtp' })
  }

  /** A message whose recipients come to these ends, one each. */
  async function aMessageThat(...ends: (keyof typeof results)[]) {
    const { db, seq } = project
    const id = `m${++messages}`
    const users = ends.map((_, index) => `${id}-u${index}`)
    for (const user of users)
      await aPerson(db, seq, user, [{ id: `t-${user}`, identifier: `${user}@example.org` }])
    const message = await aMessage(db, seq, { id, users })
    await prepared()
    const { seq: worker } = await registerWorker(db)
    for (const lane of (await openLanes(db)).filter((open) => open.message === message)) {
      const claimed = await claim(db, lane, { worker, limit: 100, after: 0 })
      const told = claimed.map(({ n, attempt }, index) => ({
        ...results[ends[index] ?? 'sent'],
        n,
        attempt,
        delayMs: 0,
        notBeforeMs: 0,
        providerMessageId: null,
        response: '',
      }))
      await record(db, lane, worker, told)
    }
    return { message, worker, id }
  }

  async function prepared() {
    await startDue(project.db, 10)
    while (await prepareNext(project.db, 1000));
  }

  async function stats(query: Record<string, string> = {}) {
    const { status, body } = await project.call('GET', '/messaging/stats', { query })
    expect(status).toBe(200)
    return body
  }

  const counted = ({ sent, failed, inDoubt, cancelled, skipped }: StatsSpan) =>
    Object.fromEntries(
      Object.entries({ sent, failed, inDoubt, cancelled, skipped }).filter(([, count]) => count > 0),
    )

  test('every outcome counts in its hour and at its provider, and what is tried again only in the end', async () => {
    await aFreshProject('2026-03-01T09:59:59Z')
    await aMessageThat('sent', 'sent', 'failed', 'inDoubt', 'later')
    await setNow(project.db, '2026-03-01T10:00:00Z')
    await aMessageThat('sent')

    const { spans, totals, ...rest } = await stats({
      interval: 'hour',
      from: '2026-03-01T08:30:00Z',
      to: '2026-03-01T11:00:00Z',
    })

    expect(rest).toEqual({ interval: 'hour', timeZone: 'UTC' })
    expect(totals).toEqual({ sent: 3, failed: 1, inDoubt: 1, cancelled: 0, skipped: 0 })
    expect(
      spans.map((span: StatsSpan) => [span.from.slice(11, 16), span.to.slice(11, 16), counted(span)]),
    ).toEqual([
      ['08:00', '09:00', {}],
      ['09:00', '10:00', { sent: 2, failed: 1, inDoubt: 1 }],
      ['10:00', '11:00', { sent: 1 }],
    ])
    expect(spans[1].providers).toEqual([
      {
        providerId: 'relay',
        name: 'relay',
        providerType: 'email',
        sent: 2,
        failed: 1,
        inDoubt: 1,
        cancelled: 0,
        skipped: 0,
      },
    ])
  })

  test('what goes through a test provider is left out', async () => {
    project = await aProject(server)
    await aProvider(project.db, project.seq, 'inbox')
    const { id } = await aMessageThat('sent', 'failed')

    const { body: message } = await project.call('GET', `/messaging/messages/${id}/deliveries`)
    expect(message.total).toBe(2)
    expect((await stats()).totals).toEqual({ sent: 0, failed: 0, inDoubt: 0, cancelled: 0, skipped: 0 })
  })

  test('the skipped, those without a provider, the cancelled and those of a dead worker count too', async () => {
    const provider = await aFreshProject('2026-03-01T09:00:00Z')
    const { db, seq } = project
    await aPerson(db, seq, 'gone', [{ id: 'gone', identifier: 'gone@example.org', expired: true }])
    await aMessage(db, seq, { id: 'skipping', users: ['gone'] })
    await prepared()
    await finishAndCount(db)

    const { worker, message } = await aMessageThat('later')
    const [lane] = await openLanes(db)
    if (!lane) throw new Error('the lane is not open')
    await claim(db, lane, { worker, limit: 1, after: 0 })
    await reapDeadWorkers(db, { dead: { everyoneBut: worker + 1 }, idempotentKinds: [] })

    await aPerson(db, seq, 'ada', [{ id: 'ada', identifier: 'ada@example.org' }])
    await aMessage(db, seq, { id: 'cancelled', users: ['ada'] })
    await prepared()
    expect((await project.call('POST', '/messaging/messages/cancelled/cancel', { body: {} })).status).toBe(
      200,
    )
    await closeHopeless(db, 10)

    await db.updateTable('providers').set({ enabled: false }).where('seq', '=', provider).execute()
    await aMessage(db, seq, { id: 'nobody', users: ['ada'] })
    await prepared()
    await finishAndCount(db)

    const { totals, spans } = await stats({ from: '2026-03-01', to: '2026-03-02' })
    expect(totals).toEqual({ sent: 0, failed: 1, inDoubt: 1, cancelled: 1, skipped: 1 })
    expect(
      spans[0].providers.map((one: { providerId: string | null; failed: number }) => [
        one.providerId,
        one.failed,
      ]),
    ).toEqual([
      ['relay', 0],
      [null, 1],
    ])

    // Counted as sent by hand, an hour later.
    await setNow(db, '2026-03-01T10:00:00Z')
    await finishAndCount(db)
    const [doubtful] = (await project.call('GET', `/messaging/deliveries`)).body.deliveries.filter(
      (row: { status: string }) => row.status === 'inDoubt',
    )
    expect(doubtful.$id).toContain(message.toString(36))
    const settled = await project.call('POST', `/messaging/deliveries/${doubtful.$id}/settle`, {
      body: { as: 'sent' },
    })
    expect(settled.status).toBe(200)
    const byHour = await stats({ interval: 'hour', from: '2026-03-01T10:00:00Z', to: '2026-03-01T11:00:00Z' })
    expect(byHour.totals).toMatchObject({ sent: 1, inDoubt: 0 })
  })

  test.each([
    ['UTC', ['2026-03-28T00:00', '2026-03-29T00:00'], 24],
    // Clocks go forward on the 29th: a day of 23 hours.
    ['Europe/Berlin', ['2026-03-27T23:00', '2026-03-28T23:00'], 23],
    ['Asia/Kathmandu', ['2026-03-27T18:15', '2026-03-28T18:15'], 24],
  ])('a day in %s begins at its own midnight', async (timeZone, begins, hours) => {
    await aFreshProject('2026-03-28T18:10:00Z')
    await aMessageThat('sent')
    await setNow(project.db, '2026-03-28T18:20:00Z')
    await aMessageThat('sent', 'sent')

    const { spans } = await stats({ timeZone, from: '2026-03-28T12:00:00Z', to: '2026-03-29T12:00:00Z' })

    expect(spans.map(({ from }: StatsSpan) => from.slice(0, 16))).toEqual(begins)
    expect((Date.parse(spans[1].to) - Date.parse(spans[1].from)) / 3_600_000).toBe(hours)
    expect(spans.map(({ sent }: StatsSpan) => sent)).toEqual(timeZone === 'Asia/Kathmandu' ? [1, 2] : [3, 0])
  })

  test('hours in a zone that is off by half an hour begin at the half', async () => {
    await aFreshProject('2026-03-28T18:10:00Z')
    const { spans } = await stats({
      interval: 'hour',
      timeZone: 'Asia/Kolkata',
      from: '2026-03-28T12:00:00Z',
      to: '2026-03-28T13:00:00Z',
    })
    expect(spans.map(({ from }: StatsSpan) => from.slice(11, 16))).toEqual(['11:30', '12:30'])
  })

  test('where the clocks go back, the hour that comes twice is two', async () => {
    await aFreshProject('2026-10-25T00:30:00Z')
    await aMessageThat('sent')
    await setNow(project.db, '2026-10-25T01:30:00Z')
    await aMessageThat('failed')
    const range = { from: '2026-10-25T00:00:00Z', to: '2026-10-25T02:00:00Z' }
    const { spans } = await stats({ interval: 'hour', timeZone: 'Europe/Berlin', ...range })
    expect(spans.map(counted)).toEqual([{ sent: 1 }, { failed: 1 }])
  })

  test("without a zone the project's own holds, and the range is the last thirty days or two", async () => {
    await aFreshProject('2026-03-31T12:00:00Z')
    await project.db
      .updateTable('projects')
      .set({ time_zone: 'Europe/Berlin' })
      .where('seq', '=', project.seq)
      .execute()

    const byDay = await stats()
    expect(byDay).toMatchObject({ interval: 'day', timeZone: 'Europe/Berlin' })
    expect(byDay.spans).toHaveLength(31)
    expect(byDay.spans.at(-1).from).toBe('2026-03-30T22:00:00.000+00:00')
    expect((await stats({ interval: 'hour' })).spans).toHaveLength(48)
  })

  test('a provider or a type narrows it; providers that are gone are one', async () => {
    const relay = await aFreshProject('2026-03-01T09:00:00Z')
    await aMessageThat('sent', 'sent')
    await project.db.deleteFrom('providers').where('seq', '=', relay).execute()
    const second = await aProvider(project.db, project.seq, 'second', { kind: 'smtp' })
    await aMessageThat('sent')
    await project.db.deleteFrom('providers').where('seq', '=', second).execute()
    await aProvider(project.db, project.seq, 'third', { kind: 'smtp' })
    await aMessageThat('failed')

    const range = { from: '2026-03-01', to: '2026-03-02' }
    const { spans } = await stats(range)
    expect(spans[0].providers.map((one: { providerId: string | null }) => one.providerId)).toEqual([
      'third',
      null,
    ])
    expect(counted(spans[0].providers[1])).toEqual({ sent: 3 })
    expect((await stats({ ...range, providerId: 'third' })).totals).toMatchObject({ sent: 0, failed: 1 })
    expect((await stats({ ...range, providerType: 'sms' })).totals).toMatchObject({ sent: 0, failed: 0 })
  })

  test.each([
    [{ interval: 'week' }, 'interval'],
    [{ from: 'yesterday' }, 'from'],
    [{ from: '0000-01-01' }, 'from'],
    [{ from: '2026-03-02', to: '2026-03-01' }, 'from'],
    [{ interval: 'hour', from: '2026-01-01', to: '2026-03-01' }, 'from'],
    [{ from: '2020-01-01', to: '2026-03-01' }, 'from'],
    [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
    [{ timeZone: '+01:00' }, 'timeZone'],
    [{ providerType: 'fax' }, 'providerType'],
  ])('%j is refused, and `%s` is named', async (query, param) => {
    project = await aProject(server)
    const { status, body } = await project.call('GET', '/messaging/stats', { query })
    expect([status, body.params[0].path]).toEqual([400, param])
  })

  test('a key needs messages.read, and each project sees its own', async () => {
    await aFreshProject('2026-03-01T09:00:00Z')
    await aMessageThat('sent')
    const one = project
    const other = await aProject(server)
    const range = { from: '2026-03-01', to: '2026-03-02' }

    expect((await other.call('GET', '/messaging/stats', { query: range })).body.totals.sent).toBe(0)
    const call = async (headers: Record<string, string>) =>
      (await one.call('GET', '/messaging/stats', { query: range, headers })).status
    expect(await call(await one.keyWith(['messages.read']))).toBe(200)
    expect(await call(await one.keyWith(['topics.read']))).toBe(401)
    expect(await call(await one.signedIn('viewer'))).toBe(200)
  })

  test('statistics of more than 400 days ago are swept away', async () => {
    await aFreshProject('2026-03-01T09:00:00Z')
    await aMessageThat('sent')
    await advance(project.db, '399 days')
    await sweep(project.db)
    const kept = () =>
      project.db.selectFrom('statistics').select('seq').where('project', '=', project.seq).execute()
    expect(await kept()).toHaveLength(1)
    await advance(project.db, '2 days')
    await sweep(project.db)
    expect(await kept()).toEqual([])
  })
})

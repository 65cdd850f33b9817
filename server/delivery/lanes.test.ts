import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '../db/database.ts'
import { ensureProject } from '../projects/projects.ts'
import { databases } from '../testing/database.ts'
import { aMessage, aPerson, aProvider, ledgerOf } from '../testing/people.ts'
import { plansOf } from '../testing/plans.ts'
import { claim, closeHopeless, giveBack, type Lane, openLanes, type Result, record } from './lanes.ts'
import { causeCodes, outcomeCodes, stateCodes } from './ledger.ts'
import { finishAndCount, prepareNext, startDue } from './progress.ts'
import { beat, reapDeadWorkers, registerWorker, signOff } from './workers.ts'

const accepted = {
  state: stateCodes.sent,
  cause: null,
  code: null,
  delayMs: 0,
  notBeforeMs: 0,
  providerMessageId: 'p',
  outcome: outcomeCodes.accepted,
  response: '250 ok',
}
const transient = {
  ...accepted,
  state: stateCodes.pending,
  cause: causeCodes.transient,
  code: '450',
  delayMs: 60_000,
  providerMessageId: null,
  outcome: outcomeCodes.transient,
  response: '450 later',
}

describe.each(databases)('lanes on $engine', ({ aDatabase }) => {
  let db: Db
  let projects = 0
  beforeAll(async () => {
    db = (await aDatabase()).db
  })

  /** A message to so many people that is being sent, with its only lane. */
  async function aLane(people: number) {
    const { seq: project } = await ensureProject(db, `project-${++projects}`)
    await aProvider(db, project, 'inbox')
    const ids = Array.from({ length: people }, (_, index) => `u${index}`)
    for (const id of ids) await aPerson(db, project, id, [{ id: `t-${id}`, identifier: `${id}@example.org` }])
    const message = await aMessage(db, project, { users: ids })
    await startDue(db, 10)
    while (await prepareNext(db, 1000));
    const lane = (await openLanes(db)).find((open) => open.message === message)
    if (!lane) throw new Error('the lane is not open')
    return { lane, message }
  }

  function results(
    recipients: readonly { n: number; attempt: number }[],
    fields: Omit<Result, 'n' | 'attempt'>,
  ): Result[] {
    return recipients.map(({ n, attempt }) => ({ n, attempt, ...fields }))
  }

  async function countsOf(lane: Lane) {
    return db
      .selectFrom('lanes')
      .select(['pending', 'sending', 'sent', 'failed', 'in_doubt', 'cancelled'])
      .where('message', '=', lane.message)
      .executeTakeFirstOrThrow()
  }

  describe('of those that are open', () => {
    test('a thousand of one provider do not hide those of another', async () => {
      const { seq: project } = await ensureProject(db, `project-${++projects}`)
      const busy = await aProvider(db, project, 'busy')
      const idle = await aProvider(db, project, 'idle')
      await sql`
        with made as (
          insert into messages (project, id, type, topics, users, targets, data, status, phase)
          select ${project}, 'm' || n, 'email', '{}', '{}', '{}', '{}', 'processing', 'sending' from generate_series(1, 1001) n
          returning seq, case id when 'm1001' then ${idle}::int8 else ${busy}::int8 end as provider
        ), given as (
          insert into lanes (message, provider, test, pending) select seq, provider, false, 1 from made
        )
        insert into deliveries (message, n, project, provider, identifier, identifier_key, state, created_at)
        select seq, 1, ${project}, provider, 'a@example.org', 'a@example.org', 0, app.now() from made
      `.execute(db)

      const open = (await openLanes(db)).filter((lane) => lane.project === project)

      expect(open.filter(({ provider }) => provider === idle)).toMatchObject([{ messageId: 'm1001' }])
      expect(open.filter(({ provider }) => provider === busy).length).toBeGreaterThan(100)
      await sql`delete from messages where project = ${project}`.execute(db)
    })

    test('whether somebody is due is seen from the first row of an index', async () => {
      const [plan = ''] = await plansOf(db, openLanes)
      expect(plan).toContain('using deliveries_fresh')
      expect(plan).toContain('using deliveries_waiting')
      expect(plan).toContain('lanes_pending')
      expect(plan).not.toContain('Bitmap')
    })
  })

  test('a claim marks no more rows than asked for, and a second one takes the next', async () => {
    const { lane } = await aLane(5)
    const { seq: worker } = await registerWorker(db)

    const first = await claim(db, lane, { worker, limit: 2, after: 0 })
    const second = await claim(db, lane, { worker, limit: 10, after: 2 })

    expect(first.map((one) => one.n)).toEqual([1, 2])
    expect(second.map((one) => one.n)).toEqual([3, 4, 5])
    expect(await countsOf(lane)).toMatchObject({ pending: 0, sending: 5 })
  })

  test('a transient failure waits for its time and is found again before fresh rows', async () => {
    const { lane } = await aLane(3)
    const { seq: worker } = await registerWorker(db)
    const [one] = await claim(db, lane, { worker, limit: 1, after: 0 })
    if (!one) throw new Error('nothing was claimed')

    await record(db, lane, worker, results([one], transient))
    expect((await claim(db, lane, { worker, limit: 1, after: 1 })).map((row) => row.n)).toEqual([2])

    await sql`update deliveries set next_attempt_at = app.now() where message = ${lane.message} and n = 1`.execute(
      db,
    )
    expect(await claim(db, lane, { worker, limit: 1, after: 2 })).toMatchObject([{ n: 1, attempt: 2 }])
  })

  test('whoever is tried is tried for four hours from the first attempt on, of an e-mail', async () => {
    const { lane, message } = await aLane(1)
    const { seq: worker } = await registerWorker(db)
    const timeLeft = async () => {
      const { rows } = await sql<{ seconds: number }>`
        select extract(epoch from give_up_at - app.now())::float8 as seconds from deliveries where message = ${message}
      `.execute(db)
      return rows[0]?.seconds ?? 0
    }
    const tryOnce = async () =>
      record(db, lane, worker, results(await claim(db, lane, { worker, limit: 1, after: 0 }), transient))
    await tryOnce()
    expect(await timeLeft()).toBeCloseTo(4 * 3600, -2)
    await sql`
      update deliveries set give_up_at = give_up_at - interval '1 hour', next_attempt_at = app.now() where message = ${message}
    `.execute(db)
    await tryOnce()
    expect(await timeLeft()).toBeCloseTo(3 * 3600, -2)
    expect(await ledgerOf(db, message)).toMatchObject([{ state: stateCodes.pending, attempts: 2 }])
  })

  test('of the attempts at a delivery the last ten are kept', async () => {
    const { lane, message } = await aLane(1)
    const { seq: worker } = await registerWorker(db)
    for (let attempt = 1; attempt <= 12; attempt++) {
      const claimed = await claim(db, lane, { worker, limit: 1, after: 0 })
      await record(db, lane, worker, results(claimed, { ...transient, delayMs: 0 }))
    }

    const kept = await db
      .selectFrom('delivery_attempts')
      .select('attempt')
      .where('message', '=', message)
      .orderBy('seq')
      .execute()
    expect(kept.map(({ attempt }) => attempt)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
  })

  test('a transient failure is final when its time is up', async () => {
    const { lane, message } = await aLane(1)
    const { seq: worker } = await registerWorker(db)
    const claimed = await claim(db, lane, { worker, limit: 1, after: 0 })
    await sql`update deliveries set give_up_at = app.now() where message = ${message}`.execute(db)

    await record(db, lane, worker, results(claimed, transient))

    expect(await ledgerOf(db, message)).toMatchObject([{ state: stateCodes.failed }])
    expect(await countsOf(lane)).toMatchObject({ pending: 0, sending: 0, failed: 1 })
    const { rows } = await sql`select next_attempt_at from deliveries where message = ${message}`.execute(db)
    expect(rows).toEqual([{ next_attempt_at: null }])
  })

  test('a row is tried for the last time when its time is up, yet not before the provider wants it', async () => {
    const { lane, message } = await aLane(2)
    const { seq: worker } = await registerWorker(db)
    const claimed = await claim(db, lane, { worker, limit: 2, after: 0 })
    const soon = sql`app.now() + interval '1 minute'`
    await sql`update deliveries set give_up_at = ${soon} where message = ${message}`.execute(db)
    const [late, asked] = results(claimed, { ...transient, delayMs: 600_000 })
    if (!late || !asked) throw new Error('too little was claimed')

    await record(db, lane, worker, [late, { ...asked, notBeforeMs: 300_000 }])

    const { rows } = await sql<{ state: number; wait: number }>`
      select state, extract(epoch from next_attempt_at - updated_at)::float8 as wait
      from deliveries where message = ${message} order by n
    `.execute(db)
    expect(rows).toEqual([
      { state: stateCodes.pending, wait: expect.closeTo(60, -1) },
      { state: stateCodes.pending, wait: 300 },
    ])
  })

  test('a result of a worker that was taken for dead is refused', async () => {
    const { lane, message } = await aLane(2)
    const dead = await registerWorker(db)
    const claimed = await claim(db, lane, { worker: dead.seq, limit: 2, after: 0 })
    await sql`update workers set beat_at = app.now() - interval '20 s' where seq = ${dead.seq}`.execute(db)

    expect(await reapDeadWorkers(db, { dead: 'silent', idempotentKinds: [] })).toBe(2)

    expect(await record(db, lane, dead.seq, results(claimed, accepted))).toBe(2)
    expect(await beat(db, dead.seq)).toBeUndefined()
    expect((await ledgerOf(db, message)).map((row) => row.state)).toEqual([
      stateCodes.inDoubt,
      stateCodes.inDoubt,
    ])
    expect(await countsOf(lane)).toMatchObject({ pending: 0, sending: 0, in_doubt: 2 })
  })

  test('what a dead worker had in hand goes on by itself where the call may be repeated', async () => {
    const { lane, message } = await aLane(2)
    const dead = await registerWorker(db)
    await claim(db, lane, { worker: dead.seq, limit: 1, after: 0 })

    const { seq: everyoneBut } = await registerWorker(db)
    await reapDeadWorkers(db, { dead: { everyoneBut }, idempotentKinds: ['inbox'] })

    expect((await ledgerOf(db, message)).map((row) => row.state)).toEqual([
      stateCodes.pending,
      stateCodes.pending,
    ])
    expect(await countsOf(lane)).toMatchObject({ pending: 2, sending: 0, in_doubt: 0 })
  })

  test('a worker that beats keeps its rows', async () => {
    const { lane } = await aLane(1)
    const { seq: worker } = await registerWorker(db)
    await claim(db, lane, { worker, limit: 1, after: 0 })

    expect(await reapDeadWorkers(db, { dead: 'silent', idempotentKinds: [] })).toBe(0)
    expect(await countsOf(lane)).toMatchObject({ sending: 1 })
  })

  test('what a worker holds that has signed off is in doubt, as if it had died', async () => {
    const { lane, message } = await aLane(1)
    const gone = await registerWorker(db)
    await claim(db, lane, { worker: gone.seq, limit: 1, after: 0 })
    await signOff(db, gone.seq)

    expect(await reapDeadWorkers(db, { dead: 'silent', idempotentKinds: [] })).toBe(1)

    expect(await ledgerOf(db, message)).toMatchObject([{ state: stateCodes.inDoubt }])
    expect(await countsOf(lane)).toMatchObject({ sending: 0, in_doubt: 1 })
  })

  test('a worker that others have taken for dead claims nothing', async () => {
    const { lane, message } = await aLane(1)
    const late = await registerWorker(db)
    await signOff(db, late.seq)

    expect(await claim(db, lane, { worker: late.seq, limit: 1, after: 0 })).toEqual([])
    expect(await ledgerOf(db, message)).toMatchObject([{ state: stateCodes.pending, attempts: 0 }])
  })

  test('what a worker has claimed and does not know of is given back as it was', async () => {
    const { lane } = await aLane(3)
    const { seq: worker } = await registerWorker(db)
    const [one, other] = await claim(db, lane, { worker, limit: 2, after: 0 })
    if (!one || !other) throw new Error('too little was claimed')
    const rows = () =>
      db
        .selectFrom('deliveries')
        .select(['n', 'state', 'attempts', 'next_attempt_at', 'give_up_at', 'attempted_at'])
        .where('message', '=', lane.message)
        .orderBy('n')
        .execute()

    expect(await giveBack(db, lane, worker, [one.n])).toBe(1)

    expect(await countsOf(lane)).toMatchObject({ pending: 2, sending: 1 })
    const [held, given, untouched] = await rows()
    expect(held).toMatchObject({ state: stateCodes.sending, attempts: 1 })
    expect(given).toEqual({ ...untouched, n: other.n })
    expect(await giveBack(db, lane, worker, [one.n])).toBe(0)
  })

  test('nothing is claimed of a message that was cancelled, and its rest is closed', async () => {
    const { lane, message } = await aLane(3)
    const { seq: worker } = await registerWorker(db)
    const claimed = await claim(db, lane, { worker, limit: 1, after: 0 })
    await db
      .updateTable('messages')
      .set({ phase: 'cancelled', status: 'failed' })
      .where('seq', '=', message)
      .execute()

    expect(await claim(db, lane, { worker, limit: 9, after: 0 })).toEqual([])
    while ((await closeHopeless(db, 1)) === 1);
    await record(db, lane, worker, results(claimed, accepted))

    expect(await countsOf(lane)).toMatchObject({ pending: 0, sending: 0, sent: 1, cancelled: 2 })
  })

  test('rows whose provider was switched off fail, but not for good', async () => {
    const { lane, message } = await aLane(2)
    await db.updateTable('providers').set({ enabled: false }).where('seq', '=', lane.provider).execute()

    while ((await closeHopeless(db, 10)) === 10);
    await finishAndCount(db)

    const row = await db
      .selectFrom('messages')
      .selectAll()
      .where('seq', '=', message)
      .executeTakeFirstOrThrow()
    expect(row).toMatchObject({ status: 'failed', phase: 'done', failed_total: 2 })
    expect(row.delivery_errors[0]).toContain('switched off')
  })

  test('a message ends when its last row does, and its counts are the ledger', async () => {
    const { lane, message } = await aLane(3)
    const { seq: worker } = await registerWorker(db)
    const [one, ...rest] = await claim(db, lane, { worker, limit: 3, after: 0 })
    if (!one) throw new Error('nothing was claimed')
    await record(db, lane, worker, results(rest, accepted))
    await finishAndCount(db)
    const moving = await db
      .selectFrom('messages')
      .selectAll()
      .where('seq', '=', message)
      .executeTakeFirstOrThrow()
    expect(moving).toMatchObject({ phase: 'sending', sent_total: 2, sending_total: 1, delivered_total: 2 })

    const rejected = {
      ...transient,
      state: stateCodes.failed,
      cause: causeCodes.rejected,
      code: '554',
      response: '554 5.7.1 no',
    }
    await record(db, lane, worker, results([one], rejected))
    await finishAndCount(db)

    const done = await db
      .selectFrom('messages')
      .selectAll()
      .where('seq', '=', message)
      .executeTakeFirstOrThrow()
    expect(done).toMatchObject({
      phase: 'done',
      status: 'failed',
      sent_total: 2,
      failed_total: 1,
      sending_total: 0,
      delivered_total: 2,
    })
    expect(done.delivery_errors).toEqual(['u0@example.org: 554 5.7.1 no'])
  })
})

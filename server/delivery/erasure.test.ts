import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { aServer } from '../testing/app.ts'
import { advance, databases } from '../testing/database.ts'
import { aMessage, aPerson, aProvider, ledgerOf } from '../testing/people.ts'
import { eraseDeletedPeople } from './erasure.ts'
import { claim, openLanes, record } from './lanes.ts'
import { causeCodes, outcomeCodes, stateCodes } from './ledger.ts'
import { finishAndCount, prepareNext, startDue } from './progress.ts'
import { registerWorker } from './workers.ts'

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
const rejected = {
  ...accepted,
  state: stateCodes.failed,
  cause: causeCodes.rejected,
  code: '550',
  outcome: outcomeCodes.rejected,
}

describe.each(databases)('a deleted person on $engine', ({ aDatabase }) => {
  /** A project whose e-mails to `ada` and `bob` are being sent. */
  async function aCampaign() {
    const server = await aServer({ database: await aDatabase() })
    const { db, secrets } = server.services
    const { seq: project } = server.project
    await aProvider(db, project, 'relay', { kind: 'smtp' })
    for (const id of ['ada', 'bob'])
      await aPerson(db, project, id, [{ id: `t-${id}`, identifier: `${id}@example.org` }])
    const { seq: worker } = await registerWorker(db)

    const start = async (id = 'm1') => {
      const message = await aMessage(db, project, { id, users: ['ada', 'bob'] })
      await startDue(db, 10)
      while (await prepareNext(db, 1000));
      const lane = (await openLanes(db)).find((open) => open.message === message)
      if (!lane) throw new Error('nothing is to be sent')
      const take = (limit: number) => claim(db, lane, { worker, limit, after: 0 })
      const say = (recipients: Awaited<ReturnType<typeof take>>, fields: typeof accepted | typeof rejected) =>
        record(
          db,
          lane,
          worker,
          recipients.map(({ n, attempt }) => ({ n, attempt, ...fields })),
        )
      return { message, take, say }
    }
    const erase = async () => {
      while (await eraseDeletedPeople(db, secrets, 200));
    }
    const remove = async (id: string) => {
      expect((await server.call('DELETE', `/users/${id}`)).status).toBe(204)
    }
    return { ...server, db, secrets, project, start, erase, remove }
  }

  const identifiers = (rows: Awaited<ReturnType<typeof ledgerOf>>) => rows.map((row) => row.identifier)

  test('leaves a keyed hash where his address stood, and the others as they were', async () => {
    const { call, db, start, erase, remove } = await aCampaign()
    const one = await start('m1')
    await one.say(await one.take(2), accepted)
    const two = await start('m2')
    await two.say(await two.take(2), {
      ...rejected,
      response: '550 <ADA@example.org>: no such user (ada@example.org)',
    })
    await finishAndCount(db)
    await remove('ada')
    await erase()

    const [hash, bob] = identifiers(await ledgerOf(db, one.message))
    expect([hash, bob]).toEqual([expect.stringMatching(/^erased:[0-9a-f]{32}$/), 'bob@example.org'])
    expect(identifiers(await ledgerOf(db, two.message))[0]).toBe(hash)
    const { body } = await call('GET', '/messaging/messages/m1/deliveries')
    expect(body.deliveries[0]).toMatchObject({
      userId: null,
      identifier: hash,
      status: 'sent',
      reason: 'personDeleted',
    })
    const { body: message } = await call('GET', '/messaging/messages/m2')
    expect(message.deliveryErrors).toEqual([
      `${hash}: 550 <${hash}>: no such user (${hash})`,
      'bob@example.org: 550 <ADA@example.org>: no such user (ada@example.org)',
    ])
  })

  test('leaves nothing of himself anywhere, on any account', async () => {
    const { call, project, db, start, erase, remove } = await aCampaign()
    await call('PATCH', '/users/ada/name', { body: { name: 'Ada King' } })
    await call('PATCH', '/users/ada/phone', { body: { number: '+14155550100' } })
    await call('PATCH', '/users/ada/targets/t-ada', {
      body: { identifier: 'ada.king@example.org', name: 'Home' },
    })
    await call('POST', '/users/ada/targets', {
      body: { targetId: 'old', providerType: 'email', identifier: 'countess@example.org' },
    })
    await call('PATCH', '/users/ada/targets/old', { body: { identifier: 'ada@castle.example' } })
    await call('DELETE', '/users/ada/targets/old')
    await call('PATCH', '/users/bob/name', { body: { name: 'Bob' } })
    const { body: session } = await call('POST', '/users/ada/sessions')
    const asAda = { 'x-appwrite-key': '', 'x-appwrite-session': session.secret }
    await call('POST', '/account/targets/push', {
      headers: asAda,
      body: { targetId: 'phone', identifier: 'device-of-ada' },
    })
    const { take, say } = await start()
    const taken = await take(2)
    await say(taken.slice(0, 1), { ...rejected, response: '550 5.1.1 Ada.King@example.org is unknown' })
    await say(taken.slice(1), accepted)
    await finishAndCount(db)

    const traces = /ada king|ada\.king|countess|castle|ada@example|4155550100|device-of-ada/i
    expect(await everythingIn(db)).toMatch(traces)
    await remove('ada')
    await erase()
    expect(await everythingIn(db)).not.toMatch(traces)

    const entries = await db.selectFrom('activity').selectAll().where('project', '=', project).execute()
    const changes = entries.map((entry) => [`${entry.event} ${entry.resource_id}`, entry.changes])
    expect(changes).toContainEqual(['user.update ada', { name: true }])
    expect(changes).toContainEqual(['user.update bob', { name: ['', 'Bob'] }])
    expect(changes).toContainEqual(['target.update t-ada', { name: true, identifier: true }])
    const ownEntry = entries.find((entry) => entry.actor_type === 'user')
    expect(ownEntry).toMatchObject({ actor_id: 'ada', actor_name: '', actor_email: '' })
  })

  test('is not sent what he has not got yet, and is not tried again', async () => {
    const { call, db, start, erase, remove } = await aCampaign()
    await start()
    await remove('ada')
    await remove('bob')
    await erase()
    await finishAndCount(db)
    const { body } = await call('GET', '/messaging/messages/m1')
    expect(body).toMatchObject({
      status: 'failed',
      delivery: { phase: 'done', counts: { pending: 0, skipped: 2, sent: 0 } },
    })
    const { rows } = await sql<{
      skipped: number
    }>`select sum(skipped)::int as skipped from statistics`.execute(db)
    expect(rows).toEqual([{ skipped: 2 }])

    await sql`update deliveries set state = ${stateCodes.failed}`.execute(db)
    const retried = await call('POST', '/messaging/messages/m1/retry', { body: { includePermanent: true } })
    expect(retried).toMatchObject({ status: 409, body: { type: 'message_phase_conflict' } })
  })

  test('who is being sent to just now is let go when that has ended', async () => {
    const { db, start, erase, remove } = await aCampaign()
    const { message, take, say } = await start()
    const taken = await take(2)
    await remove('ada')
    await erase()
    expect(identifiers(await ledgerOf(db, message))).toContain('ada@example.org')
    await say(taken, accepted)
    await erase()
    expect(identifiers(await ledgerOf(db, message))).toContain('ada@example.org')
    await advance(db, '10 seconds')
    await erase()
    expect(identifiers(await ledgerOf(db, message))).not.toContain('ada@example.org')
  })

  test('is looked for once more, since he may have been written down while he was deleted', async () => {
    const { db, project, erase, remove } = await aCampaign()
    const { seq } = await db
      .selectFrom('users')
      .select('seq')
      .where('id', '=', 'ada')
      .executeTakeFirstOrThrow()
    await remove('ada')
    await erase()
    await sql`
      insert into deliveries (message, n, project, user_seq, provider, identifier, identifier_key, state, created_at)
      values (4711, 1, ${project}, ${seq}, 0, 'ada@example.org', 'ada@example.org', ${stateCodes.sent}, app.now())
    `.execute(db)
    await erase()
    expect(identifiers(await ledgerOf(db, 4711))).toEqual(['ada@example.org'])
    await advance(db, '6 minutes')
    await erase()
    expect(identifiers(await ledgerOf(db, 4711))).toEqual([expect.stringMatching(/^erased:/)])
    await erase()
    expect(await db.selectFrom('erasures').selectAll().execute()).toEqual([])
  })

  test('of a long past is let go in steps', async () => {
    const { db, secrets, project, remove } = await aCampaign()
    const { seq } = await db
      .selectFrom('users')
      .select('seq')
      .where('id', '=', 'ada')
      .executeTakeFirstOrThrow()
    await sql`
      insert into deliveries (message, n, project, user_seq, provider, identifier, identifier_key, state, created_at)
      select 5000 + k, 1, ${project}, ${seq}, 0, 'ada@example.org', 'ada@example.org', ${stateCodes.sent}, app.now()
      from generate_series(1, 25) k
    `.execute(db)
    await remove('ada')
    const left = async () => {
      const { rows } = await sql<{ left: number }>`
        select count(*)::int as left from deliveries where user_seq = ${seq}
      `.execute(db)
      return rows[0]?.left
    }
    expect([await eraseDeletedPeople(db, secrets, 10), await left()]).toEqual([true, 15])
    expect([await eraseDeletedPeople(db, secrets, 10), await left()]).toEqual([true, 5])
    expect([await eraseDeletedPeople(db, secrets, 10), await left()]).toEqual([false, 0])
  })
})

/** Every row of every table, as text. */
async function everythingIn(db: Parameters<typeof ledgerOf>[0]): Promise<string> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public'
  `.execute(db)
  const texts: string[] = []
  for (const { name } of tables) {
    const { rows } = await sql<{ row: string }>`select t::text as row from ${sql.table(name)} t`.execute(db)
    texts.push(...rows.map(({ row }) => `${name}: ${row}`))
  }
  return texts.join('\n')
}

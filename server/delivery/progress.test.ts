import { sql } from 'kysely'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Db } from '../db/database.ts'
import { syncCounts } from '../messages/progress.ts'
import { ensureProject } from '../projects/projects.ts'
import { databases } from '../testing/database.ts'
import { aMessage, aPerson, aProvider, aTopic } from '../testing/people.ts'
import { plansOf } from '../testing/plans.ts'
import { prepareNext, startDue } from './progress.ts'

describe.each(databases)('preparing on $engine', ({ engine, aDatabase }) => {
  async function aProject(db: Db, people: number) {
    const { seq } = await ensureProject(db, 'acme')
    await aProvider(db, seq, 'inbox')
    const users = Array.from({ length: people }, (_, index) => `u${index}`)
    for (const id of users) await aPerson(db, seq, id, [{ id: `t-${id}`, identifier: `${id}@example.org` }])
    return { seq, users }
  }

  async function phaseOf(db: Db, message: number) {
    const { phase } = await db
      .selectFrom('messages')
      .select('phase')
      .where('seq', '=', message)
      .executeTakeFirstOrThrow()
    return phase
  }

  test('a message to few does not wait until one to many is prepared', async () => {
    const { db } = await aDatabase()
    const { seq, users } = await aProject(db, 12)
    const many = await aMessage(db, seq, { id: 'many', users })
    await startDue(db, 10)
    await prepareNext(db, 2)
    await aTopic(db, seq, 'first', ['t-u0'])
    await aTopic(db, seq, 'second', ['t-u1'])
    const few = await aMessage(db, seq, { id: 'few', topics: ['first', 'second'] })
    await startDue(db, 10)

    await prepareNext(db, 2)
    await prepareNext(db, 2)

    expect(await phaseOf(db, few)).toBe('sending')
    expect(await phaseOf(db, many)).toBe('preparing')
    while (await prepareNext(db, 2));
    expect(await phaseOf(db, many)).toBe('sending')
  })

  test('the counts of messages that ended long ago are not looked at', async () => {
    const { db } = await aDatabase()
    const [plan] = await plansOf(db, syncCounts)
    expect(plan).toContain('messages_counted')
  })

  // Embedded nobody else is there to hold a lock.
  test.skipIf(engine === 'pglite')('a message to many starts while somebody vacuums the ledger', async () => {
    const { db, background } = await aDatabase()
    const { seq } = await aProject(db, 0)
    await sql`
      with made as (insert into users (project, id) select ${seq}, 'p' || n from generate_series(1, 1000) n returning seq, id)
      insert into targets (project, id, user_seq, type, identifier, identifier_key)
      select ${seq}, 't-' || id, seq, 'email', id || '@example.org', id || '@example.org' from made
    `.execute(db)
    const users = Array.from({ length: 1000 }, (_, index) => `p${index + 1}`)
    const message = await aMessage(db, seq, { users })
    const vacuuming = await db.startTransaction().execute()
    onTestFinished(async () => {
      await vacuuming.rollback().execute()
    })
    await sql`lock table deliveries in share update exclusive mode`.execute(vacuuming)

    await startDue(background, 10)
    while (await prepareNext(background, 5000));

    expect(await phaseOf(db, message)).toBe('sending')
  })
})

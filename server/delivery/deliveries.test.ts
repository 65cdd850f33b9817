import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '../db/database.ts'
import { ensureProject } from '../projects/projects.ts'
import { databases } from '../testing/database.ts'
import { explaining } from '../testing/explain.ts'
import { aMessage, aProvider } from '../testing/people.ts'
import { listDeliveriesOfMessage } from './deliveries.ts'
import { prepareNext, startDue } from './progress.ts'

describe.each(databases)('the deliveries of a message on $engine', ({ aDatabase }) => {
  let db: Db
  let project: number
  beforeAll(async () => {
    db = (await aDatabase()).db
    project = (await ensureProject(db, 'acme')).seq
    await aProvider(db, project, 'inbox')
    await sql`
      with topic as (
        insert into topics (project, id, name, subscribe) values (${project}, 'everybody', 'Everybody', '{}') returning seq
      ), people as (
        insert into users (project, id, email)
        select ${project}, 'p' || n, 'p' || n || '@example.org' from generate_series(1, 2000) n returning seq, email
      ), reached as (
        insert into targets (project, id, user_seq, type, identifier, identifier_key)
        select ${project}, 't' || seq, seq, 'email', email, email from people returning seq, user_seq
      )
      insert into subscribers (project, id, topic, target, user_seq, type)
      select ${project}, 's' || reached.seq, topic.seq, reached.seq, user_seq, 'email' from reached, topic
    `.execute(db)
    await aMessage(db, project, { id: 'news', topics: ['everybody'] })
    await startDue(db, 1)
    while (await prepareNext(db, 1000));
  })
  const firstPage = { queries: [], total: true }

  test('are read in their order from an index as soon as they are written', async () => {
    const { db: explained, plan } = explaining(db)
    await listDeliveriesOfMessage(explained, project, 'news', firstPage)

    expect(plan()).toContain('deliveries_pkey')
    expect(plan()).not.toContain('Sort')
  })

  test('are counted by their lanes', async () => {
    const { total, deliveries } = await listDeliveriesOfMessage(db, project, 'news', firstPage)
    expect([total, deliveries.length]).toEqual([2000, 25])
  })
})

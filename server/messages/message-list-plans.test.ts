// That a calendar's days are read from the indexes that are there for them, however many messages there are besides.
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { queries } from '../../contract/queries.ts'
import type { Db } from '../db/database.ts'
import { databases } from '../testing/database.ts'
import { explaining } from '../testing/explain.ts'
import { listMessages } from './messages.ts'

describe.each(databases)('on $engine', ({ aDatabase }) => {
  let db: Db

  // One an hour for more than a year, half of them scheduled; what was sent began a second after its time.
  beforeAll(async () => {
    ;({ db } = await aDatabase())
    await sql`insert into projects (id, name) values ('p', 'Chapel')`.execute(db)
    await sql`
      insert into messages (project, id, type, topics, users, targets, data, status, phase, scheduled_at, started_at)
      select p.seq, 'm' || n, 'email', '{}', '{}', '{}', '{}',
        case when n < 5000 then 'sent' else 'scheduled' end, case when n < 5000 then 'done' else 'scheduled' end,
        case when n % 2 = 0 or n >= 5000 then at end, case when n < 5000 then at + interval '1 second' end
      from projects p, generate_series(1, 10000) as n,
        lateral (select timestamptz '2026-01-01Z' + n * interval '1 hour' as at) as hour`.execute(db)
    await sql`analyze messages`.execute(db)
  })

  test.each([
    ['what went out in a month', 'startedAt', ['2026-03-01', '2026-04-01'], 'messages_started_at', []],
    [
      'what is due in a month',
      'scheduledAt',
      ['2026-10-01', '2026-11-01'],
      'messages_scheduled_at',
      ['scheduled', 'missed'],
    ],
  ] as const)('%s is found by its index', async (_, attribute, [from, to], index, phases) => {
    const { db: explained, plan } = explaining(db, 'analyze, costs off, timing off')
    const [project] = await db.selectFrom('projects').select('seq').execute()
    const texts = [
      queries.greaterThanEqual(attribute, from),
      queries.lessThan(attribute, to),
      ...(phases.length > 0 ? [queries.equal('phase', phases)] : []),
      queries.orderAsc(attribute),
      queries.limit(250),
    ]
    await listMessages(explained, project?.seq ?? 0, { queries: texts, search: '', total: false })
    expect(plan()).toContain(index)
    expect(plan()).not.toContain('Seq Scan')
  })
})

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

  describe('of twenty thousand messages', () => {
    let project = 0

    // Of two hundred each one is a draft, one failed in part, and one is in doubt.
    beforeAll(async () => {
      const { seq } = await db
        .insertInto('projects')
        .values({ id: 'q', name: 'Quire' })
        .returning('seq')
        .executeTakeFirstOrThrow()
      project = seq
      await sql`
        insert into messages (
          project, id, type, topics, users, targets, data, provider_id, status, phase, scheduled_at, started_at, finished_at,
          recipient_total, failed_total, in_doubt_total
        )
        select ${project}::int8, 'q' || n, 'email', array['t' || n / 10], array['u' || n / 10], array['g' || n / 10],
          '{}', case when n % 200 = 0 then 'rare' else '' end,
          case when n % 200 = 0 then 'draft' else 'sent' end, case when n % 200 = 0 then 'draft' else 'done' end,
          case when n % 2 = 0 then at end, case when n % 200 > 0 then at end, case when n % 200 > 0 then at + interval '1 hour' end,
          n, case when n % 200 = 1 then n else 0 end, case when n % 200 = 2 then n else 0 end
        from generate_series(1, 20000) as n,
          lateral (select timestamptz '2026-01-01Z' + n * interval '1 minute' as at) as minute`.execute(db)
      await sql`analyze messages`.execute(db)
    })

    test.each([
      ['those of a phase', [queries.equal('phase', 'draft')]],
      ['those of a status', [queries.equal('status', 'draft'), queries.orderDesc('$createdAt')]],
      ['by phase', [queries.orderDesc('phase')]],
      ['those through a provider', [queries.equal('providerId', 'rare')]],
      ['those for a topic', [queries.contains('topics', 't7')]],
      ['those for a person', [queries.contains('users', 'u7')]],
      ['those for a target', [queries.contains('targets', 'g7')]],
      ['the largest', [queries.orderDesc('recipientTotal')]],
      ['those of a size', [queries.between('recipientTotal', 500, 600)]],
      ['those with failures', [queries.greaterThan('failedTotal', 0)]],
      ['those with most failures', [queries.orderDesc('failedTotal'), queries.cursorAfter('q10001')]],
      ['those in doubt', [queries.greaterThan('inDoubtTotal', 0), queries.orderDesc('inDoubtTotal')]],
      ['those that started last', [queries.orderDesc('startedAt')]],
      ['those that started first, drafts before them', [queries.orderAsc('startedAt')]],
      ['those behind one by their start', [queries.orderAsc('startedAt'), queries.cursorAfter('q10001')]],
      ['those started in an hour', [queries.between('startedAt', '2026-01-05T10:00Z', '2026-01-05T11:00Z')]],
      ['those that ended last', [queries.isNotNull('finishedAt'), queries.orderDesc('finishedAt')]],
      [
        'those that ended before one',
        [queries.isNotNull('finishedAt'), queries.orderDesc('finishedAt'), queries.cursorAfter('q10001')],
      ],
      ['those of a time that was planned', [queries.lessThan('scheduledAt', '2026-01-01T01:00Z')]],
    ])('%s are found without reading the others', async (_, texts) => {
      const { db: explained, plan: planned } = explaining(db, 'analyze, costs off, timing off')
      await listMessages(explained, project, { queries: texts, search: '', total: false })
      const plan = planned()
      const counts = [
        ...plan.matchAll(/rows=([\d.]+) loops=(\d+)|Rows Removed by (?:Index Recheck|Filter): (\d+)/g),
      ]
      const most = Math.max(
        ...counts.map(([, rows, loops, removed]) => Number(removed ?? Number(rows) * Number(loops))),
      )
      expect(plan).not.toContain('Seq Scan')
      expect(most, plan).toBeLessThan(600)
    })
  })
})

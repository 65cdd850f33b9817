import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { queries } from '../../contract/queries.ts'
import type { Db } from '../db/database.ts'
import { listRows } from '../http/query/list.ts'
import { aServer, type TestServer } from '../testing/app.ts'
import { databases, setNow } from '../testing/database.ts'
import { explaining } from '../testing/explain.ts'
import { aMessage, aPerson, aProvider } from '../testing/people.ts'
import { aProject, type TestProject } from '../testing/project.ts'
import { deliveryList, findNamed } from './delivery-list.ts'
import { causeCodes, stateCodes } from './ledger.ts'
import { prepareNext, startDue } from './progress.ts'
import { sweep } from './sweep.ts'

const asc = (attribute: string) => queries.orderAsc(attribute)
const desc = (attribute: string) => queries.orderDesc(attribute)

describe.each(databases)('deliveries on $engine', ({ aDatabase }) => {
  let server: TestServer
  let project: TestProject

  beforeAll(async () => {
    server = await aServer({ database: await aDatabase() })
  })

  /**
   * Two messages, the younger of which was started first: `late` to five people, one each in these states; `early` to Ada,
   * who is failed, and by another provider.
   */
  async function aLedger() {
    project = await aProject(server)
    const { db, seq } = project
    await aProvider(db, seq, 'relay', { kind: 'smtp' })
    await aProvider(db, seq, 'spare', { kind: 'smtp' })
    const users = ['ada', 'bob', 'cleo', 'dan', 'eve']
    for (const id of users) await aPerson(db, seq, id, [{ id: `t-${id}`, identifier: `${id}@example.org` }])
    await aPerson(db, seq, 'zoe', [
      { id: 't-zoe', identifier: 'zoe@example.org', expired: true },
      { id: 't-zoe-2', identifier: 'zoe@work.example.org', providerId: 'spare' },
    ])
    const late = await aMessage(db, seq, { id: 'late', users })
    const early = await aMessage(db, seq, { id: 'early', users: ['ada', 'zoe'] })
    await setNow(db, '2026-03-01T09:00:00Z')
    await started(late, false)
    await setNow(db, '2026-03-01T10:00:00Z')
    await started(late, true)
    for (const [n, name] of (['sent', 'failed', 'inDoubt', 'cancelled', 'pending'] as const).entries()) {
      await end(late, n + 1, name)
    }
    await end(early, 1, 'failed')
    await end(early, 3, 'sent')
  }

  /** Starts all but this message, or this one. */
  async function started(message: number, isIt: boolean) {
    const { db } = project
    await sql`update messages set phase = ${isIt ? 'preparing' : 'draft'} where seq = ${message}`.execute(db)
    await startDue(db, 10)
    while (await prepareNext(db, 100));
  }

  async function end(message: number, n: number, name: keyof typeof stateCodes) {
    const isBad = name === 'failed' || name === 'inDoubt'
    await project.db
      .updateTable('deliveries')
      .set({
        state: stateCodes[name],
        attempts: 1,
        error_code: isBad ? (name === 'failed' ? '550' : 'LOST') : null,
        cause: isBad ? causeCodes.rejected : null,
        sent_at: name === 'sent' ? '2026-03-01T11:00:00Z' : null,
      })
      .where('message', '=', message)
      .where('n', '=', n)
      .execute()
  }

  type Listed = { $id: string; messageId: string; identifier: string; status: string }

  async function list(path: string, ...texts: string[]) {
    const { status, body } = await project.call('GET', path, { query: { 'queries[]': texts } })
    expect([status, body.message]).toEqual([200, undefined])
    return { total: body.total, rows: body.deliveries as Listed[] }
  }

  const shown = ({ messageId, identifier, status }: Listed) =>
    `${messageId} ${identifier.split('@')[0]} ${status}`
  const everywhere = async (...texts: string[]) =>
    (await list('/messaging/deliveries', ...texts)).rows.map(shown)

  const all = [
    'early ada failed',
    'early zoe skipped',
    'early zoe sent',
    'late ada sent',
    'late bob failed',
    'late cleo inDoubt',
    'late dan cancelled',
    'late eve pending',
  ]

  test('across messages they come in the order in which their messages started', async () => {
    await aLedger()
    expect(await everywhere()).toEqual(all)
    expect(await everywhere(desc('$createdAt'))).toEqual(all.toReversed())
    expect(await everywhere(desc(''))).toEqual(all.toReversed())
    expect((await list('/messaging/deliveries', queries.limit(2))).total).toBe(8)
    expect(await everywhere(asc('identifier'), queries.limit(3))).toEqual([all[0], all[3], all[4]])
  })

  test.each([
    ['status', queries.equal('status', 'sent'), ['early zoe sent', 'late ada sent']],
    [
      'several statuses',
      queries.equal('status', ['failed', 'skipped', 'pending']),
      ['early ada failed', 'early zoe skipped', 'late bob failed', 'late eve pending'],
    ],
    [
      'all but one status',
      queries.notEqual('status', 'failed'),
      all.filter((one) => !one.endsWith('failed')),
    ],
    ['no status', queries.equal('status', 'unheard'), []],
    ['messageId', queries.equal('messageId', 'early'), all.slice(0, 3)],
    ['several messages', queries.equal('messageId', ['late', 'nowhere']), all.slice(3)],
    ['providerId', queries.equal('providerId', 'spare'), ['early zoe sent']],
    ['several providers', queries.equal('providerId', ['spare', 'relay']), all],
    ['another provider', queries.notEqual('providerId', 'relay'), ['early zoe sent']],
    ['userId', queries.equal('userId', 'zoe'), ['early zoe skipped', 'early zoe sent']],
    ['targetId', queries.equal('targetId', 't-zoe-2'), ['early zoe sent']],
    [
      'several targets',
      queries.equal('targetId', ['t-zoe-2', 't-bob']),
      ['early zoe sent', 'late bob failed'],
    ],
    ['identifier', queries.equal('identifier', 'Ada@Example.org'), ['early ada failed', 'late ada sent']],
    ['error.code', queries.equal('error.code', '550'), ['early ada failed', 'late bob failed']],
    ['time', queries.greaterThan('$createdAt', '2026-03-01T09:30:00Z'), all.slice(3)],
    [
      'one or the other',
      queries.or([queries.equal('status', 'skipped'), queries.equal('userId', 'eve')]),
      ['early zoe skipped', 'late eve pending'],
    ],
    [
      'two at once',
      queries.and([queries.equal('status', ['failed', 'inDoubt']), queries.equal('error.code', 'LOST')]),
      ['late cleo inDoubt'],
    ],
  ])('filtered by %s', async (_, filter, expected) => {
    await aLedger()
    expect(await everywhere(filter)).toEqual(expected)
    expect(await everywhere(filter, desc('$createdAt'))).toEqual(expected.toReversed())
    expect((await list('/messaging/deliveries', filter, queries.limit(1))).total).toBe(expected.length)
  })

  test('a walk by cursors meets every row once, there and back, whatever the filter', async () => {
    await aLedger()
    for (const filter of [[], [queries.notEqual('status', 'sent')], [queries.equal('messageId', 'late')]]) {
      for (const order of [asc('$createdAt'), desc('$createdAt')]) {
        const page = async (...more: string[]) =>
          (await list('/messaging/deliveries', ...filter, order, queries.limit(2), ...more)).rows
        const there = await page()
        for (;;) {
          const next = await page(queries.cursorAfter(there.at(-1)?.$id ?? ''))
          if (next.length === 0) break
          there.push(...next)
        }
        const back = there.slice(-1)
        for (;;) {
          const before = await page(queries.cursorBefore(back[0]?.$id ?? ''))
          if (before.length === 0) break
          back.unshift(...before)
        }
        expect(there.map(shown)).toEqual(await everywhere(...filter, order))
        expect(back).toEqual(there)
      }
    }
  })

  test('of one message they are in the order of their numbers, with the total that its lanes know', async () => {
    await aLedger()
    const path = '/messaging/messages/late/deliveries'
    const { total, rows } = await list(path, queries.limit(2))
    expect([total, rows.map(shown)]).toEqual([5, all.slice(3, 5)])
    const rest = await list(path, queries.cursorAfter(rows[1]?.$id ?? ''))
    expect(rest.rows.map(shown)).toEqual(all.slice(5))
    const failed = await list(path, queries.equal('status', ['failed', 'cancelled']))
    expect([failed.total, failed.rows.map(shown)]).toEqual([2, ['late bob failed', 'late dan cancelled']])
    await aMessage(project.db, project.seq, { id: 'waiting', users: ['ada'] })
    expect(await list('/messaging/messages/waiting/deliveries')).toEqual({ total: 0, rows: [] })
    expect((await project.call('GET', '/messaging/messages/nowhere/deliveries')).status).toBe(404)
  })

  test('those of a deleted message are in no list, also before they have been taken out of it', async () => {
    await aLedger()
    expect((await project.call('DELETE', '/messaging/messages/late')).status).toBe(204)
    expect(await everywhere()).toEqual(all.slice(0, 3))
    await sweep(project.db)
    expect(await everywhere()).toEqual(all.slice(0, 3))
    const { rows } = await sql<{ hidden: boolean; count: number }>`
      select hidden, count(*)::int from deliveries where project = ${project.seq} group by hidden order by hidden
    `.execute(project.db)
    expect(rows).toEqual([
      { hidden: false, count: 3 },
      { hidden: true, count: 5 },
    ])
  })

  test('a project sees its own only', async () => {
    await aLedger()
    const other = await aProject(server)
    expect((await other.call('GET', '/messaging/deliveries')).body).toEqual({ total: 0, deliveries: [] })
  })

  test('an attribute, a method or a value that does not fit is refused by its place', async () => {
    project = await aProject(server)
    for (const text of [
      queries.equal('nothing', 'x'),
      queries.equal('providerId', 7),
      queries.lessThan('status', 'sent'),
      queries.cursorAfter('zz-zz'),
    ]) {
      const { status, body } = await project.call('GET', '/messaging/deliveries', {
        query: { 'queries[]': text },
      })
      expect([text, status, body.type]).toEqual([text, 400, expect.stringMatching(/^general_/)])
    }
  })
})

describe.each(databases)('among fifty thousand deliveries on $engine', ({ aDatabase }) => {
  let db: Db

  beforeAll(async () => {
    ;({ db } = await aDatabase())
    await fill(db)
  })

  /** What is asked is rare, and lies where a walk in the list's order would come to it last. */
  async function fill(db: Db) {
    await sql`insert into projects (id, name) values ('one', 'one'), ('other', 'other')`.execute(db)
    await sql`
      insert into providers (project, id, name, kind, type, enabled, credentials, options)
      select seq, p, p, 'smtp', 'email', true, '{}', '{}' from projects, unnest(array['relay', 'spare']) p
    `.execute(db)
    await sql`insert into users (project, id) select 1, 'u' || n from generate_series(1, 5000) n`.execute(db)
    await sql`
      insert into targets (project, id, user_seq, type, identifier, identifier_key)
      select 1, 't' || seq, seq, 'email', 'u' || seq, 'u' || seq from users
    `.execute(db)
    await sql`
      insert into messages (project, id, type, topics, users, targets, data, status, phase, started_at)
      select 1 + (n % 10) / 9, 'm' || n, case when n = 0 then 'sms' else 'email' end, '{}', '{}', '{}', '{}', 'sent', 'done',
        timestamptz '2026-01-01Z' + n * interval '1 hour'
      from generate_series(0, 20) n
    `.execute(db)
    await sql`
      insert into deliveries (
        message, n, project, target, user_seq, provider, identifier, identifier_key, state, error_code, created_at
      )
      select m.seq, n, m.project, u, u, case when m.seq = 2 and n < 5 then 2 else 1 end, 'u' || u, 'u' || u,
        case when m.seq < 4 and n < 10 then n % 7 else 2 end, case when m.seq < 4 and n % 7 = 3 and n < 10 then '550' end,
        m.started_at
      from messages m, generate_series(1, case type when 'sms' then 10 else 2500 end) n, lateral (select (m.seq * 131 + n) % 5000 + 1 as u) person
    `.execute(db)
    await sql`vacuum analyze`.execute(db)
  }

  const newest = desc('$createdAt')
  test.each([
    ['all of them', [newest], /_listed_open.*_listed_sent.*(_listed_failed|_not_well).*_listed_unsent/],
    ['the sent', [queries.equal('status', 'sent'), newest], /_listed_sent/],
    ['the open', [queries.equal('status', ['pending', 'sending']), newest], /_listed_open/],
    ['the failed', [queries.equal('status', 'failed'), newest], /_listed_failed|_not_well/],
    [
      'the failed and the skipped',
      [queries.equal('status', ['failed', 'skipped']), newest],
      /(_listed_failed|_not_well).*_listed_unsent/,
    ],
    ['those of a time', [queries.between('$createdAt', '2026-01-01', '2026-01-02'), newest], /_listed_sent/],
    ['those of a provider', [queries.equal('providerId', 'spare'), newest], /_listed_provider/],
    [
      'those of a channel with few messages',
      [queries.equal('providerType', 'sms'), newest],
      /_identifier|_pkey/,
    ],
    ['those of an error', [queries.equal('error.code', '550'), newest], /_listed_error/],
    ['those of an address', [queries.equal('identifier', 'u77')], /deliveries_identifier/],
    ['those of a person', [queries.equal('userId', 'u77')], /deliveries_user/],
    ['those of a target', [queries.equal('targetId', 't77')], /deliveries_user/],
    ['those of a message', [queries.equal('messageId', 'm3'), newest], /_listed_sent/],
    ['those behind one of them', [queries.cursorAfter('5-9'), newest], /_listed_sent/],
    ['those before one of them', [queries.cursorBefore('5-9'), newest], /_listed_sent/],
  ])('%s are found by an index, and no other row is read', async (_, texts, indexes) => {
    const { read, used, plan } = await planOf(texts)
    expect(used, plan).toMatch(indexes)
    expect(plan).not.toContain('Seq Scan on deliveries')
    expect(read, plan).toBeLessThan(500)
  })

  /** The indexes that a page is read from, in order, and how many rows of the ledger were touched for it. */
  async function planOf(texts: readonly string[]) {
    const { db: explained, plan: planned } = explaining(db, 'analyze, costs off, timing off')
    await listRows(explained, deliveryList(1, await findNamed(db, 1, texts)), {
      project: 1,
      where: sql`not d.hidden and m.deleted_at is null`,
      input: { queries: texts, total: false },
    })
    const plan = planned()
    const scans = [
      ...plan.matchAll(/(?:using|on) (deliveries\w*)[^\n]*?rows=([\d.]+) loops=(\d+)[\s\S]*?(?=->|$)/g),
    ]
    const filtered = [...plan.matchAll(/Rows Removed by (?:Index Recheck|Filter): (\d+)/g)]
    const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0)
    return {
      plan,
      used: scans.map(([, index]) => index).join(' '),
      read:
        sum(scans.map(([, , count, loops]) => Number(count) * Number(loops))) +
        sum(filtered.map(([, count]) => Number(count))),
    }
  }
})

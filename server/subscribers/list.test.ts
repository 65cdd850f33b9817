// What the lists of subscribers cost when there are many, and what they count.
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { mostCounted } from '../../contract/lists.ts'
import { queries } from '../../contract/queries.ts'
import type { Scope } from '../../contract/scopes.ts'
import type { Db } from '../db/database.ts'
import type { UserActor } from '../http/context.ts'
import { ensureProject } from '../projects/projects.ts'
import { databases } from '../testing/database.ts'
import { plansOf } from '../testing/plans.ts'
import { listUsers } from '../users/users.ts'
import { listSubscribers, listSubscribersEverywhere } from './list.ts'

const size = 12_000
const aUser: UserActor = {
  type: 'user',
  seq: 0,
  id: '',
  name: '',
  email: '',
  session: undefined,
  byJwt: false,
  verified: false,
  labels: [],
}
const aKey = { type: 'keyProject', id: '', name: '', scopes: new Set<Scope>() } as const

describe.each(databases)('many subscribers on $engine', ({ aDatabase }) => {
  let db: Db
  let project: number

  beforeAll(async () => {
    ;({ db } = await aDatabase())
    project = (await ensureProject(db, 'acme')).seq
    const neighbour = await ensureProject(db, 'neighbour')
    await seedNeighbour(db, neighbour.seq)
    await seed(db, project)
  })

  const asked = (search: string, texts: readonly string[]) => ({ search, queries: [...texts], total: true })
  const inTopic = (search = '', ...texts: string[]) =>
    listSubscribers({ db, project: { seq: project }, actor: aKey }, 'news', asked(search, texts))
  const everywhere = (search = '', ...texts: string[]) =>
    listSubscribersEverywhere(db, project, asked(search, texts))

  test('their number is exact, of each type too, and of all topics together', async () => {
    expect((await inTopic()).total).toBe(size)
    expect((await inTopic('', queries.equal('providerType', ['PUSH', 'sms', 'sms']))).total).toBe(size / 2)
    expect((await inTopic('', queries.equal('providerType', 'nothing'))).total).toBe(0)
    expect((await everywhere()).total).toBe(size + 2)
  })

  test('what is filtered or searched for is counted up to ten thousand', async () => {
    expect((await inTopic('', queries.greaterThan('$sequence', 0))).total).toBe(mostCounted)
    expect((await inTopic('', queries.notEqual('providerType', 'email'))).total).toBe(size / 2)
    expect((await inTopic('person')).total).toBe(mostCounted)
    expect((await inTopic('email')).total).toBe(size / 2)
    expect((await inTopic('p77')).total).toBe(1 + 10 + 100)
    expect((await everywhere('p77')).total).toBe(1 + 10 + 100 + 2)
  })

  test('a word that everybody has is found in the order of the list', async () => {
    const ids = async (...texts: string[]) =>
      (await inTopic('person', queries.limit(2), ...texts)).subscribers.map(({ $id }) => $id)
    expect(await ids()).toEqual(['p1', 'p2'])
    expect(await ids(queries.orderDesc('$createdAt'))).toEqual([`p${size}`, `p${size - 1}`])
    expect(await ids(queries.cursorAfter('p6000'))).toEqual(['p6001', 'p6002'])
  })

  type Wish = readonly [search: string, ...texts: string[]]
  /** By which index a page is found: of the list of a topic, of all topics, of people. */
  const pages: readonly (readonly [string, Wish, readonly string[]])[] = [
    ['the first page', [''], ['subscribers_topic', 'subscribers_seq', 'users_seq']],
    [
      'a page behind a middle cursor',
      ['', queries.cursorAfter('p6000')],
      ['subscribers_topic', 'subscribers_seq', 'users_seq'],
    ],
    [
      'a page before one',
      ['', queries.cursorBefore('p6000')],
      ['subscribers_topic', 'subscribers_seq', 'users_seq'],
    ],
    ['the newest first', ['', queries.orderDesc('')], ['subscribers_topic', 'subscribers_seq', 'users_seq']],
    [
      'by time',
      ['', queries.orderDesc('$createdAt'), queries.cursorAfter('p6000')],
      ['subscribers_topic_created_at', 'subscribers_created_at', 'users_created_at'],
    ],
    [
      'some targets',
      ['', queries.equal('targetId', ['p7', 'p8'])],
      ['targets_project_id_key', 'targets_project_id_key'],
    ],
    ['a person', ['', queries.equal('userId', 'p7')], ['users_project_id_key', 'users_project_id_key']],
    [
      'an address',
      ['P7777@example.org'],
      ['targets_identifier_key', 'targets_identifier_key', 'targets_identifier_key'],
    ],
    [
      'the beginning of addresses',
      ['p777@'],
      ['targets_identifier_key', 'targets_identifier_key', 'targets_identifier_key'],
    ],
    ['a word that few have', ['"p7777"'], ['users_search', 'users_search', 'users_search']],
    ['a word that everybody has', ['person'], ['subscribers_topic', 'subscribers_seq', 'users_seq']],
  ]
  const lists = [
    [
      'of a topic',
      (counted: Db, [search, ...texts]: Wish) =>
        listSubscribers(
          { db: counted, project: { seq: project }, actor: aKey },
          'news',
          asked(search, texts),
        ),
    ],
    [
      'of all topics',
      (counted: Db, [search, ...texts]: Wish) =>
        listSubscribersEverywhere(counted, project, asked(search, texts)),
    ],
    [
      'of people',
      (counted: Db, [search, ...texts]: Wish) => listUsers(counted, project, asked(search, texts)),
    ],
  ] as const

  test.each(lists)(
    'the list %s is read from indexes, whichever page, and nothing is sorted',
    async (name, list) => {
      const place = lists.findIndex(([other]) => other === name)
      for (const [what, wish, { [place]: index }] of pages) {
        if (index === undefined) continue
        const plans = (await plansOf(db, (counted) => list(counted, wish))).join('\n\n')
        expect([what, plans]).toEqual([
          what,
          expect.stringMatching(new RegExp(`(using|Scan on) ${index}\\b(?!_)`)),
        ])
        expect([what, plans]).toEqual([
          what,
          expect.not.stringMatching(/Seq Scan on (subscribers|targets|users)/),
        ])
        expect([what, plans]).toEqual([what, expect.not.stringMatching(/\bSort\b(?! Key)/)])
      }
    },
  )

  test('what an end user has among them is found by him, not by walking along all', async () => {
    const { user_seq: seq } = await db
      .selectFrom('subscribers')
      .select('user_seq')
      .where('project', '=', project)
      .where('id', '=', 'p7777')
      .executeTakeFirstOrThrow()
    const actor = { ...aUser, seq }
    for (const [search, ...texts] of [[''], ['person'], ['', queries.orderDesc('')]] as Wish[]) {
      const list = (counted: Db) =>
        listSubscribers({ db: counted, project: { seq: project }, actor }, 'news', asked(search, texts))
      expect((await list(db)).subscribers.map(({ $id }) => $id)).toEqual(['p7777'])
      const plans = (await plansOf(db, list)).join('\n\n')
      expect(plans).toMatch(/(using|Scan on) subscribers_user\b/)
      expect(plans).not.toMatch(/subscribers_(topic|seq)\b/)
    }
  })
})

/** People `p1` … in the topic `news`, half of them with an e-mail address; two of them in `other`; one in a deleted topic. */
async function seed(db: Db, project: number): Promise<void> {
  await sql`
    with people as (
      insert into users (project, id, name)
      select ${project}, 'p' || i, 'Person ' || i from generate_series(1, ${size}::int) i order by i
      returning seq, id
    )
    insert into targets (project, id, user_seq, type, identifier, identifier_key)
    select ${project}, id, seq, (array['email', 'push', 'email', 'sms'])[seq % 4 + 1], id || '@example.org', id || '@example.org'
    from people order by seq
  `.execute(db)
  await sql`
    insert into topics (project, id, name, subscribe, deleted_at, email_total, push_total, sms_total) values
      (${project}, 'news', 'News', '{}', null, ${size / 2}, ${size / 4}, ${size / 4}),
      (${project}, 'other', 'Other', '{}', null, 2, 0, 0),
      (${project}, 'gone', 'Gone', '{}', app.now(), 1, 0, 0)
  `.execute(db)
  await sql`
    insert into subscribers (project, id, topic, target, user_seq, type, created_at)
    select ${project}, case when tp.id = 'news' then t.id else t.id || tp.id end, tp.seq, t.seq, t.user_seq, t.type,
      timestamptz '2026-01-01Z' + t.seq * interval '1 second'
    from topics tp join targets t on t.project = tp.project
    where tp.project = ${project} and (tp.id = 'news' or t.id = 'p77' or (tp.id = 'other' and t.id = 'p770'))
    order by t.seq
  `.execute(db)
  await sql`analyze`.execute(db)
}

/** Five times as many subscribers as in `news`: whoever walks along all there are meets them. */
async function seedNeighbour(db: Db, project: number): Promise<void> {
  await sql`
    with people as (
      insert into users (project, id) select ${project}, 'p' || i from generate_series(1, ${size}::int) i returning seq, id
    )
    insert into targets (project, id, user_seq, type, identifier, identifier_key)
    select ${project}, id, seq, 'push', id, id from people
  `.execute(db)
  for (const id of ['t1', 't2', 't3', 't4', 't5']) {
    await sql`
      with topic as (
        insert into topics (project, id, name, subscribe) values (${project}, ${id}, '', '{}') returning seq
      )
      insert into subscribers (project, id, topic, target, user_seq, type)
      select ${project}, ${id} || t.id, topic.seq, t.seq, t.user_seq, t.type
      from topic, targets t where t.project = ${project}
    `.execute(db)
  }
}

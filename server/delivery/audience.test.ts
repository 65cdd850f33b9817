import { beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '../db/database.ts'
import { ensureProject } from '../projects/projects.ts'
import { routingOf } from '../providers/routing.ts'
import { databases } from '../testing/database.ts'
import { aMessage, aPerson, aProvider, aTopic, ledgerOf } from '../testing/people.ts'
import { createAudienceCounts } from './audience-count.ts'
import { stateCodes } from './ledger.ts'
import { finishAndCount, prepareNext, startDue } from './progress.ts'

async function prepareAll(db: Db, pageSize = 5000): Promise<void> {
  await startDue(db, 10)
  while (await prepareNext(db, pageSize));
}

describe.each(databases)('the audience on $engine', ({ aDatabase }) => {
  let db: Db
  let projects = 0
  beforeAll(async () => {
    db = (await aDatabase()).db
  })

  async function anEmptyProject() {
    const { seq: project } = await ensureProject(db, `project-${++projects}`)
    return { project }
  }

  async function aProject() {
    const { project } = await anEmptyProject()
    return { project, provider: await aProvider(db, project, 'inbox') }
  }

  test('Q23: an address reached by topic, person and target has one row that knows all three ways', async () => {
    const { project, provider } = await aProject()
    await aPerson(db, project, 'ada', [{ id: 't1', identifier: 'ada@example.org' }])
    await aTopic(db, project, 'news', ['t1'])
    await aTopic(db, project, 'more', ['t1'])
    const message = await aMessage(db, project, { topics: ['news', 'more'], users: ['ada'], targets: ['t1'] })

    await prepareAll(db)

    expect(await ledgerOf(db, message)).toEqual([
      {
        n: 1,
        identifier: 'ada@example.org',
        state: stateCodes.pending,
        role: 0,
        via: 7,
        provider,
        attempts: 0,
      },
    ])
  })

  test('Q23: a page smaller than the audience writes every recipient once, and the lane counts them', async () => {
    const { project } = await aProject()
    const ids = Array.from({ length: 23 }, (_, index) => `t${index}`)
    for (const id of ids) await aPerson(db, project, `u${id}`, [{ id, identifier: `${id}@example.org` }])
    await aTopic(db, project, 'news', ids)
    await aTopic(db, project, 'twice', ids.slice(5, 15))
    const message = await aMessage(db, project, {
      topics: ['twice', 'news'],
      users: ids.map((id) => `u${id}`),
      targets: ids,
    })

    await prepareAll(db, 4)

    const rows = await ledgerOf(db, message)
    expect(rows.map((row) => row.identifier).toSorted()).toEqual(
      ids.map((id) => `${id}@example.org`).toSorted(),
    )
    const lanes = await db.selectFrom('lanes').select('pending').where('message', '=', message).execute()
    expect(lanes).toEqual([{ pending: 23 }])
  })

  test('Q24: an expired target and a suppressed address are skipped, and an unknown id is nobody', async () => {
    const { project } = await aProject()
    await aPerson(db, project, 'ada', [{ id: 't1', identifier: 'old@example.org', expired: true }])
    await aPerson(db, project, 'bob', [{ id: 't2', identifier: 'bounced@example.org' }])
    await db
      .insertInto('suppressions')
      .values({
        project,
        id: 's1',
        type: 'email',
        identifier: 'bounced@example.org',
        identifier_key: 'bounced@example.org',
        reason: 'manual',
        note: '',
        creator_type: 'admin',
        creator_id: '',
        creator_name: '',
        person: null,
      })
      .execute()
    const message = await aMessage(db, project, {
      users: ['ada', 'bob', 'nobody'],
      topics: ['none'],
      targets: ['gone'],
    })

    await prepareAll(db)

    expect((await ledgerOf(db, message)).map((row) => row.state)).toEqual([
      stateCodes.skipped,
      stateCodes.skipped,
    ])
  })

  test('a copy to somebody who is a recipient as well has only the row of the recipient', async () => {
    const { project } = await aProject()
    await aPerson(db, project, 'ada', [{ id: 't1', identifier: 'ada@example.org' }])
    await aPerson(db, project, 'bob', [{ id: 't2', identifier: 'bob@example.org' }])
    const message = await aMessage(db, project, { users: ['ada'], cc: ['t1', 't2'], bcc: ['t2'] })

    await prepareAll(db)

    expect((await ledgerOf(db, message)).map(({ identifier, role }) => ({ identifier, role }))).toEqual([
      { identifier: 'ada@example.org', role: 0 },
      { identifier: 'bob@example.org', role: 1 },
    ])
  })

  test("the target's own provider comes before the message's, and that before the default", async () => {
    const { project, provider } = await aProject()
    const second = await aProvider(db, project, 'second')
    const third = await aProvider(db, project, 'third')
    await aPerson(db, project, 'ada', [{ id: 't1', identifier: 'ada@example.org', providerId: 'second' }])
    await aPerson(db, project, 'bob', [{ id: 't2', identifier: 'bob@example.org', providerId: 'gone' }])
    const plain = await aMessage(db, project, { users: ['ada', 'bob'] })
    const wishing = await aMessage(db, project, { id: 'm2', users: ['ada', 'bob'], providerId: 'third' })

    await prepareAll(db)

    expect((await ledgerOf(db, plain)).map((row) => row.provider)).toEqual([second, provider])
    expect((await ledgerOf(db, wishing)).map((row) => row.provider)).toEqual([second, third])
  })

  test('without a provider every row fails and the message says so', async () => {
    const { project } = await anEmptyProject()
    await aPerson(db, project, 'ada', [{ id: 't1', identifier: 'ada@example.org' }])
    const message = await aMessage(db, project, { users: ['ada'] })

    await prepareAll(db)
    await finishAndCount(db)

    const row = await db
      .selectFrom('messages')
      .selectAll()
      .where('seq', '=', message)
      .executeTakeFirstOrThrow()
    expect(row).toMatchObject({
      status: 'failed',
      phase: 'done',
      delivery_errors: ['No enabled provider found.'],
      delivered_at: null,
      failed_total: 1,
    })
  })

  test('a message for nobody fails and says so', async () => {
    const { project } = await aProject()
    const message = await aMessage(db, project, { topics: ['none'] })

    await prepareAll(db)
    await finishAndCount(db)

    const row = await db
      .selectFrom('messages')
      .selectAll()
      .where('seq', '=', message)
      .executeTakeFirstOrThrow()
    expect(row).toMatchObject({
      status: 'failed',
      phase: 'done',
      delivery_errors: ['No valid recipients found.'],
      delivered_at: null,
    })
  })

  test('the count beforehand tells what the ledger will hold', async () => {
    const { project } = await aProject()
    await aPerson(db, project, 'ada', [
      { id: 't1', identifier: 'ada@example.org' },
      { id: 't2', identifier: 'ada@example.com' },
    ])
    await aPerson(db, project, 'bob', [{ id: 't3', identifier: 'bob@example.org', expired: true }])
    await aTopic(db, project, 'news', ['t1', 't3'])
    const draft = {
      providerType: 'email',
      topics: ['news'],
      users: ['ada'],
      targets: ['t1'],
      cc: [],
      bcc: [],
    } as const
    const routing = await routingOf(db, project, 'email', '')

    expect(
      await createAudienceCounts()(
        db,
        project,
        {
          ...draft,
          topics: [...draft.topics],
          users: [...draft.users],
          targets: [...draft.targets],
          cc: [],
          bcc: [],
        },
        routing,
      ),
    ).toEqual({
      recipients: 2,
      people: 1,
      byProvider: [{ providerId: 'inbox', name: 'inbox', test: true, recipients: 2 }],
      duplicates: 2,
      skipped: [{ reason: 'expired', count: 1 }],
      exact: true,
    })
  })

  test('a second project with the same ids is not touched', async () => {
    const { project } = await aProject()
    const { seq: other } = await ensureProject(db, 'other')
    await aPerson(db, other, 'ada', [{ id: 't1', identifier: 'ada@other.example' }])
    await aTopic(db, other, 'news', ['t1'])
    const message = await aMessage(db, project, { topics: ['news'], users: ['ada'], targets: ['t1'] })

    await prepareAll(db)

    expect(await ledgerOf(db, message)).toEqual([])
  })
})

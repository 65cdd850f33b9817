import { beforeAll, describe, expect, test } from 'vitest'
import { audienceDraft } from '../../contract/messages.ts'
import type { Db } from '../db/database.ts'
import { ensureProject } from '../projects/projects.ts'
import { routingOf } from '../providers/routing.ts'
import { aServer } from '../testing/app.ts'
import { databases } from '../testing/database.ts'
import { aPerson, aProvider, aTopic } from '../testing/people.ts'
import { createAudienceCounts } from './audience-count.ts'

test('whom a message would reach is counted without sending it', async () => {
  const { call, project, services } = await aServer()
  await aProvider(services.db, project.seq, 'catcher')
  await aPerson(services.db, project.seq, 'ada', [{ id: 'ada-mail', identifier: 'ada@example.org' }])
  await aPerson(services.db, project.seq, 'bob', [
    { id: 'bob-mail', identifier: 'bob@example.org', expired: true },
  ])
  await aTopic(services.db, project.seq, 'news', ['ada-mail', 'bob-mail'])

  const { status, body } = await call('POST', '/messaging/audience', {
    body: { providerType: 'email', topics: ['news'], users: ['ada'] },
  })
  expect(status).toBe(200)
  expect(body).toMatchObject({ recipients: 1, duplicates: 1, skipped: [{ reason: 'expired', count: 1 }] })
  expect((await call('GET', '/messaging/messages')).body.total).toBe(0)
})

describe.each(databases)('a count that takes several calls, on $engine', ({ aDatabase }) => {
  let db: Db
  let projects = 0
  beforeAll(async () => {
    db = (await aDatabase()).db
  })

  /** Seven people in a topic, of whom a call counts two. */
  async function aTopicOfSeven() {
    const { seq: project } = await ensureProject(db, `project-${++projects}`)
    await aProvider(db, project, 'catcher')
    const ids = Array.from({ length: 7 }, (_, index) => `t${index}`)
    for (const id of ids) await aPerson(db, project, `u${id}`, [{ id, identifier: `${id}@example.org` }])
    await aTopic(db, project, 'news', ids)
    let now = 0
    const counts = createAudienceCounts({ patienceMs: 0, firstRows: 2, most: 2, clock: () => now })
    const count = async (wish: object = { topics: ['news'] }) => {
      const draft = audienceDraft.parse({ providerType: 'email', ...wish })
      const { recipients, exact } = await counts(
        db,
        project,
        draft,
        await routingOf(db, project, 'email', ''),
      )
      return { recipients, exact }
    }
    const pass = (ms: number) => {
      now += ms
    }
    return { project, counts, count, pass }
  }

  test('goes on where the call before ended, until it is exact', async () => {
    const { count, pass } = await aTopicOfSeven()
    const seen: number[] = []
    for (let answer = await count(); ; answer = await count()) {
      seen.push(answer.recipients)
      expect(seen.length).toBeLessThan(10)
      if (answer.exact) break
    }
    expect(seen[0]).toBe(2)
    expect(seen).toEqual(seen.toSorted((one, other) => one - other))
    expect(seen.at(-1)).toBe(7)
    expect(await count()).toEqual({ recipients: 7, exact: true })
    pass(30_001)
    expect(await count()).toEqual({ recipients: 2, exact: false })
  })

  test('begins anew when a provider is switched on, for another audience, and when it is too old', async () => {
    const { project, count, pass } = await aTopicOfSeven()
    const isNew = { recipients: 2, exact: false }
    expect(await count()).toEqual(isNew)
    expect(await count({ topics: ['news'], users: ['ut0'] })).toEqual(isNew)
    expect((await count()).recipients).toBeGreaterThan(2)
    await aProvider(db, project, 'another')
    expect(await count()).toEqual(isNew)
    for (let waited = 0; waited <= 300_000; waited += 20_000) {
      pass(20_000)
      await count()
    }
    expect(await count()).not.toEqual({ recipients: 7, exact: true })
  })

  test('is forgotten for those that were asked for since', async () => {
    const { count } = await aTopicOfSeven()
    await count()
    await count({ topics: ['news'], users: ['ut0'] })
    await count({ topics: ['news'], users: ['ut1'] })
    expect(await count()).toEqual({ recipients: 2, exact: false })
  })

  test('gives two who ask at once the same answer', async () => {
    const { project, counts } = await aTopicOfSeven()
    const draft = audienceDraft.parse({ providerType: 'email', topics: ['news'] })
    const routing = await routingOf(db, project, 'email', '')
    const both = [counts(db, project, draft, routing), counts(db, project, draft, routing)]
    const answer = { recipients: 2, exact: false }
    expect(await Promise.all(both)).toMatchObject([answer, answer])
  })
})

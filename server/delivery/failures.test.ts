import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '../db/database.ts'
import { type Answer, aServer, eventually, type TestServer } from '../testing/app.ts'
import { databases } from '../testing/database.ts'
import { plansOf } from '../testing/plans.ts'
import { aProject, type TestProject } from '../testing/project.ts'
import { failuresOf } from './failures.ts'

describe.each(databases)('failures by cause on $engine', ({ aDatabase }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await aServer({ database: await aDatabase(), deliver: true })
    return () => server.engine.stop()
  })

  /** Each of these addresses goes through a test provider that fails in its way. */
  async function aMessageThat(fails: Readonly<Record<string, 'permanent' | 'expired' | 'timeout' | 'not'>>) {
    const project = await aProject(server)
    for (const failure of new Set(Object.values(fails))) {
      const wish = failure === 'not' ? {} : { failureRate: 1, failure }
      const body = { providerId: failure, name: failure, type: 'email', enabled: true, ...wish }
      expect((await project.call('POST', '/messaging/providers/inbox', { body })).status).toBe(201)
    }
    for (const [name, providerId] of Object.entries(fails)) {
      await project.call('POST', '/users', { body: { userId: name } })
      const target = { targetId: name, providerType: 'email', identifier: `${name}@example.org`, providerId }
      await project.call('POST', `/users/${name}/targets`, { body: target })
    }
    const body = { messageId: 'm', subject: 'Hello', content: 'There', targets: Object.keys(fails) }
    expect((await project.call('POST', '/messaging/messages/email', { body })).status).toBe(201)
    await eventually<Answer>(
      () => project.call('GET', '/messaging/messages/m'),
      ({ body }) => body.delivery.phase === 'done',
    )
    return project
  }

  const failuresIn = async (project: TestProject) =>
    (await project.call('GET', '/messaging/messages/m/failures')).body

  test('causes are told in plain words with how many there are and the last of them, doubts apart', async () => {
    const project = await aMessageThat({
      ada: 'expired',
      bob: 'permanent',
      cleo: 'expired',
      dora: 'timeout',
      emil: 'not',
    })
    const { failed, inDoubt } = await failuresIn(project)
    expect(failed.total).toBe(3)
    expect(failed.causes).toMatchObject([
      {
        status: 'failed',
        code: 'NO_SUCH_RECIPIENT',
        cause: 'noSuchRecipient',
        remedy: 'mendTargets',
        permanent: true,
        count: 2,
      },
      { code: 'REFUSED', cause: 'refusedRecipient', permanent: true, count: 1 },
    ])
    const [dead] = failed.causes
    expect(dead.samples.map((row: { identifier: string }) => row.identifier).toSorted()).toEqual([
      'ada@example.org',
      'cleo@example.org',
    ])
    expect(dead.samples[0].error.message).toMatch(/no such recipient/)
    expect(Date.parse(dead.firstAt)).toBeLessThanOrEqual(Date.parse(dead.lastAt))
    expect(inDoubt).toMatchObject({
      total: 1,
      causes: [{ status: 'inDoubt', code: 'TIMEOUT', cause: 'noAnswer', remedy: 'settle', count: 1 }],
    })
  })

  test('a message without failures has none, and one that is not there is refused', async () => {
    const project = await aMessageThat({ ada: 'not' })
    const none = { total: 0, causes: [] }
    expect(await failuresIn(project)).toEqual({ failed: none, inDoubt: none })
    expect((await project.call('GET', '/messaging/messages/other/failures')).status).toBe(404)
    const stranger = await aProject(server)
    expect((await stranger.call('GET', '/messaging/messages/m/failures')).status).toBe(404)
  })

  test('more than are counted by one statement are counted in pieces, each row once', async () => {
    const project = await aMessageThat({ ada: 'permanent' })
    const { db } = server.database
    const { rows } = await sql<{ message: number }>`
      insert into deliveries (message, n, project, provider, identifier, identifier_key, state, cause, error_code, created_at, updated_at)
      select d.message, d.n + i, d.project, d.provider, i::text, i::text, d.state, d.cause, d.error_code, d.created_at,
        d.updated_at + (i % 7) * interval '1 minute'
      from deliveries d, generate_series(1, 2000) as i where d.project = ${project.seq}
      returning message
    `.execute(db)
    const inPieces = (db: Db) => failuresOf(db, project.seq, 'm', { countedAtOnce: 100 })
    const [failed] = (await inPieces(db)).failed.causes
    expect(failed?.count).toBe(rows.length + 1)
    expect(failed?.samples).toHaveLength(3)
    expect(Date.parse(failed?.lastAt ?? '') - Date.parse(failed?.firstAt ?? '')).toBe(6 * 60_000)
    const plans = await plansOf(db, inPieces)
    const ofLedger = plans.filter((plan) => plan.includes('deliveries_not_well'))
    expect(ofLedger.length).toBeGreaterThan(20)
    expect(plans.join('\n')).not.toMatch(/Seq Scan on deliveries/)
  })
})

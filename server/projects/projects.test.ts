import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { sweep } from '../delivery/sweep.ts'
import { type Answer, aServer, type TestServer } from '../testing/app.ts'
import { advance, databases } from '../testing/database.ts'
import { aProject, type TestProject } from '../testing/project.ts'

describe.each(databases)('projects on $engine', ({ aDatabase }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await aServer({ database: await aDatabase() })
  })

  async function change(project: TestProject, body: object): Promise<Answer> {
    const headers = await project.signedIn('owner')
    return project.call('PATCH', `/console/projects/${project.id}`, { headers, body })
  }

  test('its settings change, each by itself, and the activity tells', async () => {
    const project = await aProject(server)
    await change(project, { name: 'Chapel', timeZone: 'Europe/Berlin', undoSeconds: 0 })
    await change(project, { activityDays: 90, deliveryDays: 30 })
    const { body } = await change(project, {
      allowedOrigins: ['https://App.example.org/start', 'http://localhost:5173'],
    })
    expect(body).toMatchObject({
      name: 'Chapel',
      timeZone: 'Europe/Berlin',
      undoSeconds: 0,
      activityDays: 90,
      deliveryDays: 30,
      allowedOrigins: ['https://app.example.org', 'http://localhost:5173'],
    })
    const { logs } = (await project.call('GET', '/logs')).body
    expect(logs[0].changes.allowedOrigins).toEqual([[], body.allowedOrigins])
    expect(logs[1].changes).toEqual({ activityDays: [14, 90], deliveryDays: [180, 30] })
  })

  test.each([
    [{ name: '' }, 'name'],
    [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
    [{ undoSeconds: 601 }, 'undoSeconds'],
    [{ activityDays: 0 }, 'activityDays'],
    [{ deliveryDays: 1.5 }, 'deliveryDays'],
    [{ allowedOrigins: ['*'] }, 'allowedOrigins.0'],
    [{ allowedOrigins: ['javascript://app.example.org'] }, 'allowedOrigins.0'],
    [{ allowedOrigins: ['https://user@app.example.org'] }, 'allowedOrigins.0'],
    [{ allowedOrigins: ['null'] }, 'allowedOrigins.0'],
  ])('%o is refused', async (body, path) => {
    const answer = await change(await aProject(server), body)
    expect(answer).toMatchObject({ status: 400, body: { params: [{ path }] } })
  })

  async function fill({ call }: TestProject): Promise<void> {
    await call('POST', '/messaging/providers/inbox', {
      body: { providerId: 'test', name: 'Test', type: 'email', enabled: true },
    })
    await call('POST', '/users', { body: { userId: 'ada', email: 'ada@example.org' } })
    await call('POST', '/users/ada/targets', {
      body: { targetId: 't1', providerType: 'push', identifier: 'device', name: '' },
    })
    await call('POST', '/messaging/topics', { body: { topicId: 'news', name: 'News' } })
    await call('POST', '/messaging/topics/news/subscribers', { body: { subscriberId: 's1', targetId: 't1' } })
    const body = { subject: 'Bells', content: 'Ding', users: ['ada'], scheduledAt: '2100-01-01' }
    await call('POST', '/messaging/messages/email', { body: { messageId: 'm1', ...body } })
    await call('POST', '/messaging/messages/email', { body: { messageId: 'm2', draft: true, ...body } })
  }

  test('a deleted project is gone at once, and then everything that it held; others stay as they are', async () => {
    const own = await aServer({ database: await aDatabase() })
    const { db } = own.database
    const project = await aProject(own)
    const other = await aProject(own)
    for (const one of [project, other]) await fill(one)
    const rowsOf = async ({ seq }: TestProject) => {
      const { rows } = await sql<{ name: string }>`
        select table_name as name from information_schema.columns
        where column_name = 'project' and table_schema = 'public' order by 1`.execute(db)
      const counts: Record<string, number> = {}
      for (const { name } of rows) {
        const found = await sql<{
          n: number
        }>`select count(*)::int as n from ${sql.table(name)} where project = ${seq}`.execute(db)
        counts[name] = found.rows[0]?.n ?? 0
      }
      return counts
    }
    const before = await rowsOf(other)
    expect(Object.values(await rowsOf(project)).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(10)

    const headers = await project.signedIn('owner')
    const path = `/console/projects/${project.id}`
    expect((await project.call('DELETE', path, { headers })).status).toBe(204)
    expect((await project.call('DELETE', path, { headers })).status).toBe(404)
    expect(await project.call('GET', '/messaging/topics')).toMatchObject({
      status: 404,
      body: { type: 'project_not_found' },
    })
    const listed = await own.call('GET', '/console/session', { headers })
    expect(listed.body.projects.map(({ $id }: { $id: string }) => $id)).not.toContain(project.id)
    const again = await own.call('POST', '/console/projects', {
      headers,
      body: { projectId: project.id, name: 'New' },
    })
    expect(again.status).toBe(201)

    await sweep(db)
    expect((await rowsOf(project)).messages).toBe(2)
    await advance(db, '2 minutes')
    await sweep(db)
    expect(new Set(Object.values(await rowsOf(project)))).toEqual(new Set([0]))
    expect(await rowsOf(other)).toEqual(before)
    const entry = await db
      .selectFrom('activity')
      .selectAll()
      .where('event', '=', 'project.delete')
      .executeTakeFirst()
    expect(entry).toMatchObject({ project: null, resource_id: project.id })
    const kept = await db.selectFrom('projects').select('id').where('seq', '=', project.seq).execute()
    expect(kept).toEqual([])
  })

  test('of a deleted project nothing more is sent', async () => {
    const own = await aServer({ database: await aDatabase(), deliver: true })
    const project = await aProject(own)
    await fill(project)
    await project.call('PATCH', '/messaging/messages/email/m1', {
      body: { scheduledAt: '2100-01-01T00:00:01Z' },
    })
    const headers = await project.signedIn('owner')
    await project.call('DELETE', `/console/projects/${project.id}`, { headers })
    const waiting = await own.database.db
      .selectFrom('messages')
      .select('id')
      .where('phase', '=', 'scheduled')
      .where('deleted_at', 'is', null)
      .execute()
    expect(waiting).toEqual([])
  })

  describe('pages of other origins', () => {
    const page = 'https://app.example.org'

    async function aListedProject(): Promise<TestProject> {
      const project = await aProject(server)
      await change(project, { allowedOrigins: [page] })
      return project
    }

    const asPage = (project: TestProject, origin: string, more: Record<string, string> = {}) =>
      server.app.inject({
        method: 'GET',
        url: '/v1/messaging/subscribers/s1/logs',
        headers: { 'x-appwrite-project': project.id, origin, ...more },
      })

    test('are refused without a key where the project does not list them', async () => {
      const project = await aListedProject()
      const refused = await asPage(project, 'https://evil.example.org')
      expect(refused.statusCode).toBe(403)
      expect(refused.json().type).toBe('general_unknown_origin')
      expect(refused.headers['access-control-allow-origin']).toBeUndefined()
      expect((await asPage(await aProject(server), page)).statusCode).toBe(403)
      expect((await asPage(project, `${page}.evil.example`)).statusCode).toBe(403)
      expect((await asPage(project, 'null')).statusCode).toBe(403)
      const asDeveloper = await asPage(project, 'http://localhost:3000', { 'x-appwrite-dev-key': 'any' })
      expect(asDeveloper.statusCode).toBe(403)
    })

    test('may call and read the answer where it does, errors too', async () => {
      const answer = await asPage(await aListedProject(), page)
      expect(answer.statusCode).toBe(401)
      expect(answer.headers).toMatchObject({
        'access-control-allow-origin': page,
        'access-control-allow-credentials': 'true',
        vary: 'Origin',
      })
    })

    test('never act as the administrator whose browser they run in', async () => {
      const project = await aListedProject()
      const { cookie = '' } = await project.signedIn('owner')
      const answer = await asPage(project, page, { cookie, 'x-appwrite-mode': 'admin' })
      expect(answer.statusCode).toBe(401)
      const own = await asPage(project, 'http://localhost:4400', { cookie, 'x-appwrite-mode': 'admin' })
      expect(own.statusCode).toBe(404)
    })

    test('are told before they call what they may send', async () => {
      await aListedProject()
      const ask = (origin: string) =>
        server.app.inject({
          method: 'OPTIONS',
          url: '/v1/account/targets/push',
          headers: {
            origin,
            'access-control-request-method': 'POST',
            'access-control-request-headers': 'x-appwrite-project, content-type',
          },
        })
      const allowed = await ask(page)
      expect(allowed.statusCode).toBe(204)
      expect(allowed.headers['access-control-allow-origin']).toBe(page)
      expect(allowed.headers['access-control-allow-methods']).toContain('POST')
      expect(String(allowed.headers['access-control-allow-headers']).toLowerCase()).toContain(
        'x-appwrite-project',
      )
      const refused = await ask('https://evil.example.org')
      expect(refused.headers['access-control-allow-origin']).toBeUndefined()
    })
  })
})

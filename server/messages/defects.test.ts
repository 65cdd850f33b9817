// Upstream's known defects with messages, each by its number: here none of them is.
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ChannelType } from '../../contract/resource.ts'
import { startDue } from '../delivery/progress.ts'
import { type Answer, aServer, type TestServer } from '../testing/app.ts'
import { advance, databases, setNow } from '../testing/database.ts'
import { aPerson } from '../testing/people.ts'
import { aProject, type TestProject } from '../testing/project.ts'

const nine = '2030-03-01T09:00:00.000+00:00'
const ten = '2030-03-01T10:00:00.000+00:00'
const noon = '2030-03-01T12:00:00.000+00:00'

describe.each(databases)("upstream's defects, on $engine", ({ aDatabase }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await aServer({ database: await aDatabase() })
  })
  beforeEach(async () => {
    await setNow(server.database.db, nine)
  })

  const contents = {
    email: { subject: 'Hello', content: 'Good morning' },
    sms: { content: 'Good morning' },
    push: { title: 'Hello', body: 'Good morning' },
  } as const
  const types = ['email', 'sms', 'push'] as const

  async function aProjectWithTargets(): Promise<TestProject> {
    const project = await aProject(server)
    await aPerson(project.db, project.seq, 'ada', [
      { id: 'email', identifier: 'ada@example.org', type: 'email' },
      { id: 'sms', identifier: '+14155550100', type: 'sms' },
      { id: 'push', identifier: 'dEv1ce:t0ken', type: 'push' },
    ])
    return project
  }

  const create = ({ call }: TestProject, type: ChannelType, body: object) =>
    call('POST', `/messaging/messages/${type}`, { body: { messageId: 'm1', ...contents[type], ...body } })
  const change = ({ call }: TestProject, type: ChannelType, body: object) =>
    call('PATCH', `/messaging/messages/${type}/m1`, { body })
  const get = async ({ call }: TestProject) => (await call('GET', '/messaging/messages/m1')).body
  /** Deleted or not. */
  async function phaseOf({ db, seq }: TestProject): Promise<string> {
    const row = await db.selectFrom('messages').select('phase').where('project', '=', seq).executeTakeFirst()
    return row?.phase ?? ''
  }
  const refusal = ({ status, body }: Answer) => [status, body.type]

  test.each(types)('Q1: null for an optional param of an %s is as if it were not there', async (type) => {
    const project = await aProjectWithTargets()
    const fields = ['topics', 'users', 'cc', 'bcc', 'attachments', 'html', 'data', 'action', 'image', 'badge']
    const more = ['contentAvailable', 'critical', 'priority', 'scheduledAt', 'description', 'draft']
    const nulls = Object.fromEntries([...fields, ...more].map((field) => [field, null]))
    expect(await create(project, type, { ...nulls, targets: [type] })).toMatchObject({
      status: 201,
      body: { status: 'processing', topics: [], users: [], scheduledAt: null },
    })
  })

  test.each([
    ['email', { content: '字'.repeat(64_230) }],
    ['sms', { content: '字'.repeat(64_230) }],
    ['push', { body: '🔔'.repeat(64_230), data: { more: '🔔'.repeat(20_000) } }],
  ] as const)('Q11: the longest text of an %s may be of letters of several bytes', async (type, content) => {
    const project = await aProjectWithTargets()
    const made = await create(project, type, { draft: true, ...content })
    expect(made.status).toBe(201)
    expect(made.body.data).toMatchObject(content)
  })

  test('Q12: a target that is named twice, also as a copy, counts once', async () => {
    const project = await aProjectWithTargets()
    const made = await create(project, 'email', { targets: ['email', 'email'], cc: ['email'], draft: true })
    expect(made).toMatchObject({ status: 201, body: { targets: ['email'], data: { cc: ['email'] } } })
  })

  test('Q13: more than 500 targets are taken', async () => {
    const project = await aProject(server)
    const ids = Array.from({ length: 501 }, (_, index) => `t${index}`)
    const targets = ids.map((id) => ({ id, identifier: `${id}@example.org` }))
    await aPerson(project.db, project.seq, 'ada', targets)
    expect((await create(project, 'email', { targets: ids, draft: true })).body.targets).toEqual(ids)
    expect(refusal(await create(project, 'email', { targets: [...ids, 'gone'], draft: true }))).toEqual([
      400,
      'message_target_not_email',
    ])
  })

  test.each(types)('Q14: a draft of an %s that has a date can be changed', async (type) => {
    const project = await aProjectWithTargets()
    await create(project, type, { draft: true, scheduledAt: noon, targets: [type] })
    expect((await change(project, type, { topics: ['news'] })).body).toMatchObject({
      status: 'draft',
      scheduledAt: noon,
      topics: ['news'],
    })
    expect((await change(project, type, { scheduledAt: ten })).body).toMatchObject({
      status: 'scheduled',
      scheduledAt: ten,
    })
  })

  test('Q15: a scheduled SMS keeps its date, is changed and deleted', async () => {
    const project = await aProjectWithTargets()
    const made = await create(project, 'sms', { scheduledAt: noon, targets: ['sms'] })
    expect(made.body).toMatchObject({ status: 'scheduled', scheduledAt: noon })
    expect((await change(project, 'sms', { content: 'New' })).body).toMatchObject({
      status: 'scheduled',
      scheduledAt: noon,
      data: { content: 'New' },
    })
    expect((await project.call('DELETE', '/messaging/messages/m1')).status).toBe(204)
  })

  test.each(types)('Q17: a draft of an %s whose date has passed is changed, and sent', async (type) => {
    const project = await aProjectWithTargets()
    await create(project, type, { draft: true, scheduledAt: ten, targets: [type] })
    await advance(project.db, '2 hours')
    expect((await change(project, type, { description: 'Late' })).body).toMatchObject({
      status: 'draft',
      scheduledAt: ten,
    })
    expect((await change(project, type, { draft: false })).body.status).toBe('processing')
  })

  test.each(types)('Q18: "draft: false" alone sends an %s at once, whatever date it has', async (type) => {
    const project = await aProjectWithTargets()
    await create(project, type, { draft: true, scheduledAt: noon, targets: [type] })
    expect((await change(project, type, { draft: false })).body).toMatchObject({
      status: 'processing',
      scheduledAt: noon,
    })
  })

  test.each(types)('Q19: an %s is not there for the routes of the other types', async (type) => {
    const project = await aProjectWithTargets()
    const { body } = await create(project, type, { draft: true })
    for (const other of types.filter((one) => one !== type)) {
      const answer = await change(project, other, { ...contents[other], draft: false })
      expect(refusal(answer)).toEqual([404, 'message_not_found'])
    }
    expect(await get(project)).toEqual(body)
  })

  test.each(types)('Q20: the targets of an %s are checked in a change too', async (type) => {
    const project = await aProjectWithTargets()
    await create(project, type, { draft: true })
    for (const wrong of [...types.filter((one) => one !== type), 'unknown']) {
      const answer = await change(project, type, { targets: [type, wrong] })
      expect(refusal(answer)).toEqual([400, `message_target_not_${type}`])
    }
    expect((await change(project, type, { targets: [type] })).status).toBe(200)
  })

  test('Q21: whether a scheduled message may go is a matter of its status, not of how dates are written', async () => {
    const project = await aProjectWithTargets()
    await create(project, 'sms', { scheduledAt: ten, targets: ['sms'] })
    await setNow(project.db, '2030-03-01T10:00:01.000+00:00')
    expect((await project.call('DELETE', '/messaging/messages/m1')).status).toBe(204)
    await startDue(project.db, 100)
    expect(await phaseOf(project)).toBe('scheduled')
  })

  test('Q22: a message that was pulled back before anybody took it is not sent', async () => {
    const project = await aProjectWithTargets()
    await create(project, 'sms', { scheduledAt: ten, targets: ['sms'] })
    await change(project, 'sms', { draft: true })
    await advance(project.db, '2 hours')
    await startDue(project.db, 100)
    expect(await phaseOf(project)).toBe('draft')
  })
})

import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Answer, aServer, type TestServer } from '../testing/app.ts'
import { databases, setNow } from '../testing/database.ts'
import { aProject, type TestProject } from '../testing/project.ts'

const nine = '2030-03-01T09:00:00.000+00:00'
const noon = '2030-03-01T12:00:00.000+00:00'

describe.each(databases)('SMS on $engine', ({ aDatabase }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await aServer({ database: await aDatabase() })
  })
  beforeEach(async () => {
    await setNow(server.database.db, nine)
  })

  async function aProjectWithNumbers(): Promise<TestProject> {
    const project = await aProject(server)
    await project.call('POST', '/users', { body: { userId: 'ada' } })
    for (const [targetId, providerType, identifier] of [
      ['mobile', 'sms', '+14155550100'],
      ['office', 'sms', '+14155550101'],
      ['mail', 'email', 'ada@example.org'],
    ]) {
      await project.call('POST', '/users/ada/targets', { body: { targetId, providerType, identifier } })
    }
    return project
  }

  const create = ({ call }: TestProject, body: object) => call('POST', '/messaging/messages/sms', { body })
  const change = ({ call }: TestProject, body: object) =>
    call('PATCH', '/messaging/messages/sms/m1', { body })
  const refusal = ({ status, body }: Answer) => [status, body.type]

  test('it says one text, and is shown whole', async () => {
    const project = await aProjectWithNumbers()
    const made = await create(project, {
      messageId: 'm1',
      content: 'Your parcel is here 📦',
      topics: ['parcels'],
      users: ['ada'],
      targets: ['mobile', 'office'],
      draft: true,
      from: '+1415',
    })
    expect(made).toMatchObject({
      status: 201,
      body: {
        providerType: 'sms',
        status: 'draft',
        topics: ['parcels'],
        users: ['ada'],
        targets: ['mobile', 'office'],
        scheduledAt: null,
      },
    })
    expect(made.body.data).toEqual({ content: 'Your parcel is here 📦' })
    expect((await project.call('GET', '/messaging/messages/m1')).body).toEqual(made.body)
  })

  test('a draft may be empty; what is to be sent may not', async () => {
    const project = await aProjectWithNumbers()
    expect((await create(project, { messageId: 'm1', draft: true })).body.data).toEqual({ content: '' })
    const empty = await create(project, { messageId: 'm2', targets: ['mobile'] })
    expect(empty).toMatchObject({ status: 400, body: { params: [{ path: 'content' }] } })
    expect(await change(project, { draft: false, targets: ['mobile'] })).toMatchObject({
      status: 400,
      body: { type: 'message_missing_content', params: [{ path: 'content' }] },
    })
    expect((await change(project, { draft: false, targets: ['mobile'], content: 'Hi' })).body).toMatchObject({
      status: 'processing',
      data: { content: 'Hi' },
    })
  })

  test('only numbers are targets, in a create and in a change', async () => {
    const project = await aProjectWithNumbers()
    const wrong = { messageId: 'm1', content: 'Hi', targets: ['mobile', 'mail', 'none'] }
    expect(await create(project, wrong)).toMatchObject({
      status: 400,
      body: { type: 'message_target_not_sms', params: [{ path: 'targets' }] },
    })
    await create(project, { messageId: 'm1', content: 'Hi', draft: true })
    expect(refusal(await change(project, { targets: ['mail'] }))).toEqual([400, 'message_target_not_sms'])
  })

  test('it is changed by its own route, and as an e-mail is', async () => {
    const project = await aProjectWithNumbers()
    await create(project, { messageId: 'm1', content: 'Hi', topics: ['news'], scheduledAt: noon })
    expect((await change(project, { content: 'Hello', topics: ['offers'] })).body).toMatchObject({
      status: 'scheduled',
      scheduledAt: noon,
      topics: ['offers'],
      data: { content: 'Hello' },
    })
    expect((await change(project, { draft: true })).body.status).toBe('draft')
    expect((await change(project, { draft: false })).body.status).toBe('processing')
    expect(refusal(await change(project, {}))).toEqual([400, 'message_already_processing'])
  })

  test('the longest text is 64,230 characters', async () => {
    const project = await aProjectWithNumbers()
    const of = (length: number) => ({ messageId: 'unique()', draft: true, content: 'ä'.repeat(length) })
    expect((await create(project, of(64_230))).status).toBe(201)
    expect((await create(project, of(64_231))).status).toBe(400)
  })

  test('it is found by what it says', async () => {
    const project = await aProjectWithNumbers()
    await create(project, { messageId: 'm1', draft: true, content: 'The parcel is here' })
    await create(project, { messageId: 'm2', draft: true, content: 'The train is late' })
    const { body } = await project.call('GET', '/messaging/messages', { query: { search: 'parc' } })
    expect(body).toMatchObject({ total: 1, messages: [{ $id: 'm1' }] })
  })
})

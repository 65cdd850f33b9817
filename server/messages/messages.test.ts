import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { emailDraft, type MessagePhase, type MessageStatus } from '../../contract/messages.ts'
import { queries } from '../../contract/queries.ts'
import type { ProjectContext } from '../http/context.ts'
import { type Answer, aServer, type TestServer } from '../testing/app.ts'
import { advance, databases, setNow } from '../testing/database.ts'
import { aProject, type TestProject, tally } from '../testing/project.ts'
import { createEmail, updateEmail } from './emails.ts'
import { deleteMessage } from './messages.ts'

const nine = '2030-03-01T09:00:00.000+00:00'
const ten = '2030-03-01T10:00:00.000+00:00'
const noon = '2030-03-01T12:00:00.000+00:00'

describe.each(databases)('messages on $engine', ({ aDatabase }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await aServer({ database: await aDatabase() })
  })
  beforeEach(async () => {
    await setNow(server.database.db, nine)
  })

  /** With a target `ada` (e-mail) and one `phone` (SMS). */
  async function aProjectWithAda(): Promise<TestProject> {
    const project = await aProject(server)
    await project.call('POST', '/users', { body: { userId: 'ada' } })
    for (const [targetId, providerType, identifier] of [
      ['ada', 'email', 'ada@example.org'],
      ['bob', 'email', 'bob@example.org'],
      ['phone', 'sms', '+14155550100'],
    ]) {
      await project.call('POST', '/users/ada/targets', { body: { targetId, providerType, identifier } })
    }
    return project
  }

  const text = { subject: 'Hello', content: 'Good morning' }
  const draft = { messageId: 'm1', ...text, draft: true }

  function create(
    { call }: TestProject,
    body: object,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    return call('POST', '/messaging/messages/email', { body, headers })
  }

  function change(
    { call }: TestProject,
    body: object,
    headers: Record<string, string> = {},
    id = 'm1',
  ): Promise<Answer> {
    return call('PATCH', `/messaging/messages/email/${id}`, { body, headers })
  }

  async function get({ call }: TestProject, id = 'm1'): Promise<Answer['body']> {
    return (await call('GET', `/messaging/messages/${id}`)).body
  }

  /** As delivery would leave it. */
  async function move({ db, seq }: TestProject, status: MessageStatus, phase: MessagePhase): Promise<void> {
    await db.updateTable('messages').set({ status, phase }).where('project', '=', seq).execute()
  }

  /** Its time has come, and the engine has not taken it yet. */
  async function due({ db, seq }: TestProject): Promise<void> {
    await db
      .updateTable('messages')
      .set({ phase: 'scheduled', scheduled_at: nine })
      .where('project', '=', seq)
      .execute()
  }

  function refusal({ status, body }: Answer) {
    return [status, body.type]
  }

  describe('creating', () => {
    test('a draft may lack everything, and is shown whole', async () => {
      const project = await aProject(server)
      const made = await create(project, { messageId: 'm1', draft: true, html: null, cc: null })
      expect(made).toMatchObject({
        status: 201,
        body: {
          $id: 'm1',
          $createdAt: nine,
          providerType: 'email',
          topics: [],
          users: [],
          targets: [],
          scheduledAt: null,
          deliveredAt: null,
          deliveryErrors: [],
          deliveredTotal: 0,
          data: { subject: '', content: '', html: false, cc: [], bcc: [], attachments: [] },
          status: 'draft',
          description: '',
          timeZone: '',
          providerId: '',
          delivery: {
            phase: 'draft',
            total: 0,
            counts: { pending: 0, sending: 0, sent: 0, failed: 0, inDoubt: 0, cancelled: 0, skipped: 0 },
            testTotal: 0,
            startedAt: null,
            finishedAt: null,
          },
        },
      })
      expect(await get(project)).toEqual(made.body)
    })

    test.each([
      { sent: { draft: true }, status: 'draft', phase: 'draft', scheduledAt: null },
      { sent: { draft: true, scheduledAt: noon }, status: 'draft', phase: 'draft', scheduledAt: noon },
      { sent: { scheduledAt: noon }, status: 'scheduled', phase: 'scheduled', scheduledAt: noon },
      {
        sent: { draft: false, scheduledAt: '2030-03-01 12:00:00.000' },
        status: 'scheduled',
        phase: 'scheduled',
        scheduledAt: noon,
      },
      { sent: { scheduledAt: nine }, status: 'scheduled', phase: 'scheduled', scheduledAt: nine },
      { sent: {}, status: 'processing', phase: 'preparing', scheduledAt: null },
      { sent: { draft: false }, status: 'processing', phase: 'preparing', scheduledAt: null },
    ])('$sent makes it $status', async ({ sent, status, phase, scheduledAt }) => {
      const project = await aProject(server)
      const made = await create(project, { messageId: 'm1', ...text, topics: ['news'], ...sent })
      expect(made).toMatchObject({
        status: 201,
        body: { status, scheduledAt, delivery: { phase, startedAt: null } },
      })
    })

    test('who is named is kept in order and once; topics and people need not exist', async () => {
      const project = await aProjectWithAda()
      const made = await create(project, {
        ...draft,
        topics: ['z', 'a', 'z'],
        users: ['nobody'],
        targets: ['bob', 'ada', 'bob'],
        cc: ['ada'],
        bcc: ['bob'],
        html: true,
        description: 'March',
        timeZone: 'Europe/Berlin',
      })
      expect(made).toMatchObject({
        status: 201,
        body: {
          topics: ['z', 'a'],
          users: ['nobody'],
          targets: ['bob', 'ada'],
          data: { html: true, cc: ['ada'], bcc: ['bob'] },
          description: 'March',
          timeZone: 'Europe/Berlin',
        },
      })
    })

    test('the params are checked first, then the recipients, the targets, the attachments, the id', async () => {
      const project = await aProjectWithAda()
      await create(project, draft)
      const wrong = { messageId: 'm1', ...text, targets: ['phone'], attachments: ['bucket:file'] }
      const refused = async (body: object) => refusal(await create(project, body))

      expect(await refused({ ...wrong, subject: '', topics: [], targets: [] })).toEqual([
        400,
        'general_argument_invalid',
      ])
      const past = await create(project, { ...wrong, targets: [], scheduledAt: '2030-03-01T08:59:59Z' })
      expect(past).toMatchObject({
        status: 400,
        body: { type: 'general_argument_invalid', params: [{ path: 'scheduledAt' }] },
      })
      expect(await refused({ ...wrong, targets: [], cc: ['ada'] })).toEqual([400, 'message_missing_target'])
      expect(await refused(wrong)).toEqual([400, 'message_target_not_email'])
      expect(await refused({ ...wrong, targets: ['ada'] })).toEqual([404, 'storage_bucket_not_found'])
      expect(await refused({ ...wrong, targets: ['ada'], attachments: [] })).toEqual([
        409,
        'message_already_exists',
      ])
    })

    test("a draft's dates and targets are checked as well", async () => {
      const project = await aProjectWithAda()
      for (const scheduledAt of ['2030-03-01T08:59:59Z', '0000-01-01', '1999-12-31', 'soon']) {
        const refused = await create(project, { ...draft, scheduledAt })
        expect(refused).toMatchObject({ status: 400, body: { params: [{ path: 'scheduledAt' }] } })
      }
      const wrong = await create(project, {
        ...draft,
        targets: ['ada', 'phone'],
        cc: ['nobody'],
        bcc: ['bob'],
      })
      expect(wrong).toMatchObject({
        status: 400,
        body: { type: 'message_target_not_email', params: [{ path: 'targets' }, { path: 'cc' }] },
      })
    })

    test('only a provider of the type can be named', async () => {
      const project = await aProject(server)
      for (const type of ['email', 'push']) {
        const body = { providerId: type, name: type, type }
        await project.call('POST', '/messaging/providers/inbox', { body })
      }
      expect(refusal(await create(project, { ...draft, providerId: 'none' }))).toEqual([
        404,
        'provider_not_found',
      ])
      expect(refusal(await create(project, { ...draft, providerId: 'push' }))).toEqual([
        400,
        'provider_incorrect_type',
      ])
      expect((await create(project, { ...draft, providerId: 'email' })).body.providerId).toBe('email')
      await project.call('DELETE', '/messaging/providers/email')
      expect((await change(project, { subject: 'x' })).body.providerId).toBe('email')
    })

    test('a text of the longest length is taken, in whatever letters', async () => {
      const project = await aProject(server)
      const made = await create(project, { ...draft, content: '🔔'.repeat(64_230) })
      expect(made.status).toBe(201)
      expect(
        (await create(project, { ...draft, messageId: 'm2', content: '🔔'.repeat(64_231) })).status,
      ).toBe(400)
    })
  })

  describe('changing', () => {
    const past = '2030-03-01T08:00:00.000+00:00'

    test.each([
      { from: 'draft', sent: { subject: 'New' }, status: 'draft', scheduledAt: null },
      { from: 'draft', sent: { draft: true, scheduledAt: noon }, status: 'draft', scheduledAt: noon },
      { from: 'draft', sent: { scheduledAt: noon }, status: 'scheduled', scheduledAt: noon },
      { from: 'draft', sent: { draft: false, scheduledAt: noon }, status: 'scheduled', scheduledAt: noon },
      { from: 'draft', sent: { draft: null, scheduledAt: noon }, status: 'scheduled', scheduledAt: noon },
      { from: 'draft', sent: { draft: false }, status: 'processing', scheduledAt: null },
      { from: 'dated draft', sent: { draft: false }, status: 'processing', scheduledAt: ten },
      { from: 'dated draft', sent: { subject: 'New' }, status: 'draft', scheduledAt: ten },
      { from: 'scheduled', sent: { subject: 'New' }, status: 'scheduled', scheduledAt: ten },
      { from: 'scheduled', sent: { draft: true }, status: 'draft', scheduledAt: ten },
      { from: 'scheduled', sent: { scheduledAt: noon }, status: 'scheduled', scheduledAt: noon },
      { from: 'scheduled', sent: { draft: false }, status: 'processing', scheduledAt: ten },
      { from: 'missed', sent: { subject: 'New' }, status: 'scheduled', phase: 'missed', scheduledAt: past },
      { from: 'missed', sent: { scheduledAt: noon }, status: 'scheduled', scheduledAt: noon },
      { from: 'missed', sent: { draft: false }, status: 'processing', scheduledAt: past },
      { from: 'missed', sent: { draft: true }, status: 'draft', scheduledAt: past },
      { from: 'late draft', sent: { subject: 'New' }, status: 'draft', scheduledAt: past },
      { from: 'late draft', sent: { draft: false }, status: 'processing', scheduledAt: past },
    ])('$from and $sent make it $status', async ({ from, sent, status, scheduledAt, phase }) => {
      const project = await aProject(server)
      const isDraft = from.endsWith('draft')
      const at = from === 'draft' ? {} : { scheduledAt: ten }
      await create(project, { messageId: 'm1', ...text, topics: ['news'], draft: isDraft, ...at })
      if (from === 'missed') await move(project, 'scheduled', 'missed')
      if (from === 'missed' || from === 'late draft') {
        await project.db
          .updateTable('messages')
          .set({ scheduled_at: past })
          .where('project', '=', project.seq)
          .execute()
      }
      const changed = await change(project, sent)
      const phases = { draft: 'draft', scheduled: 'scheduled', processing: 'preparing' } as const
      expect(changed).toMatchObject({
        status: 200,
        body: { status, scheduledAt, delivery: { phase: phase ?? phases[status as keyof typeof phases] } },
      })
      expect(await get(project)).toEqual(changed.body)
    })

    test('what is not named stays, lists are replaced, and null names nothing', async () => {
      const project = await aProjectWithAda()
      await create(project, {
        ...draft,
        topics: ['a', 'b'],
        users: ['u', 'v'],
        targets: ['ada'],
        cc: ['bob'],
        bcc: ['bob'],
        description: 'March',
      })
      const lists = { topics: ['c'], users: ['w'], cc: [], bcc: ['ada'] }
      const changed = await change(project, { ...lists, content: null, html: true })
      expect(changed.body).toMatchObject({
        topics: ['c'],
        users: ['w'],
        targets: ['ada'],
        description: 'March',
        data: { ...text, html: true, cc: [], bcc: ['ada'] },
      })
      const again = await change(project, { targets: ['bob'], topics: null, users: [] })
      expect(again.body).toMatchObject({
        topics: ['c'],
        users: [],
        targets: ['bob'],
        data: changed.body.data,
      })
    })

    test.each([
      ['processing', 'sending', 'message_already_processing'],
      ['sent', 'done', 'message_already_sent'],
      ['failed', 'done', 'message_already_failed'],
      ['failed', 'cancelled', 'message_already_failed'],
    ] as const)(
      'a message that is %s (%s) cannot be changed, not even by nothing',
      async (status, phase, type) => {
        const project = await aProject(server)
        await create(project, { ...draft, topics: ['news'] })
        await move(project, status, phase)
        expect(refusal(await change(project, {}))).toEqual([400, type])
        expect(refusal(await change(project, { draft: true }))).toEqual([400, type])
      },
    )

    test('the checks come in their order', async () => {
      const project = await aProjectWithAda()
      const all = { draft: false, targets: ['phone'], attachments: ['b:f'], subject: '' }
      expect(refusal(await change(project, { scheduledAt: '2000-01-01' }))).toEqual([
        400,
        'general_argument_invalid',
      ])
      expect(refusal(await change(project, all))).toEqual([404, 'message_not_found'])
      await create(project, draft)
      expect(refusal(await change(project, { ...all, targets: [] }))).toEqual([400, 'message_missing_target'])
      await move(project, 'sent', 'done')
      expect(refusal(await change(project, { ...all, targets: [] }))).toEqual([400, 'message_missing_target'])
      expect(refusal(await change(project, all))).toEqual([400, 'message_already_sent'])
      // As no way of the API leaves it: scheduled, and for no time.
      await move(project, 'scheduled', 'scheduled')
      expect(refusal(await change(project, { ...all, draft: null }))).toEqual([
        400,
        'message_missing_schedule',
      ])
      await due(project)
      expect(refusal(await change(project, { ...all, draft: true }))).toEqual([
        400,
        'message_already_scheduled',
      ])
      await move(project, 'draft', 'draft')
      expect(refusal(await change(project, all))).toEqual([400, 'message_target_not_email'])
      expect(refusal(await change(project, { ...all, targets: ['ada'] }))).toEqual([
        404,
        'storage_bucket_not_found',
      ])
      const empty = await change(project, { draft: false, targets: ['ada'], subject: '' })
      expect(empty).toMatchObject({
        status: 400,
        body: { type: 'message_missing_content', params: [{ path: 'subject' }] },
      })
      expect(await get(project)).toMatchObject({ status: 'draft', targets: [], data: text })
    })

    test('a draft may be emptied, a scheduled message may not', async () => {
      const project = await aProject(server)
      await create(project, { ...draft, topics: ['news'] })
      expect((await change(project, { subject: '', content: '', topics: [] })).status).toBe(200)
      await change(project, { ...text, topics: ['news'], scheduledAt: noon })
      expect(refusal(await change(project, { content: '' }))).toEqual([400, 'message_missing_content'])
      expect(refusal(await change(project, { topics: [] }))).toEqual([400, 'message_missing_target'])
    })

    test('a target that was deleted since does not stop a change of something else', async () => {
      const project = await aProjectWithAda()
      await create(project, { ...draft, targets: ['ada', 'bob'] })
      await project.call('DELETE', '/users/ada/targets/bob')
      expect((await change(project, { subject: 'New' })).status).toBe(200)
      expect(refusal(await change(project, { targets: ['ada', 'bob'] }))).toEqual([
        400,
        'message_target_not_email',
      ])
    })

    test('once its time has come a scheduled message is the engine’s', async () => {
      const project = await aProject(server)
      await create(project, { messageId: 'm1', ...text, topics: ['news'], scheduledAt: ten })
      await setNow(project.db, ten)
      expect(refusal(await change(project, { draft: true }))).toEqual([400, 'message_already_scheduled'])
      expect(refusal(await change(project, { scheduledAt: noon }))).toEqual([
        400,
        'message_already_scheduled',
      ])
    })

    test('a message of another type looks as if it were not there', async () => {
      const project = await aProject(server)
      await create(project, draft)
      await project.db
        .updateTable('messages')
        .set({ type: 'sms', data: JSON.stringify({ content: 'Hi' }) })
        .where('project', '=', project.seq)
        .execute()
      expect(refusal(await change(project, { content: 'x' }))).toEqual([404, 'message_not_found'])
      expect(await get(project)).toMatchObject({ providerType: 'sms', data: { content: 'Hi' } })
    })

    test('a change that is based on an older state is refused', async () => {
      const project = await aProject(server)
      const { body: first } = await create(project, draft)
      const { body: second } = await change(
        project,
        { subject: 'New' },
        { 'if-match': `"${first.$updatedAt}"` },
      )
      expect(second.$updatedAt > first.$updatedAt).toBe(true)
      const stale = await change(project, { subject: 'Newer' }, { 'if-match': first.$updatedAt })
      expect(refusal(stale)).toEqual([412, 'message_changed'])
      expect(refusal(await change(project, {}, { 'if-match': first.$updatedAt }, 'm2'))).toEqual([
        404,
        'message_not_found',
      ])
      const { body: same } = await change(project, { subject: 'New' }, { 'if-match': second.$updatedAt })
      expect(same.$updatedAt).toBe(second.$updatedAt)
    })

    test('of two who change the same state at once, one does', async () => {
      const project = await aProject(server)
      const { body } = await create(project, draft)
      const headers = { 'if-match': body.$updatedAt }
      const answers = await Promise.all(
        ['a', 'b', 'c', 'd'].map((subject) => change(project, { subject }, headers)),
      )
      expect(tally(answers)).toEqual({ 200: 1, 412: 3 })
    })
  })

  describe('sending', () => {
    function send({ call }: TestProject, body: object = {}, headers: Record<string, string> = {}) {
      return call('POST', '/messaging/messages/m1/send', { body, headers })
    }

    test('a draft goes at once, or in some seconds by the clock of the database', async () => {
      const project = await aProject(server)
      await create(project, { ...draft, topics: ['news'] })
      const planned = await send(project, { inSeconds: 10 })
      expect(planned).toMatchObject({
        status: 200,
        body: {
          status: 'scheduled',
          scheduledAt: '2030-03-01T09:00:10.000+00:00',
          delivery: { phase: 'scheduled' },
        },
      })
      expect((await change(project, { draft: true })).body.status).toBe('draft')
      expect(await send(project)).toMatchObject({
        status: 200,
        body: { status: 'processing', delivery: { phase: 'preparing', startedAt: null } },
      })
    })

    test('what missed its time can be sent late', async () => {
      const project = await aProject(server)
      await create(project, { messageId: 'm1', ...text, topics: ['news'], scheduledAt: ten })
      await move(project, 'scheduled', 'missed')
      await advance(project.db, '2 hours')
      expect((await send(project)).body).toMatchObject({ status: 'processing', scheduledAt: ten })
    })

    test('there has to be something to say, and somebody to say it to', async () => {
      const project = await aProject(server)
      expect(refusal(await send(project))).toEqual([404, 'message_not_found'])
      await create(project, { messageId: 'm1', draft: true })
      expect(refusal(await send(project))).toEqual([400, 'message_missing_target'])
      await change(project, { topics: ['news'], subject: 'Hello' })
      expect(await send(project)).toMatchObject({
        status: 400,
        body: { type: 'message_missing_content', params: [{ path: 'content' }] },
      })
      expect((await send(project, { inSeconds: 601 })).status).toBe(400)
    })

    test.each([
      ['scheduled', 'scheduled', 'message_already_scheduled'],
      ['processing', 'preparing', 'message_already_processing'],
      ['sent', 'done', 'message_already_sent'],
      ['failed', 'done', 'message_already_failed'],
    ] as const)('a message that is %s is not sent from here', async (status, phase, type) => {
      const project = await aProject(server)
      await create(project, { ...draft, topics: ['news'] })
      await move(project, status, phase)
      expect(refusal(await send(project))).toEqual([400, type])
    })

    test('what was seen is what is sent', async () => {
      const project = await aProject(server)
      const { body } = await create(project, { ...draft, topics: ['news'] })
      await change(project, { subject: 'New' })
      expect(refusal(await send(project, {}, { 'if-match': body.$updatedAt }))).toEqual([
        412,
        'message_changed',
      ])
    })
  })

  test('the engine is told of what it has to do, once it is there to be found', async () => {
    const project = await aProject(server)
    const told: Promise<string[]>[] = []
    const statuses = async () => {
      const { body } = await project.call('GET', '/messaging/messages')
      return body.messages.map((message: { status: string }) => message.status)
    }
    const context: ProjectContext = {
      ...server.services,
      project: { seq: project.seq, id: project.id },
      actor: { type: 'keyProject', id: 'k', name: 'Key', scopes: new Set() },
      ip: '',
      agent: '',
      nudge: () => void told.push(statuses()),
    }
    const parsed = (body: object) => emailDraft.parse({ ...text, topics: ['news'], ...body })

    await createEmail(context, parsed({ messageId: 'm1', draft: true }))
    await createEmail(context, parsed({ messageId: 'm2', scheduledAt: noon }))
    expect(told).toHaveLength(0)
    await createEmail(context, parsed({ messageId: 'm3' }))
    expect(await Promise.all(told)).toEqual([['draft', 'scheduled', 'processing']])
    await updateEmail(context, 'm1', { subject: 'New' })
    expect(told).toHaveLength(1)
    await updateEmail(context, 'm1', { draft: false })
    expect(await told[1]).toEqual(['processing', 'scheduled', 'processing'])
    await deleteMessage(context, 'm1')
    expect(await told[2]).toEqual(['scheduled', 'processing'])
  })

  describe('deleting', () => {
    test.each([
      ['draft', 'draft'],
      ['scheduled', 'scheduled'],
      ['processing', 'sending'],
      ['sent', 'done'],
      ['failed', 'done'],
    ] as const)('a message that is %s can be deleted, and its id is free', async (status, phase) => {
      const project = await aProject(server)
      await create(project, draft)
      await move(project, status, phase)
      expect((await project.call('DELETE', '/messaging/messages/m1')).status).toBe(204)
      expect(refusal(await project.call('DELETE', '/messaging/messages/m1'))).toEqual([
        404,
        'message_not_found',
      ])
      expect((await project.call('GET', '/messaging/messages/m1')).status).toBe(404)
      expect((await project.call('GET', '/messaging/messages')).body).toEqual({ total: 0, messages: [] })
      expect((await create(project, draft)).status).toBe(201)
    })
  })

  describe('rights', () => {
    test('an author drafts, and nothing that sends', async () => {
      const project = await aProject(server)
      const headers = { 'x-appwrite-project': project.id, ...(await project.signedIn('author')) }
      const asked = (body: object, id = 'm1') => change(project, body, headers, id)
      const refused = [401, 'general_unauthorized_scope']

      expect((await create(project, { ...draft, topics: ['news'] }, headers)).status).toBe(201)
      expect((await asked({ subject: 'New' })).status).toBe(200)
      expect((await asked({ draft: true, scheduledAt: noon })).status).toBe(200)
      expect(refusal(await asked({ draft: false }))).toEqual(refused)
      expect(refusal(await asked({ scheduledAt: noon }))).toEqual(refused)
      expect(refusal(await create(project, { messageId: 'm2', ...text, topics: ['news'] }, headers))).toEqual(
        refused,
      )
      expect(
        refusal(await project.call('POST', '/messaging/messages/m1/send', { headers, body: {} })),
      ).toEqual(refused)

      await create(project, { messageId: 'm2', ...text, topics: ['news'], scheduledAt: noon })
      expect(refusal(await asked({ subject: 'New' }, 'm2'))).toEqual(refused)
      expect(refusal(await asked({ draft: true }, 'm2'))).toEqual(refused)
      expect(refusal(await project.call('DELETE', '/messaging/messages/m2', { headers }))).toEqual(refused)
      expect((await project.call('DELETE', '/messaging/messages/m1', { headers })).status).toBe(204)
    })

    test('an editor sends, a viewer only looks', async () => {
      const project = await aProject(server)
      const as = async (role: 'editor' | 'viewer') => ({
        'x-appwrite-project': project.id,
        ...(await project.signedIn(role)),
      })
      const viewer = await as('viewer')
      expect((await create(project, draft, viewer)).status).toBe(401)
      expect(
        (await create(project, { messageId: 'm1', ...text, topics: ['a'] }, await as('editor'))).status,
      ).toBe(201)
      expect((await project.call('GET', '/messaging/messages/m1', { headers: viewer })).status).toBe(200)
    })
  })

  describe('lists', () => {
    test('messages are found by what they are and say', async () => {
      const project = await aProjectWithAda()
      await create(project, { ...draft, messageId: 'a', subject: 'Spring sale', topics: ['news', 'offers'] })
      await create(project, {
        ...draft,
        messageId: 'b',
        subject: 'Hello',
        users: ['ada'],
        description: 'Onboarding',
      })
      await create(project, { ...text, messageId: 'c', targets: ['ada'], scheduledAt: noon })
      await create(project, { ...draft, messageId: 'gone', topics: ['news'] })
      await project.call('DELETE', '/messaging/messages/gone')
      await project.db
        .updateTable('messages')
        .set({ recipient_total: 7, failed_total: 2, sent_total: 4, in_doubt_total: 1, started_at: nine })
        .where('project', '=', project.seq)
        .where('id', '=', 'c')
        .execute()
      const ids = async (query: Record<string, string | string[]>) => {
        const { body } = await project.call('GET', '/messaging/messages', { query })
        expect(body.total).toBe(body.messages.length)
        return body.messages.map((message: { $id: string }) => message.$id)
      }
      const matching = (...texts: string[]) => ids({ 'queries[]': texts })

      expect(await ids({})).toEqual(['a', 'b', 'c'])
      expect(await matching(queries.equal('status', 'draft'))).toEqual(['a', 'b'])
      expect(await matching(queries.equal('phase', ['scheduled', 'missed']))).toEqual(['c'])
      expect(await matching(queries.contains('topics', 'offers'))).toEqual(['a'])
      expect(await matching(queries.contains('users', ['ada']))).toEqual(['b'])
      expect(await matching(queries.contains('targets', ['ada']))).toEqual(['c'])
      expect(await matching(queries.between('scheduledAt', ten, noon))).toEqual(['c'])
      expect(await matching(queries.isNull('scheduledAt'))).toEqual(['a', 'b'])
      expect(await matching(queries.equal('description', 'onboarding'))).toEqual(['b'])
      expect(await matching(queries.greaterThan('failedTotal', 0), queries.equal('inDoubtTotal', 1))).toEqual(
        ['c'],
      )
      expect(await matching(queries.equal('recipientTotal', 7), queries.isNotNull('startedAt'))).toEqual([
        'c',
      ])
      expect(await matching(queries.isNull('finishedAt'), queries.equal('providerId', ''))).toEqual([
        'a',
        'b',
        'c',
      ])
      expect(
        await matching(queries.orderDesc('scheduledAt'), queries.equal('providerType', 'email')),
      ).toHaveLength(3)
      expect(await ids({ search: 'spring' })).toEqual(['a'])
      expect(await ids({ search: 'onboard' })).toEqual(['b'])
      expect(await ids({ search: 'draft' })).toEqual(['a', 'b'])
      expect((await get(project, 'c')).delivery).toMatchObject({ total: 7, startedAt: nine })
    })

    test('the targets of a message are those that it names by themselves and that are still there', async () => {
      const project = await aProjectWithAda()
      await create(project, { ...draft, targets: ['bob', 'ada'], cc: ['ada'], users: ['ada'] })
      const list = async (...texts: string[]) => {
        const { body } = await project.call('GET', '/messaging/messages/m1/targets', {
          query: { 'queries[]': texts },
        })
        return [body.total, body.targets.map((target: { $id: string }) => target.$id)]
      }
      expect(await list()).toEqual([2, ['ada', 'bob']])
      expect(await list(queries.cursorAfter('ada'))).toEqual([2, ['bob']])
      expect(await list(queries.equal('identifier', 'bob@example.org'))).toEqual([1, ['bob']])
      await project.call('DELETE', '/users/ada/targets/bob')
      expect(await list()).toEqual([1, ['ada']])
      const others = { topics: ['ada'], users: ['ada'], cc: ['ada'], bcc: ['ada'] }
      await create(project, { ...draft, messageId: 'm2', ...others })
      expect((await project.call('GET', '/messaging/messages/m2/targets')).body).toEqual({
        total: 0,
        targets: [],
      })
      expect(refusal(await project.call('GET', '/messaging/messages/m3/targets'))).toEqual([
        404,
        'message_not_found',
      ])
    })
  })

  describe('activity', () => {
    async function logsOf({ call }: TestProject, id = 'm1') {
      const { body } = await call('GET', `/messaging/messages/${id}/logs`)
      return body.logs.toReversed().map((log: Answer['body']) => [log.event, log.changes])
    }

    test('each write is an entry, with what changed', async () => {
      const project = await aProject(server)
      await create(project, { ...draft, topics: ['news'] })
      await change(project, { content: 'x'.repeat(300) })
      await change(project, { scheduledAt: noon })
      await change(project, { draft: true })
      await project.call('POST', '/messaging/messages/m1/send', { body: {} })
      expect(await logsOf(project)).toEqual([
        ['message.create', {}],
        ['message.update', { content: ['Good morning', `${'x'.repeat(200)}…`] }],
        ['message.update', { scheduledAt: [null, noon], status: ['draft', 'scheduled'] }],
        ['message.update', { status: ['scheduled', 'draft'] }],
        ['message.send', { status: ['draft', 'processing'] }],
      ])
    })

    test("a person's saves of a draft within ten minutes are one entry", async () => {
      const project = await aProject(server)
      const ada = { 'x-appwrite-project': project.id, ...(await project.signedIn('author')) }
      const bob = { 'x-appwrite-project': project.id, ...(await project.signedIn('author')) }
      await create(project, draft, ada)
      await change(project, { subject: 'H', html: true }, ada)
      await change(project, { subject: 'Hello all', html: false }, ada)
      await advance(project.db, '9 minutes')
      await change(project, { description: 'March' }, ada)
      await change(project, { subject: 'Hi' }, bob)
      await change(project, { subject: 'Hey' }, ada)
      await advance(project.db, '10 minutes')
      await change(project, { subject: 'Ho' }, ada)
      expect(await logsOf(project)).toEqual([
        ['message.create', {}],
        ['message.update', { subject: ['Hello', 'Hello all'], description: ['', 'March'] }],
        ['message.update', { subject: ['Hello all', 'Hi'] }],
        ['message.update', { subject: ['Hi', 'Hey'] }],
        ['message.update', { subject: ['Hey', 'Ho'] }],
      ])
    })

    test("a program's saves are entries of their own", async () => {
      const project = await aProject(server)
      await create(project, draft)
      await change(project, { subject: 'a' })
      await change(project, { subject: 'b' })
      expect(await logsOf(project)).toHaveLength(3)
    })

    test('a message whose id was used before has its own past', async () => {
      const project = await aProject(server)
      await create(project, draft)
      await advance(project.db, '1 second')
      await project.call('DELETE', '/messaging/messages/m1')
      await advance(project.db, '1 second')
      await create(project, draft)
      expect(await logsOf(project)).toEqual([['message.create', {}]])
      const { total } = await project.db
        .selectFrom('activity')
        .select((rows) => rows.fn.countAll<number>().as('total'))
        .where('project', '=', project.seq)
        .executeTakeFirstOrThrow()
      expect(total).toBe(3)
    })
  })

  test('two projects with the same ids know nothing of each other', async () => {
    const one = await aProjectWithAda()
    const other = await aProject(server)
    await create(one, { ...draft, topics: ['news'], targets: ['ada'] })
    expect(refusal(await create(other, { ...draft, targets: ['ada'] }))).toEqual([
      400,
      'message_target_not_email',
    ])
    for (const [method, path] of [
      ['GET', '/messaging/messages/m1'],
      ['GET', '/messaging/messages/m1/targets'],
      ['GET', '/messaging/messages/m1/logs'],
      ['PATCH', '/messaging/messages/email/m1'],
      ['POST', '/messaging/messages/m1/send'],
      ['DELETE', '/messaging/messages/m1'],
    ] as const) {
      expect(refusal(await other.call(method, path, { body: {} }))).toEqual([404, 'message_not_found'])
    }
    expect((await create(other, { ...draft, subject: 'Other' })).status).toBe(201)
    await other.call('DELETE', '/messaging/messages/m1')
    expect(await get(one)).toMatchObject({ data: { subject: 'Hello' } })
  })
})

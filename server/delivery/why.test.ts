import { beforeAll, describe, expect, test } from 'vitest'
import type { VerdictCode } from '../../contract/explanations.ts'
import { queries } from '../../contract/queries.ts'
import type { Scope } from '../../contract/scopes.ts'
import { type Answer, aServer, eventually, type TestServer } from '../testing/app.ts'
import { databases } from '../testing/database.ts'
import { aProject, type TestProject } from '../testing/project.ts'
import { startDue } from './progress.ts'

describe.each(databases)('why somebody got a message, or did not, on $engine', ({ aDatabase }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await aServer({ database: await aDatabase(), deliver: true })
    return () => server.engine.stop()
  })

  /** Ada with an address and a number, Bob with an address, a topic, and a provider that reaches nobody. */
  async function aTown(on = server): Promise<TestProject> {
    const project = await aProject(on)
    await done(project, 'POST', '/messaging/providers/inbox', {
      ...{ providerId: 'catcher', name: 'Catcher', type: 'email', enabled: true },
    })
    await done(project, 'POST', '/users', {
      ...{ userId: 'ada', name: 'Ada Lovelace', email: 'ada@example.org', phone: '+493012345678' },
    })
    await done(project, 'POST', '/users', { userId: 'bob', name: 'Bob', email: 'bob@example.org' })
    await done(project, 'POST', '/messaging/topics', { topicId: 'news', name: 'News' })
    return project
  }

  async function done(project: TestProject, method: 'POST' | 'DELETE' | 'PATCH', path: string, body = {}) {
    const answer = await project.call(method, path, method === 'DELETE' ? {} : { body })
    expect(answer.status, `${path}: ${answer.text}`).toBeLessThan(300)
    return answer.body
  }

  const targetOf = async (project: TestProject, userId: string, type = 'email'): Promise<string> =>
    (await project.call('GET', `/users/${userId}`)).body.targets.find(
      (target: { providerType: string }) => target.providerType === type,
    ).$id

  async function subscribe(project: TestProject, userId: string, topicId = 'news') {
    const targetId = await targetOf(project, userId)
    return done(project, 'POST', `/messaging/topics/${topicId}/subscribers`, {
      subscriberId: `${userId}-${topicId}`,
      targetId,
    })
  }

  /** An e-mail, sent and done, unless it is a draft. */
  async function anEmail(project: TestProject, wish: object): Promise<void> {
    const body = { messageId: 'm', subject: 'Hello', content: 'There', ...wish }
    const { status } = await done(project, 'POST', '/messaging/messages/email', body)
    if (status === 'draft') return
    await eventually<Answer>(
      () => project.call('GET', '/messaging/messages/m'),
      ({ body }) => body.delivery.phase === 'done',
    )
  }

  async function why(project: TestProject, q: string) {
    const answer = await project.call('GET', '/messaging/messages/m/why', { query: { q } })
    expect(answer.status, answer.text).toBe(200)
    return answer.body
  }

  const codesOf = async (project: TestProject, q: string): Promise<VerdictCode[]> =>
    (await why(project, q)).verdicts.map((verdict: { code: VerdictCode }) => verdict.code)

  test('whoever got it is found by id, name, address and target, with the row, its attempts and the ways', async () => {
    const project = await aTown()
    await subscribe(project, 'ada')
    await anEmail(project, { topics: ['news'], users: ['ada'] })
    const target = await targetOf(project, 'ada')
    for (const q of ['ada', 'ada lovelace', 'ADA@example.org', target]) {
      const { verdicts, startedAt } = await why(project, q)
      expect(startedAt).not.toBeNull()
      expect(verdicts, q).toHaveLength(1)
      expect(verdicts[0]).toMatchObject({
        code: 'sent',
        userId: 'ada',
        userName: 'Ada Lovelace',
        targetId: target,
        identifier: 'ada@example.org',
        delivery: { status: 'sent', attemptLog: [] },
        ways: [
          { kind: 'topic', id: 'news', name: 'News', subscriberId: 'ada-news' },
          { kind: 'user', id: 'ada' },
        ],
      })
      expect(verdicts[0].text).toMatch(/test inbox caught it.*in 2 ways/)
    }
  })

  test('whoever it was not for is told apart from nobody, and from those of another kind', async () => {
    const project = await aTown()
    await done(project, 'POST', '/users', { userId: 'cleo', name: 'Cleo', phone: '+493087654321' })
    await done(project, 'POST', '/users', { userId: 'dora' })
    await done(project, 'DELETE', '/users/dora')
    await anEmail(project, { topics: ['news'], users: ['bob'] })
    expect(await codesOf(project, 'ada')).toEqual(['notNamed'])
    expect(await codesOf(project, '+49 30 1234-5678')).toEqual(['otherType'])
    expect(await codesOf(project, 'Cleo')).toEqual(['noTargetOfType'])
    expect(await codesOf(project, 'dora')).toEqual(['personDeleted'])
    expect(await codesOf(project, 'nobody@example.org')).toEqual(['unknown'])
  })

  test('whoever came after it had started is told when', async () => {
    const project = await aTown()
    await anEmail(project, { topics: ['news'], users: ['bob', 'cleo'] })
    const { $createdAt } = await subscribe(project, 'ada')
    await done(project, 'POST', '/users', { userId: 'cleo', email: 'cleo@example.org' })
    const [{ code, at, topicId }] = (await why(project, 'ada')).verdicts
    expect({ code, at, topicId }).toEqual({ code: 'subscribedLater', at: $createdAt, topicId: 'news' })
    expect(await codesOf(project, 'cleo')).toEqual(['addedLater'])
  })

  test('of a message that has not started it is told what would happen', async () => {
    const project = await aTown()
    await subscribe(project, 'ada')
    const copied = await targetOf(project, 'bob')
    await anEmail(project, { topics: ['news'], cc: [copied], draft: true })
    expect(await why(project, 'ada')).toMatchObject({
      startedAt: null,
      verdicts: [
        {
          code: 'wouldReceive',
          provider: { providerId: 'catcher', name: 'Catcher', test: true },
          ways: [{ kind: 'topic', id: 'news' }],
          delivery: null,
        },
      ],
    })
    expect((await why(project, 'bob')).verdicts).toMatchObject([{ ways: [{ kind: 'cc', id: copied }] }])
    await done(project, 'PATCH', '/messaging/providers/inbox/catcher', { enabled: false })
    expect(await codesOf(project, 'ada')).toEqual(['wouldFail'])
  })

  test('whoever had unsubscribed before it started is told when, and from what', async () => {
    const project = await aTown()
    await subscribe(project, 'ada')
    await done(project, 'DELETE', '/messaging/topics/news/subscribers/ada-news')
    await anEmail(project, { topics: ['news'], users: ['bob'] })
    const [{ code, at, topicId, text }] = (await why(project, 'ada')).verdicts
    expect({ code, topicId }).toEqual({ code: 'unsubscribed', topicId: 'news' })
    const { body } = await project.call('GET', '/logs', {
      query: { 'queries[]': [queries.equal('event', 'subscriber.delete')] },
    })
    expect(at).toBe(body.logs[0].time)
    expect(text).toMatch(/unsubscribed from "news" before/)
  })

  test('a topic that is gone is named as the likely reason', async () => {
    const project = await aTown()
    await subscribe(project, 'ada')
    await done(project, 'DELETE', '/messaging/topics/news')
    await anEmail(project, { topics: ['news'], users: ['bob'] })
    const [verdict] = (await why(project, 'ada')).verdicts
    expect(verdict).toMatchObject({ code: 'topicDeleted', topicId: 'news' })
    expect(verdict.at).not.toBeNull()
  })

  test('a copy, and one that is skipped, are told as such, before and after', async () => {
    const project = await aTown()
    const ada = await targetOf(project, 'ada')
    const suppression = { identifier: 'bob@example.org', providerType: 'email' }
    await done(project, 'POST', '/messaging/suppressions', suppression)
    await done(project, 'POST', '/messaging/messages/email', {
      ...{ messageId: 'm', subject: 'Hello', content: 'There', users: ['bob'], cc: [ada], draft: true },
    })
    expect((await why(project, 'bob')).verdicts).toMatchObject([
      { code: 'wouldBeSkipped', skipped: 'suppressed' },
    ])
    expect((await why(project, 'ada')).verdicts[0].text).toMatch(/as a copy \(cc\)/)
    await done(project, 'PATCH', '/messaging/messages/email/m', { draft: false })
    await eventually<Answer>(
      () => project.call('GET', '/messaging/messages/m'),
      ({ body }) => body.delivery.phase === 'done',
    )
    expect((await why(project, 'bob')).verdicts).toMatchObject([
      { code: 'skipped', skipped: 'suppressed', delivery: { status: 'skipped' } },
    ])
    expect((await why(project, 'ada')).verdicts).toMatchObject([{ code: 'sent', ways: [{ kind: 'cc' }] }])
  })

  test('an address that changed, or changed hands, is still found by what was sent to it', async () => {
    const project = await aTown()
    await anEmail(project, { users: ['ada', 'bob'] })
    await done(project, 'PATCH', '/users/ada/email', { email: 'countess@example.org' })
    const [changed] = (await why(project, 'ada')).verdicts
    expect(changed).toMatchObject({ code: 'sent', identifier: 'ada@example.org' })
    expect(changed.text).toContain('It went to ada@example.org')
    await done(project, 'POST', '/users', { userId: 'eve', email: 'ada@example.org' })
    const [handed] = (await why(project, 'eve')).verdicts
    expect(handed).toMatchObject({ code: 'sent', userId: 'ada' })
    expect(handed.text).toContain('another target at that time')
  })

  test('what has been removed since is not taken for a no', async () => {
    const project = await aTown()
    await anEmail(project, { users: ['bob'] })
    await project.db.updateTable('messages').set({ swept: true }).where('project', '=', project.seq).execute()
    expect(await codesOf(project, 'ada')).toEqual(['swept'])
  })

  test('whoever has no row because they are still being written is told to wait', async () => {
    const project = await aTown(await aServer({ database: await aDatabase() }))
    await done(project, 'POST', '/messaging/messages/email', {
      ...{ messageId: 'm', subject: 'Hello', content: 'There', users: ['ada'] },
    })
    await startDue(project.db, 1)
    expect(await codesOf(project, 'ada')).toEqual(['preparing'])
    expect(await codesOf(project, 'bob')).toEqual(['notNamed'])
  })

  test('a key that may read messages but no people is told nothing of people', async () => {
    const project = await aTown()
    await anEmail(project, { users: ['ada'], draft: true })
    const audience = { body: { providerType: 'email', users: ['ada'] } }
    const ask = async (...scopes: Scope[]) => {
      const headers = await project.keyWith(scopes)
      const answers = [
        await project.call('GET', '/messaging/messages/m/why', { query: { q: 'ada' }, headers }),
        await project.call('POST', '/messaging/audience/recipients', { ...audience, headers }),
      ]
      return answers.map(({ status }) => status)
    }
    expect(await ask('messages.read')).toEqual([401, 401])
    expect(await ask('users.read', 'targets.read')).toEqual([401, 401])
    expect(await ask('messages.read', 'targets.read')).toEqual([200, 200])
  })

  test('nothing of another project is told', async () => {
    const [project, stranger] = [await aTown(), await aTown()]
    await subscribe(project, 'ada')
    await anEmail(project, { topics: ['news'] })
    await anEmail(stranger, { topics: ['news'], users: ['bob'] })
    await done(stranger, 'DELETE', '/users/ada')
    expect(await codesOf(stranger, 'ada@example.org')).toEqual(['unknown'])
    expect(await codesOf(stranger, await targetOf(project, 'ada'))).toEqual(['unknown'])
  })
})

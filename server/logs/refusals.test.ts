import { beforeAll, expect, test } from 'vitest'
import type { Log } from '../../contract/logs.ts'
import { queries } from '../../contract/queries.ts'
import { aServer, type TestServer } from '../testing/app.ts'
import { aDatabase } from '../testing/database.ts'
import { aProject, type TestProject } from '../testing/project.ts'
import { wantedBy } from './refusals.ts'

let server: TestServer
beforeAll(async () => {
  server = await aServer({ database: await aDatabase() })
})

async function refusalsOf(project: TestProject): Promise<Log[]> {
  const headers = { 'x-appwrite-project': project.id, ...(await project.signedIn('owner')) }
  const query = { 'queries[]': [queries.equal('outcome', 'refused')] }
  return (await project.call('GET', '/logs', { headers, query })).body.logs
}

test.each([
  ['DELETE', '/messaging/topics/:topicId', 'topic.delete', 'topic/x'],
  ['POST', '/messaging/topics', 'topic.create', 'topic/'],
  ['PATCH', '/messaging/providers/smtp/:providerId', 'provider.update', 'provider/x'],
  ['POST', '/messaging/messages/email', 'message.create', 'message/'],
  ['POST', '/messaging/messages/:messageId/send', 'message.send', 'message/x'],
  ['POST', '/messaging/topics/:topicId/subscribers', 'subscriber.create', 'subscriber/'],
  ['PATCH', '/users/:userId/name', 'user.update', 'user/x'],
  ['DELETE', '/users/:userId/targets/:targetId', 'target.delete', 'target/y'],
  ['POST', '/console/projects/:projectId/keys', 'key.create', 'key/'],
  ['DELETE', '/inbox/items', 'inboxItem.delete', 'inboxItem/'],
  [
    'POST',
    '/console/administrators/:administratorId/password-reset',
    'administrator.passwordReset',
    'administrator/x',
  ],
] as const)('%s %s wants %s of %s', (method, path, event, resource) => {
  const params = {
    topicId: 'x',
    providerId: 'x',
    messageId: 'x',
    userId: 'x',
    targetId: 'y',
    projectId: 'p',
    administratorId: 'x',
  }
  expect(wantedBy({ method, path }, params)).toEqual({ event, resource })
})

test('who tries what he may not is in the activity of that project, with why', async () => {
  const project = await aProject(server)
  await project.call('POST', '/messaging/topics', { body: { topicId: 'news', name: 'News' } })
  const inProject = { 'x-appwrite-project': project.id }
  const viewer = { ...inProject, ...(await project.signedIn('viewer')) }
  await project.call('DELETE', '/messaging/topics/news', { headers: viewer })
  await project.call('PATCH', `/console/projects/${project.id}`, { headers: viewer, body: { name: 'Mine' } })
  await project.call('POST', '/users', {
    headers: await project.keyWith(['users.read']),
    body: { userId: 'ada' },
  })
  expect(await refusalsOf(project)).toMatchObject([
    { event: 'user.create', userType: 'keyProject', reason: 'The API key lacks the scope users.write.' },
    { event: 'project.update', resourceId: project.id, userType: 'admin' },
    {
      event: 'topic.delete',
      resourceType: 'topic',
      resourceId: 'news',
      userName: 'An viewer',
      reason: 'This needs the role "editor"; yours is "viewer".',
      ip: '127.0.0.1',
    },
  ])
})

test('what a role may not do in a handler is told as well', async () => {
  const project = await aProject(server)
  await project.call('POST', '/messaging/messages/email', {
    body: { messageId: 'm1', subject: 'Bells', content: 'Ding', targets: [], draft: true },
  })
  const author = { 'x-appwrite-project': project.id, ...(await project.signedIn('author')) }
  await project.call('POST', '/messaging/messages/m1/send', { headers: author, body: { inSeconds: 0 } })
  expect(await refusalsOf(project)).toMatchObject([{ event: 'message.send', resourceId: 'm1' }])
})

test('strangers, reads and mistakes leave nothing behind, and the same again only once a minute', async () => {
  const project = await aProject(server)
  await project.call('POST', '/messaging/topics', { headers: { 'x-appwrite-key': 'unknown' }, body: {} })
  await project.call('GET', '/messaging/topics', { headers: await project.keyWith(['users.read']) })
  await project.call('POST', '/messaging/topics', { body: {} })
  expect(await refusalsOf(project)).toEqual([])
  const headers = await project.keyWith(['users.read'])
  for (let n = 0; n < 3; n++) await project.call('DELETE', '/messaging/topics/news', { headers })
  await project.call('DELETE', '/messaging/topics/other', { headers })
  expect((await refusalsOf(project)).map(({ resourceId }) => resourceId)).toEqual(['other', 'news'])
})

// What is there before the first request.
import { hashPassword } from '../../sign-in/passwords.ts'
import { aPerson } from '../people.ts'
import { png } from '../upload.ts'
import { anItem } from './things.ts'
import { anAdministrator } from './who.ts'
import { call, deliver, password, startServer, upload, type Watch, type World } from './world.ts'

export async function aWorld(): Promise<World> {
  const watch: Watch = { log: [], route: undefined, underWay: new Set(), plant: undefined }
  const [main, empty] = [await startServer(watch), await startServer(watch)]
  const passwordHash = await hashPassword(password)
  const { headers: owner } = await anAdministrator({ main, passwordHash }, 'owner')
  const world: World = Object.assign(watch, {
    main,
    empty,
    passwordHash,
    owner,
    known: {},
    imageLink: new URLSearchParams(),
    standing: new Map(),
    failedMessages: [],
    doubtfulDeliveries: [],
  })
  await furnish(world)
  return world
}

const people = ['ada', 'grace', 'alan']
const topics = ['news', 'alerts']

async function furnish(world: World): Promise<void> {
  await makeProviders(world)
  await makeAudience(world)
  await call(world, 'POST', '/storage/buckets', { bucketId: 'files', name: 'Files' })
  await upload(world, 'text.txt', Buffer.from('Hello'))
  await upload(world, 'image.png', png)
  const image = 'files:image.png'
  const picture = { messageId: 'picture', title: 'Look', image, draft: true }
  const { data } = await call(world, 'POST', '/messaging/messages/push', picture)
  world.imageLink = new URL(data.image.url).searchParams
  const ids = (type: string) => people.map((id) => `${id}-${type}`)
  const emails = ids('email')
  world.known = {
    topics,
    users: people,
    email: emails,
    sms: ids('sms'),
    push: ids('push'),
    cc: emails,
    bcc: emails,
    targetId: emails,
    attachments: ['files:text.txt', image],
    image: [image],
  }
  const sent = { messageId: 'sent', subject: 'Hello', content: 'World', topics: ['news'] }
  await call(world, 'POST', '/messaging/messages/email', sent)
  await anItem(world)
  await deliver(world)
}

async function makeProviders(world: World): Promise<void> {
  for (const type of ['email', 'sms', 'push']) {
    const draft = { providerId: `catch-${type}`, name: 'Catch', type, enabled: true }
    await call(world, 'POST', '/messaging/providers/inbox', draft)
  }
  for (const failure of ['permanent', 'timeout']) {
    const draft = { providerId: failure, name: 'Fail', type: 'email', enabled: true, failureRate: 1, failure }
    await call(world, 'POST', '/messaging/providers/inbox', draft)
  }
}

async function makeAudience(world: World): Promise<void> {
  const { services, project } = world.main
  for (const [index, id] of people.entries()) {
    await aPerson(services.db, project.seq, id, [
      { id: `${id}-email`, identifier: `${id}@standing.example` },
      { id: `${id}-sms`, identifier: `+1999555000${index}`, type: 'sms' },
      { id: `${id}-push`, identifier: `token of ${id}`, type: 'push' },
    ])
  }
  for (const topicId of topics) {
    await call(world, 'POST', '/messaging/topics', { topicId, name: topicId })
    for (const id of people) {
      const draft = { subscriberId: `${topicId}-${id}`, targetId: `${id}-email` }
      await call(world, 'POST', `/messaging/topics/${topicId}/subscribers`, draft)
    }
  }
}

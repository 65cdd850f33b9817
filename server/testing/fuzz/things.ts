// What some requests use up: each gets its own.
import { randomBytes } from 'node:crypto'
import { receiveEmail } from '../../inbox/inbox.ts'
import { aPerson } from '../people.ts'
import { call, deliver, type World } from './world.ts'

const byTheDozen = 24

/** An e-mail address of somebody new. */
export async function aTarget({ main }: World): Promise<string> {
  const id = randomBytes(8).toString('hex')
  await aPerson(main.services.db, main.project.seq, id, [{ id, identifier: `${id}@targets.example` }])
  return id
}

/** An e-mail that lacks nothing. */
export async function anEmail(world: World, more: object): Promise<string> {
  const draft = { messageId: 'unique()', subject: 'Hello', content: 'World', targets: ['ada-email'], ...more }
  return String((await call(world, 'POST', '/messaging/messages/email', draft)).$id)
}

export async function aFailedMessage(world: World): Promise<string> {
  if (world.failedMessages.length === 0) {
    const made: string[] = []
    while (made.length < byTheDozen) made.push(await anEmail(world, { providerId: 'permanent' }))
    await deliver(world)
    world.failedMessages.push(...made)
  }
  return world.failedMessages.pop() ?? ''
}

export async function aDoubtfulDelivery(world: World): Promise<string> {
  if (world.doubtfulDeliveries.length === 0) {
    const targets: string[] = []
    while (targets.length < byTheDozen) targets.push(await aTarget(world))
    const messageId = await anEmail(world, { providerId: 'timeout', targets })
    await deliver(world)
    const { deliveries } = await call(world, 'GET', `/messaging/messages/${messageId}/deliveries`)
    world.doubtfulDeliveries.push(...deliveries.map(({ $id }: { $id: string }) => $id))
  }
  return world.doubtfulDeliveries.pop() ?? ''
}

const caught = [
  'From: ada@example.org',
  'To: grace@example.org',
  'Subject: Hello',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/html',
  '',
  '<p>Hello</p>',
  '--b',
  'Content-Type: text/plain; name=a.txt',
  'Content-Disposition: attachment; filename=a.txt',
  '',
  'Hello',
  '--b--',
  '',
].join('\r\n')

/** In the test inbox, with HTML and an attachment. */
export async function anItem({ main: { services, project } }: World): Promise<string> {
  await receiveEmail(services.db, project.seq, {
    raw: Buffer.from(caught),
    sender: 'ada@example.org',
    recipients: ['grace@example.org'],
  })
  const newest = services.db.selectFrom('inbox_items').select('id').orderBy('seq', 'desc').limit(1)
  return (await newest.executeTakeFirstOrThrow()).id
}

// By hand, for requests that succeed in one situation only: it is made first.
import { randomBytes } from 'node:crypto'
import type { Endpoint } from '../../../contract/endpoint.ts'
import { hashToken } from '../../http/authentication.ts'
import { routeOf } from './endpoints.ts'
import { anAddress, type Params, paramsFor } from './ids.ts'
import type { Random } from './random.ts'
import { aDoubtfulDelivery, aFailedMessage, anEmail, anItem, aTarget } from './things.ts'
import { allowed, anAdministrator, anEndUser, anybody, aSession } from './who.ts'
import { asOwner, call, type Headers, password, upload, type World } from './world.ts'

/** All that a request needs beside what its schemas say. */
export type Prepared = {
  readonly server: World['main']
  readonly params: Params
  readonly who: Headers
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: Readonly<Record<string, unknown>>
}

export type Situation = {
  readonly world: World
  readonly random: Random
  readonly prefix: string
  /** The request should succeed. */
  readonly isGood: boolean
}

export async function prepare(situation: Situation, endpoint: Endpoint): Promise<Prepared> {
  const { world, random, prefix, isGood } = situation
  const made = await recipeFor(endpoint)?.(situation)
  const params = made?.params ?? (await paramsFor(world, endpoint, prefix))
  const isAllowed = isGood || random.chance(0.85)
  const who = isAllowed
    ? (made?.who ?? (await allowed(world, endpoint, random)))
    : await anybody(world, random)
  return { server: world.main, ...made, params, who }
}

type Recipe = (situation: Situation) => Promise<Partial<Prepared>>

const ofInvitation: Recipe = async ({ world }) => {
  const draft = { email: `${randomBytes(8).toString('hex')}@invited.example`, role: 'viewer' }
  const { url } = await call(world, 'POST', '/console/invitations', draft, asOwner(world))
  return { body: { token: new URL(url).hash.slice(1) } }
}

const ofPasswordReset: Recipe = async ({ world }) => {
  const { id } = await anAdministrator(world, 'viewer')
  const path = `/console/administrators/${id}/password-reset`
  const { url } = await call(world, 'POST', path, undefined, asOwner(world))
  return { body: { token: new URL(url).hash.slice(1) } }
}

const ofAdministrator: Recipe = async ({ world }) => {
  const { id } = await anAdministrator(world, 'editor')
  return { params: { administratorId: id } }
}

const ofOwnDevice: Recipe = async ({ world }) => {
  const { session } = await anEndUser(world)
  const draft = { targetId: 'unique()', identifier: randomBytes(16).toString('hex') }
  const { $id } = await call(world, 'POST', '/account/targets/push', draft, {
    ...session,
    'x-appwrite-key': '',
  })
  return { params: { targetId: String($id) }, who: session }
}

const ofItem: Recipe = async ({ world }) => ({ params: { itemId: await anItem(world), part: '1' } })

const ofOwnFile: Recipe = async ({ world, prefix }) => {
  await upload(world, `own-${prefix}`, Buffer.from('Hello'))
  return { params: { bucketId: 'files', fileId: `own-${prefix}` } }
}

const ofMessage =
  (more: object): Recipe =>
  async ({ world }) => ({ params: { messageId: await anEmail(world, more) } })

/** Few changes make a provider fit to be on. */
const ofProvider: Recipe = async ({ isGood }) => (isGood ? { body: { enabled: false } } : {})

const recipes: Readonly<Record<string, Recipe>> = {
  'POST /console/set-up': async ({ world: { empty } }) => {
    const { db } = empty.services
    await db.deleteFrom('administrators').execute()
    const token = randomBytes(32).toString('base64url')
    await db
      .insertInto('one_time_tokens')
      .values({ purpose: 'setUp', token_hash: hashToken(token) })
      .execute()
    return { server: empty, body: { token }, who: {} }
  },
  'POST /console/session': async ({ world }) => {
    const { email } = await anAdministrator(world, 'viewer')
    return { body: { email, password }, who: {} }
  },
  'POST /console/invitation/check': ofInvitation,
  'POST /console/invitation': ofInvitation,
  'POST /console/password-reset/check': ofPasswordReset,
  'POST /console/password-reset': ofPasswordReset,
  'PATCH /console/administrators/:administratorId': ofAdministrator,
  'DELETE /console/administrators/:administratorId': ofAdministrator,
  'POST /console/administrators/:administratorId/password-reset': ofAdministrator,
  'PATCH /console/account': async () => ({ body: { password } }),
  'POST /console/account/password': async () => ({ body: { current: password } }),
  'DELETE /console/sessions/:sessionId': async ({ world }) => {
    const { seq, headers } = await anAdministrator(world, 'viewer')
    const { sessionId } = await aSession(world.main, seq)
    return { params: { sessionId }, who: headers }
  },
  'POST /account/sessions/email': async ({ world }) => {
    const { email } = await anEndUser(world)
    return { body: { email, password } }
  },
  'DELETE /account/sessions/:sessionId': async ({ world }) => {
    const { session } = await anEndUser(world)
    return { params: { sessionId: 'current' }, who: session }
  },
  'PUT /account/targets/:targetId/push': ofOwnDevice,
  'DELETE /account/targets/:targetId/push': ofOwnDevice,
  'POST /users/:userId/jwts': async () => ({ body: { sessionId: '' } }),
  'POST /users/:userId/targets': async ({ prefix }) => ({ body: anAddress(prefix) }),
  'PATCH /users/:userId/targets/:targetId': async ({ prefix }) => ({
    body: { identifier: `changed-${prefix}@example.org`, providerId: undefined },
  }),
  'POST /messaging/topics/:topicId/subscribers': async ({ world }) => ({
    body: { targetId: await aTarget(world) },
  }),
  'POST /messaging/providers/check': async ({ random }) => ({
    body: { providerId: undefined, ...(random.chance(0.5) && { provider: 'inbox' }) },
  }),
  // A cursor is what the page before gave.
  'POST /messaging/audience/recipients': async ({ isGood }) =>
    isGood ? { body: { cursor: undefined } } : {},
  'POST /messaging/messages/:messageId/send': ofMessage({ draft: true }),
  'POST /messaging/messages/:messageId/cancel': ofMessage({}),
  'POST /messaging/messages/:messageId/retry': async ({ world }) => ({
    params: { messageId: await aFailedMessage(world) },
    body: {
      status: ['failed'],
      includePermanent: true,
      errorCode: undefined,
      providerId: undefined,
      deliveryId: undefined,
    },
  }),
  'POST /messaging/deliveries/:deliveryId/settle': async ({ world }) => ({
    params: { deliveryId: await aDoubtfulDelivery(world) },
  }),
  'GET /inbox/items/:itemId': ofItem,
  'GET /inbox/items/:itemId/source': ofItem,
  'GET /inbox/items/:itemId/html': ofItem,
  'GET /inbox/items/:itemId/attachments/:part': ofItem,
  'DELETE /inbox/items/:itemId': ofItem,
  'GET /storage/buckets/:bucketId/files/:fileId': ofOwnFile,
  'GET /storage/buckets/:bucketId/files/:fileId/download': ofOwnFile,
  'GET /storage/buckets/:bucketId/files/:fileId/view': ofOwnFile,
  'GET /storage/buckets/:bucketId/files/:fileId/preview': ofOwnFile,
  'GET /storage/buckets/:bucketId/files/:fileId/push': async ({ world: { imageLink } }) => ({
    params: { bucketId: 'files', fileId: 'image.png' },
    query: Object.fromEntries(imageLink),
  }),
  'PUT /storage/buckets/:bucketId/files/:fileId': ofOwnFile,
  'DELETE /storage/buckets/:bucketId/files/:fileId': ofOwnFile,
}

function recipeFor(endpoint: Endpoint): Recipe | undefined {
  const { method, path } = endpoint
  const isChangeOfProvider = method === 'PATCH' && path.startsWith('/messaging/providers/')
  return recipes[routeOf(endpoint)] ?? (isChangeOfProvider ? ofProvider : undefined)
}

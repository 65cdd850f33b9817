// The ids in paths and bodies. What a path leads to is made by the contract's own routes: the thing behind `/topics/:topicId` by
// POST /topics, or else it is the first that GET /topics lists.
import type { Endpoint } from '../../../contract/endpoint.ts'
import { endpoints } from './endpoints.ts'
import { type Random, randomOf } from './random.ts'
import { aTarget } from './things.ts'
import { type Naming, validValue } from './valid.ts'
import { asOwner, call, type World } from './world.ts'

export type Params = Readonly<Record<string, string>>

/** Who only reads finds things that stay; whoever changes something gets one of his own. */
export async function paramsFor(world: World, endpoint: Endpoint, prefix: string): Promise<Params> {
  if (endpoint.method !== 'GET') return idsIn(world, endpoint.path, prefix)
  const kept = world.standing.get(endpoint.path) ?? idsIn(world, endpoint.path, `s${prefix}`)
  world.standing.set(endpoint.path, kept)
  return kept
}

/** From left to right. */
async function idsIn(world: World, path: string, prefix: string): Promise<Params> {
  let params: Params = {}
  for (const { index, 1: name = '' } of path.matchAll(/\/:(\w+)/g)) {
    const list = path.slice(0, index)
    const id = (await newIdIn(world, list, params, prefix)) ?? (await firstIdIn(world, list, params))
    // Where nothing can be found no request succeeds, and the table of answers says so.
    params = { ...params, [name]: id ?? 'nothing-has-this-id' }
  }
  return params
}

/** Where things of a list are made that are not made at the list itself. */
const madeAt: Readonly<Record<string, string>> = {
  '/messaging/providers': '/messaging/providers/inbox',
  '/messaging/messages': '/messaging/messages/email',
  '/messaging/subscribers': '/messaging/topics/:topicId/subscribers',
}

/** What a new one needs besides: to be valid, and to stay as it is. */
const needed: Readonly<Record<string, (world: World, prefix: string) => object | Promise<object>>> = {
  '/messaging/messages/email': () => ({ draft: true, scheduledAt: undefined }),
  '/messaging/messages/sms': () => ({ draft: true, scheduledAt: undefined }),
  '/messaging/messages/push': () => ({ draft: true, scheduledAt: undefined }),
  '/messaging/topics/:topicId/subscribers': async (world) => ({ targetId: await aTarget(world) }),
  '/users/:userId/targets': (_, prefix) => anAddress(prefix),
}

export const anAddress = (prefix: string) => ({
  providerType: 'email',
  identifier: `target-${prefix}@example.org`,
  providerId: undefined,
})

async function newIdIn(
  world: World,
  list: string,
  params: Params,
  prefix: string,
): Promise<string | undefined> {
  const path = madeAt[list] ?? list
  const endpoint = endpoints.find((one) => one.method === 'POST' && one.path === path)
  if (!endpoint?.body) return undefined
  const parents = path === list ? params : await idsIn(world, path, `${prefix}-up`)
  // Ids are unique among their kind, so a word of the kind goes into each.
  const kind = path.replaceAll(/[^a-z]/g, '').slice(-8)
  const naming = namingOf(world, endpoint, randomOf(`${prefix} ${path}`), `${prefix}-${kind}`)
  const body = { ...(validValue(endpoint.body, naming) as object), ...(await needed[path]?.(world, prefix)) }
  const reply = await call(world, 'POST', filled(path, parents), body, whoFor(world, endpoint)).catch(
    () => undefined,
  )
  return reply && String(reply.$id)
}

async function firstIdIn(world: World, list: string, params: Params): Promise<string | undefined> {
  const endpoint = endpoints.find((one) => one.method === 'GET' && one.path === list)
  if (!endpoint) return undefined
  const reply = await call(world, 'GET', filled(list, params), undefined, whoFor(world, endpoint))
  const [first] = Object.values<{ $id?: string }[]>(reply).find(Array.isArray) ?? []
  return first?.$id
}

const whoFor = (world: World, { access }: Endpoint) => (access.kind === 'administrator' ? asOwner(world) : {})

function filled(path: string, params: Params): string {
  return path.replaceAll(/:(\w+)/g, (_, name: string) => params[name] ?? '')
}

/** Those that every list takes. */
const goodQueries = [
  '{"method":"limit","values":[3]}',
  '{"method":"limit","values":[25]}',
  '{"method":"offset","values":[1]}',
]

/** How the fields of this endpoint are to be filled. */
export function namingOf(world: World, { method, path }: Endpoint, random: Random, prefix: string): Naming {
  let count = 0
  const freshId = () => `f-${prefix}-${count++}`
  const channel = /sms|push/.exec(path)?.[0] ?? 'email'
  const isBeingMade = (field: string) =>
    method === 'POST' && endpoints.some((other) => other.path === `${path}/:${field}`)
  return {
    random,
    freshId,
    references: (field) => {
      if (isBeingMade(field)) return [freshId()]
      if (field === 'targets') return world.known[channel] ?? []
      if (field === 'providerId') return [`catch-${channel}`]
      return world.known[field] ?? []
    },
    texts: (field) => (field === 'queries' ? goodQueries : []),
  }
}

// What somebody tried and was not allowed to do. Only of those who are known by name: strangers could fill the log, and their
// failed sign-ins are in it by themselves.
import type { Endpoint } from '../../contract/endpoint.ts'
import { errorStatuses } from '../../contract/errors.ts'
import type { Refused } from '../http/bind.ts'
import type { ActiveProject, Services } from '../http/context.ts'
import { findProject } from '../projects/projects.ts'
import { recordActivity } from './activity.ts'

/** A program that is refused tries again and again: the same is told once a minute. */
const againAfterMs = 60_000
const mostRemembered = 1000

export function createRefusalNotes({ db, log }: Services): (refused: Refused) => Promise<void> {
  const told = new Map<string, number>()

  const isTold = (key: string, now: number) => {
    if (now - (told.get(key) ?? Number.NEGATIVE_INFINITY) < againAfterMs) return true
    told.delete(key)
    told.set(key, now)
    if (told.size > mostRemembered) told.delete(told.keys().next().value ?? '')
    return false
  }

  return async ({ endpoint, params, identity, refusal }) => {
    const { actor } = identity
    const isForbidden = [401, 403].includes(errorStatuses[refusal.type])
    if (endpoint.method === 'GET' || actor.type === 'guest' || !isForbidden) return
    const wanted = wantedBy(endpoint, params)
    if (isTold(JSON.stringify([actor.type, actor.id, identity.project?.seq, wanted]), performance.now()))
      return
    try {
      const project = identity.project ?? (await projectIn(params))
      await recordActivity(
        db,
        { ...identity, ...(project ? { project } : {}) },
        { ...wanted, refused: refusal.message },
      )
    } catch (error) {
      log.warn('a refusal could not be noted', { error })
    }
  }

  async function projectIn({ projectId }: Refused['params']): Promise<ActiveProject | undefined> {
    return projectId === undefined ? undefined : findProject(db, projectId)
  }
}

type Wanted = { readonly event: string; readonly resource: string }

const verbs: Readonly<Record<Endpoint['method'], string>> = {
  GET: 'read',
  POST: 'create',
  PATCH: 'update',
  PUT: 'update',
  DELETE: 'delete',
}

/**
 * What a request would have done, in the words of the activity: `DELETE /topics/:topicId` is `topic.delete` of
 * `topic/news`, `POST /topics/:topicId/subscribers` is `subscriber.create`, `POST /messages/:messageId/send` `message.send`.
 */
export function wantedBy(
  { method, path }: Pick<Endpoint, 'method' | 'path'>,
  params: Readonly<Record<string, string>>,
): Wanted {
  const parts = path.split('/').filter((part) => part !== '' && part !== 'messaging' && part !== 'console')
  const last = parts.findLastIndex((part) => part.startsWith(':'))
  const name = parts[last]?.slice(1)
  const behind = parts.slice(last + 1)
  if (name === undefined) {
    const collection = parts.find((part) => part.endsWith('s')) ?? parts[0] ?? ''
    return { event: `${singular(collection)}.${verbs[method]}`, resource: `${singular(collection)}/` }
  }
  const thing = ownName(name.replace(/Id$/, ''))
  const [next] = behind
  if (method === 'POST' && next !== undefined && next.endsWith('s')) {
    return { event: `${singular(next)}.create`, resource: `${singular(next)}/` }
  }
  const verb = method === 'POST' && next !== undefined ? camelCased(next) : verbs[method]
  return { event: `${thing}.${verb}`, resource: `${thing}/${params[name] ?? ''}` }
}

function singular(collection: string): string {
  return ownName(camelCased(collection).replace(/s$/, ''))
}

/** Where the activity calls a thing otherwise than its path does. */
function ownName(thing: string): string {
  return thing === 'item' ? 'inboxItem' : thing
}

function camelCased(words: string): string {
  return words.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

// Who asks, and whether he may. Keys are for programs, cookies for the console; a request with a key ignores its cookie.
import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Access, Endpoint } from '../../contract/endpoint.ts'
import { hasRole } from '../../contract/roles.ts'
import type { ActiveProject, Actor, Caller, ConsoleCookies } from './context.ts'
import { Refusal } from './refusal.ts'

type KeyActor = Extract<Actor, { type: 'keyProject' }>
type AdminActor = Extract<Actor, { type: 'admin' }>

/** What authentication asks of the modules that own keys, sessions and projects. */
export type Lookups = {
  readonly findProject: (id: string) => Promise<ActiveProject | undefined>
  readonly findKey: (
    project: number,
    secretHash: Buffer,
  ) => Promise<(KeyActor & { expired: boolean }) | undefined>
  readonly findAdministrator: (tokenHash: Buffer) => Promise<AdminActor | undefined>
}

export type Identity = Caller & ConsoleCookies & { readonly project?: ActiveProject }

export type Authenticate = (
  request: FastifyRequest,
  reply: FastifyReply,
  endpoint: Endpoint,
) => Promise<Identity>

/** `publicUrl` decides the cookie's form (`__Host-` and `Secure` over https) and is an origin of our own. */
export function createAuthenticate(lookups: Lookups, publicUrl: string): Authenticate {
  const cookie = sessionCookie(publicUrl)

  return async (request, reply, endpoint) => {
    const key = headerText(request, 'x-appwrite-key')
    const token = key === undefined ? request.cookies[cookie.name] : undefined
    refuseForeignOrigin(request, publicUrl, { key, byCookie: token !== undefined })

    const ifMatch = headerText(request, 'if-match')?.replaceAll('"', '')
    const caller = {
      ip: request.ip,
      ...(ifMatch === undefined ? {} : { ifMatch }),
      agent: headerText(request, 'x-forwarded-user-agent') ?? headerText(request, 'user-agent') ?? '',
      startSession: (fresh: string) => void reply.setCookie(cookie.name, fresh, cookie.options),
      endSession: () => void reply.clearCookie(cookie.name, cookie.options),
    }
    if (endpoint.access.kind !== 'project') {
      return { ...caller, actor: await administratorOf(lookups, token) }
    }
    const project = await lookups.findProject(projectIdOf(request))
    if (!project) throw new Refusal('project_not_found')
    if (key !== undefined) return { ...caller, project, actor: await actorOfKey(lookups, project, key) }
    const actor = isAdminMode(request) ? await administratorOf(lookups, token) : guest
    return { ...caller, project, actor }
  }
}

const guest: Actor = { type: 'guest' }

/** Refuses whoever lacks the scope or the role that the endpoint declares. */
export function authorize(access: Access, actor: Actor): void {
  if (access.kind === 'public') return
  if (actor.type === 'admin') {
    if (hasRole(actor.role, access.role)) return
    throw new Refusal(
      'general_unauthorized_scope',
      `This needs the role "${access.role}"; yours is "${actor.role}".`,
    )
  }
  if (access.kind === 'project' && actor.type === 'keyProject') {
    const anyOf = [access.scope].flat()
    if (anyOf.some((scope) => actor.scopes.has(scope))) return
    throw new Refusal('general_unauthorized_scope', `The API key lacks the scope ${anyOf.join(' or ')}.`)
  }
  throw new Refusal('general_unauthorized_scope')
}

async function actorOfKey(lookups: Lookups, project: ActiveProject, key: string): Promise<Actor> {
  const found = await lookups.findKey(project.seq, hashToken(key))
  if (found?.expired) throw new Refusal('project_key_expired')
  return found ?? guest
}

async function administratorOf(lookups: Lookups, token: string | undefined): Promise<Actor> {
  if (token === undefined) return guest
  return (await lookups.findAdministrator(hashToken(token))) ?? guest
}

/** Tokens are random enough (256 bits) that a plain hash keeps them. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

function headerText(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  const text = Array.isArray(value) ? value[0] : value
  return text === '' ? undefined : text
}

/** In the header; else, for what a browser asks without headers, in the query; else in the body. */
function projectIdOf(request: FastifyRequest): string {
  const given =
    headerText(request, 'x-appwrite-project') ??
    (request.query as Record<string, unknown> | undefined)?.project ??
    (request.body as Record<string, unknown> | undefined)?.project
  return typeof given === 'string' ? given : ''
}

/** Upstream's own form for its console; in the query only where nothing can be changed. */
function isAdminMode(request: FastifyRequest): boolean {
  if (headerText(request, 'x-appwrite-mode') === 'admin') return true
  return request.method === 'GET' && (request.query as Record<string, unknown>).mode === 'admin'
}

/**
 * A browser names the page that calls in `Origin`. By cookie nothing is changed without one of our own; a foreign page
 * may call with a key only.
 */
function refuseForeignOrigin(
  request: FastifyRequest,
  publicUrl: string,
  { key, byCookie }: { key: string | undefined; byCookie: boolean },
): void {
  if (key !== undefined) return
  const origin = headerText(request, 'origin')
  if (
    origin === undefined ? byCookie && request.method !== 'GET' : !isOwnOrigin(origin, request, publicUrl)
  ) {
    throw new Refusal('general_unknown_origin')
  }
}

function isOwnOrigin(origin: string, request: FastifyRequest, publicUrl: string): boolean {
  const own = [new URL(publicUrl).host, request.host].map(withoutLoopbackName)
  return URL.canParse(origin) && own.includes(withoutLoopbackName(new URL(origin).host))
}

/** `localhost`, `127.0.0.1` and `[::1]` are one machine to whoever typed the address. */
function withoutLoopbackName(host: string): string {
  return host.toLowerCase().replace(/^(localhost|127\.0\.0\.1|\[::1\])(?=:|$)/, 'loopback')
}

function sessionCookie(publicUrl: string) {
  const secure = publicUrl.startsWith('https:')
  return {
    name: secure ? '__Host-a_session_console' : 'a_session_console',
    options: { path: '/', httpOnly: true, sameSite: 'strict', secure } as const,
  }
}

// Who asks, and whether he may. Keys are for programs, sessions and JWTs for end users, the console's cookie for administrators;
// a request with a key ignores all else.
import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Access, Endpoint } from '../../contract/endpoint.ts'
import { hasRole } from '../../contract/roles.ts'
import type { ActiveProject, Actor, Caller, FoundProject, SessionCookies, UserActor } from './context.ts'
import { allowOrigin } from './cors.ts'
import { Refusal } from './refusal.ts'

type KeyActor = Extract<Actor, { type: 'keyProject' }>
type AdminActor = Extract<Actor, { type: 'admin' }>

/** Blocked people are found, too: they are told so. */
export type FoundUser = UserActor & { readonly blocked: boolean }

/** What authentication asks of the modules that own keys, sessions and projects. */
export type Lookups = {
  readonly findProject: (id: string) => Promise<FoundProject | undefined>
  /** In whichever project it is: a key of another one is refused by name. */
  readonly findKey: (project: number, secretHash: Buffer) => Promise<FoundKey | undefined>
  readonly findAdministrator: (tokenHash: Buffer) => Promise<AdminActor | undefined>
  readonly findUserBySession: (project: number, secretHash: Buffer) => Promise<FoundUser | undefined>
  readonly findUserByToken: (project: number, token: string) => Promise<FoundUser | undefined>
}

/** `foreign`: it is another project's. */
type FoundKey = KeyActor & { readonly foreign: boolean; readonly expired: boolean }

export type Identity = Caller & SessionCookies & { readonly project?: ActiveProject }

export type Authenticate = (
  request: FastifyRequest,
  reply: FastifyReply,
  endpoint: Endpoint,
) => Promise<Identity>

/** `publicUrl` decides the cookies' form (`__Host-` and `Secure` over https) and is an origin of our own. */
export function createAuthenticate(lookups: Lookups, publicUrl: string): Authenticate {
  const consoleCookie = consoleCookieOf(publicUrl)
  const browserCookie = browserCookieOf(publicUrl)

  return async (request, reply, endpoint) => {
    const key = headerText(request, 'x-appwrite-key')
    const isOfProject = endpoint.access.kind !== 'administrator' && endpoint.access.kind !== 'public'
    const project = isOfProject ? await lookups.findProject(projectIdOf(request)) : undefined
    const foreign = foreignOrigin(request, publicUrl)
    const isListed = foreign !== undefined && project?.allowedOrigins.includes(foreign) === true
    if (isListed) allowOrigin(reply, foreign)

    // A page of somebody else never acts as an administrator, whatever its visitor's browser sends along.
    const token = key === undefined && foreign === undefined ? request.cookies[consoleCookie.name] : undefined
    const session = key === undefined ? sessionGiven(request, projectIdOf(request)) : undefined
    const byCookie = token !== undefined || session?.byCookie === true
    if (key === undefined && !isListed) refuseForeignOrigin(request, foreign, byCookie)

    const cookie = isOfProject ? userCookieOf(publicUrl, projectIdOf(request)) : consoleCookie
    const caller = callerOf(request, reply, { session: cookie, browser: browserCookie })
    if (!isOfProject) return { ...caller, actor: await administratorOf(lookups, token) }
    if (!project) throw new Refusal('project_not_found')
    const actor = async () => {
      if (key !== undefined) return actorOfKey(lookups, project, key)
      if (isAdminMode(request)) return administratorOf(lookups, token)
      return userOf(lookups, project, {
        session: session?.secret,
        jwt: headerText(request, 'x-appwrite-jwt'),
      })
    }
    return { ...caller, project, actor: await actor() }
  }
}

type Cookies = { readonly session: SessionCookie; readonly browser: ReturnType<typeof browserCookieOf> }

function callerOf(request: FastifyRequest, reply: FastifyReply, { session, browser }: Cookies) {
  const ifMatch = headerText(request, 'if-match')?.replaceAll('"', '')
  return {
    ip: request.ip,
    ...(ifMatch === undefined ? {} : { ifMatch }),
    agent: headerText(request, 'x-forwarded-user-agent') ?? headerText(request, 'user-agent') ?? '',
    startSession: (fresh: string) => void reply.setCookie(session.name, fresh, session.options),
    endSession: () => void reply.clearCookie(session.name, session.options),
    browser: request.cookies[browser.name],
    rememberBrowser: (token: string) => void reply.setCookie(browser.name, token, browser.options),
  }
}

const guest: Actor = { type: 'guest' }

/** Refuses whoever lacks the scope or the role that the endpoint declares. */
export function authorize(access: Access, actor: Actor): void {
  if (access.kind === 'public' || access.kind === 'visitor') return
  if (actor.type === 'user') {
    if (access.kind === 'account' || (access.kind === 'project' && access.user === true)) return
    throw new Refusal('general_unauthorized_scope', 'This is not open to end users.')
  }
  if (access.kind === 'account') {
    throw new Refusal('general_unauthorized_scope', 'This needs the session or the JWT of an end user.')
  }
  if (actor.type === 'admin') {
    if (hasRole(actor.role, access.role)) return
    throw new Refusal(
      'general_unauthorized_scope',
      `This needs the role "${access.role}"; yours is "${actor.role}".`,
    )
  }
  if (access.kind === 'project' && actor.type === 'keyProject') {
    const lacking = [access.scope, access.and ?? access.scope]
      .map((anyOf) => [anyOf].flat())
      .find((anyOf) => !anyOf.some((scope) => actor.scopes.has(scope)))
    if (!lacking) return
    throw new Refusal('general_unauthorized_scope', `The API key lacks the scope ${lacking.join(' or ')}.`)
  }
  throw new Refusal('general_unauthorized_scope')
}

async function actorOfKey(lookups: Lookups, project: ActiveProject, key: string): Promise<Actor> {
  const found = await lookups.findKey(project.seq, hashToken(key))
  if (!found) return guest
  if (found.foreign) throw new Refusal('project_id_missing')
  if (found.expired) throw new Refusal('project_key_expired')
  return found
}

/** A session that is over counts as none; a JWT has to be good where there is one. */
async function userOf(
  lookups: Lookups,
  project: ActiveProject,
  { session, jwt }: { session: string | undefined; jwt: string | undefined },
): Promise<Actor> {
  const bySession =
    session === undefined ? undefined : await lookups.findUserBySession(project.seq, hashToken(session))
  if (bySession && jwt !== undefined) throw new Refusal('user_jwt_and_cookie_set')
  const user = jwt === undefined ? bySession : await lookups.findUserByToken(project.seq, jwt)
  if (jwt !== undefined && !user) throw new Refusal('user_jwt_invalid')
  if (user?.blocked) throw new Refusal('user_blocked')
  return user ?? guest
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
 * A browser names the page that calls in `Origin`. By cookie nothing is changed without one of our own; a page of others may
 * call with a key, or where the project lists it. What it asks for without naming itself (a picture, a frame, a link) comes with
 * no cookie, which is `SameSite`; where one comes all the same, newer browsers tell by `Sec-Fetch-Site`.
 */
function refuseForeignOrigin(request: FastifyRequest, foreign: string | undefined, byCookie: boolean): void {
  const isUnnamed = headerText(request, 'origin') === undefined
  const isFromElsewhere = headerText(request, 'sec-fetch-site') === 'cross-site'
  const isDoubtful = isFromElsewhere || (isUnnamed && request.method !== 'GET')
  if (foreign !== undefined || (byCookie && isDoubtful)) throw new Refusal('general_unknown_origin')
}

/** The origin of a page that is not our own; undefined where it is, or where none is named. */
function foreignOrigin(request: FastifyRequest, publicUrl: string): string | undefined {
  const origin = headerText(request, 'origin')
  return origin === undefined || isOwnOrigin(origin, request, publicUrl) ? undefined : origin
}

function isOwnOrigin(origin: string, { headers }: FastifyRequest, publicUrl: string): boolean {
  const own = [new URL(publicUrl).host, headers.host ?? ''].map(withoutLoopbackName)
  return URL.canParse(origin) && own.includes(withoutLoopbackName(new URL(origin).host))
}

/** `localhost`, `127.0.0.1` and `[::1]` are one machine to whoever typed the address. */
function withoutLoopbackName(host: string): string {
  return host.toLowerCase().replace(/^(localhost|127\.0\.0\.1|\[::1\])(?=:|$)/, 'loopback')
}

type SessionCookie = ReturnType<typeof consoleCookieOf | typeof userCookieOf>

/** An end user's session ends after a year. */
export const userSessionSeconds = 365 * 24 * 3600

function consoleCookieOf(publicUrl: string) {
  const secure = publicUrl.startsWith('https:')
  return {
    name: secure ? '__Host-a_session_console' : 'a_session_console',
    options: { path: '/', httpOnly: true, sameSite: 'strict', secure } as const,
  }
}

/** For half a year: long enough that whoever works here is known, short enough to forget a browser that is not used. */
const browserKnownSeconds = 180 * 24 * 3600

function browserCookieOf(publicUrl: string) {
  const { options } = consoleCookieOf(publicUrl)
  const name = options.secure ? '__Host-carillon_browser' : 'carillon_browser'
  return { name, options: { ...options, maxAge: browserKnownSeconds } }
}

/** Upstream's own name, since its clients and tests know it. It stays as long as the session can. */
function userCookieOf(publicUrl: string, projectId: string) {
  const { options } = consoleCookieOf(publicUrl)
  return { name: `a_session_${projectId}`, options: { ...options, maxAge: userSessionSeconds } }
}

/** An end user's session: as a header; as a cookie; as the copy of one that a client keeps where there are no cookies. */
function sessionGiven(
  request: FastifyRequest,
  projectId: string,
): { secret: string; byCookie: boolean } | undefined {
  const name = `a_session_${projectId}`
  const header = headerText(request, 'x-appwrite-session')
  if (header !== undefined) return { secret: header, byCookie: false }
  const cookie = request.cookies[name] || request.cookies[`${name}_legacy`]
  if (cookie) return { secret: cookie, byCookie: true }
  const fallback = fallbackCookies(request)[name]
  return typeof fallback === 'string' && fallback !== '' ? { secret: fallback, byCookie: false } : undefined
}

function fallbackCookies(request: FastifyRequest): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(headerText(request, 'x-fallback-cookies') ?? '{}')
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

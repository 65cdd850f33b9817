// What a handler gets besides its input: who asks, in which project, and what the work needs.
import type { Endpoint } from '../../contract/endpoint.ts'
import type { Role } from '../../contract/roles.ts'
import { hasRole } from '../../contract/roles.ts'
import type { Scope } from '../../contract/scopes.ts'
import type { Channels } from '../channels/channel.ts'
import type { Db } from '../db/database.ts'
import type { Log } from '../log.ts'
import type { Secrets } from '../secrets/secrets.ts'
import { Refusal } from './refusal.ts'

export type Actor =
  | {
      readonly type: 'keyProject'
      readonly id: string
      readonly name: string
      readonly scopes: ReadonlySet<Scope>
    }
  | {
      readonly type: 'admin'
      readonly seq: number
      readonly session: number
      readonly id: string
      readonly name: string
      readonly email: string
      readonly role: Role
    }
  | UserActor
  | { readonly type: 'guest' }

/** An end user of the project, by his session or a JWT. */
export type UserActor = {
  readonly type: 'user'
  readonly seq: number
  readonly id: string
  readonly name: string
  readonly email: string
  /** The session he came by, or that his JWT names. */
  readonly session: number | undefined
  readonly byJwt: boolean
  readonly verified: boolean
  readonly labels: readonly string[]
}

export type ActiveProject = { readonly seq: number; readonly id: string }

export type FoundProject = ActiveProject & {
  /** Of pages that may call it from a browser without a key. */
  readonly allowedOrigins: readonly string[]
}

/** What outlives a request. */
export type Services = {
  readonly db: Db
  readonly log: Log
  readonly secrets: Secrets
  readonly channels: Channels
  /** Tells the engine of this process, if it has one, that there is something to do. */
  readonly nudge: () => void
  /** What links are built from, without a slash at the end. */
  readonly publicUrl: string
  readonly version: string
}

export type Caller = {
  readonly actor: Actor
  readonly ip: string
  readonly agent: string
  /** What a change is based on: the `$updatedAt` that the caller saw last. */
  readonly ifMatch?: string
}

export type ProjectContext = Services & Caller & { readonly project: ActiveProject }
export type VisitorContext = ProjectContext & SessionCookies
export type AccountContext = Services & AccountCaller & SessionCookies & { readonly project: ActiveProject }
type AccountCaller = Omit<Caller, 'actor'> & { readonly actor: UserActor }
export type ConsoleContext = Services & Caller & SessionCookies

/** Signing in and out is a matter of cookies: the console's, or, in a project, its end users'. */
export type SessionCookies = {
  readonly startSession: (token: string) => void
  readonly endSession: () => void
  /** What this browser was given when somebody signed in with it: it outlives the session. */
  readonly browser: string | undefined
  readonly rememberBrowser: (token: string) => void
}

type ContextByKind = {
  project: ProjectContext
  account: AccountContext
  visitor: VisitorContext
  administrator: ConsoleContext
  public: ConsoleContext
}

export type ContextOf<E extends Endpoint> = ContextByKind[E['access']['kind']]

/** For what an endpoint's own access does not say: an author may draft, but not send. API keys are judged by scope alone. */
export function requireRole(context: Caller, needed: Role): void {
  if (context.actor.type === 'admin' && !hasRole(context.actor.role, needed)) {
    throw new Refusal(
      'general_unauthorized_scope',
      `This needs the role "${needed}"; yours is "${context.actor.role}".`,
    )
  }
}

// An endpoint is data: the server parses and authorizes by it, the console calls by it, the OpenAPI document is made of it.
import type * as z from 'zod'
import type { Role } from './roles.ts'
import type { Scope, UserScope } from './scopes.ts'

/**
 * Who may call. What a route does not name, it refuses.
 *
 * - `project`: an API key that holds `scope` (one of several, where given) and, where what is told is of two sorts, also
 *   one of `and`; an administrator with at least `role`. With
 *   `user`, an end user too: by his session or JWT, for what is his or open to his roles, which the handler judges
 *   (server/http/permissions.ts). Only routes of a scope that users have can say so.
 * - `account`: an end user, for himself.
 * - `visitor`: anybody, in a project.
 * - `administrator`: an administrator of the console with at least `role`, in no project.
 * - `public`: anybody.
 */
export type Access =
  | {
      readonly kind: 'project'
      readonly scope: AnyOf<Scope>
      readonly and?: AnyOf<Scope>
      readonly role: Role
      readonly user?: never
    }
  | {
      readonly kind: 'project'
      readonly scope: AnyOf<UserScope>
      readonly and?: never
      readonly role: Role
      readonly user: true
    }
  | { readonly kind: 'account' }
  | { readonly kind: 'visitor' }
  | { readonly kind: 'administrator'; readonly role: Role }
  | { readonly kind: 'public' }

type AnyOf<S extends Scope> = S | readonly S[]

export type Endpoint = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** Relative to `/v1`; `:name` is an id in the path. */
  readonly path: `/${string}`
  readonly summary: string
  readonly access: Access
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  /** Fields of a multipart form that carries one file beside them, named `file`. */
  readonly form?: z.ZodType
  /** Headers that the handler reads, by their names in lower case. */
  readonly headers?: z.ZodType
  /** `null`: 204 without a body. `'bytes'`: the handler answers with something that is not JSON. */
  readonly reply: z.ZodType | null | 'bytes'
  /** Of a list: it can also be had as a file, all of it, at its path with `.csv` behind (`csvOf`). */
  readonly csv?: true
  /** Where it is not 201 for POST, 204 for no reply and 200 for the rest. */
  readonly status?: 200 | 202
}

/** The file of a list: the same queries, access and rows, without a limit unless one is given. */
export function csvOf<E extends Endpoint & { readonly csv: true }>(endpoint: E) {
  const { csv: _, reply: __, path, summary, ...list } = endpoint
  return {
    ...list,
    path: `${path}.csv` as `${E['path']}.csv`,
    summary: `${summary}, as CSV`,
    reply: 'bytes',
  } as const
}

type ParamNames<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamNames<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never

/** The ids in a path: `/topics/:topicId` gives `{ topicId: string }`. */
export type PathParams<E extends Endpoint> = { readonly [Name in ParamNames<E['path']>]: string }

type ParsedBy<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined
type TakenBy<Schema> = Schema extends z.ZodType ? z.input<Schema> : undefined

/** What a handler gets after parsing. */
export type Parsed<E extends Endpoint> = {
  readonly params: PathParams<E>
  readonly query: ParsedBy<E['query']>
  readonly body: ParsedBy<E['body']>
  readonly headers: ParsedBy<E['headers']>
}

/** What a caller may send; a part that the endpoint does not have must not be given. */
export type Sendable<E extends Endpoint> = {
  readonly params: PathParams<E>
  readonly query: TakenBy<E['query']>
  readonly body: TakenBy<E['body']>
}

export type Reply<E extends Endpoint> = E['reply'] extends z.ZodType ? z.output<E['reply']> : undefined

/** HTTP status of a successful answer. */
export function successStatus(endpoint: Endpoint): number {
  if (endpoint.reply === null) return 204
  return endpoint.status ?? (endpoint.method === 'POST' ? 201 : 200)
}

// Binds the contract to handlers: an endpoint without a handler, or a handler without an endpoint, does not compile.
import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import { type Endpoint, type Parsed, type Reply, successStatus } from '../../contract/endpoint.ts'
import { role } from '../../contract/roles.ts'
import { scope } from '../../contract/scopes.ts'
import { id } from '../../contract/wire.ts'
import { type Authenticate, authorize } from './authentication.ts'
import type { ContextOf, Services } from './context.ts'
import { Refusal } from './refusal.ts'
import { refuseUnstorable } from './storable.ts'

/** An answer that is not JSON. */
export type Bytes = {
  readonly bytes: Buffer | Readable
  readonly type: string
  readonly headers?: Readonly<Record<string, string>>
}

type Answer<E extends Endpoint> = E['reply'] extends 'bytes' ? Bytes : Reply<E>

export type Handler<E extends Endpoint> = (input: Parsed<E>, context: ContextOf<E>) => Promise<Answer<E>>

export type Handlers<Endpoints extends Record<string, Endpoint>> = {
  readonly [Name in keyof Endpoints]: Handler<Endpoints[Name]>
}

export type Binding = {
  readonly authenticate: Authenticate
  readonly services: Services
  /** Holds every reply against the contract; for tests, where a wrong reply is to fail loudly. */
  readonly checkReplies: boolean
}

export function bind<Endpoints extends Record<string, Endpoint>>(
  app: FastifyInstance,
  endpoints: Endpoints,
  handlers: Handlers<Endpoints>,
  binding: Binding,
): void {
  for (const [name, endpoint] of Object.entries(endpoints)) {
    requireAccess(endpoint)
    // What follows is untyped at the seam between a table of endpoints and one of handlers; `Handlers` has checked that they fit.
    const handler = handlers[name] as unknown as Handler<Endpoint>
    app.route({
      method: endpoint.method,
      url: `/v1${endpoint.path}`,
      handler: (request, reply) => answer(endpoint, handler, binding, request, reply),
    })
  }
}

/** A type can be talked out of what it asks for; a server that does not start cannot. */
function requireAccess({ method, path, access }: Endpoint): void {
  const isDeclared = declaredAccess.safeParse(access).success
  if (!isDeclared) throw new Error(`${method} ${path} does not say who may call it.`)
}

const declaredAccess = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal(['public', 'visitor', 'account']) }),
  z.object({ kind: z.literal('administrator'), role }),
  z.object({ kind: z.literal('project'), scope: scope.or(z.array(scope).min(1)), role }),
])

async function answer(
  endpoint: Endpoint,
  handler: Handler<Endpoint>,
  { authenticate, services, checkReplies }: Binding,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const identity = await authenticate(request, reply, endpoint)
  authorize(endpoint.access, identity.actor)
  const input = parseInput(endpoint, request)
  const context = { ...services, ...identity } as ContextOf<Endpoint>
  const result: unknown = await handler(input as Parsed<Endpoint>, context)

  if (endpoint.reply === 'bytes') return sendBytes(reply, result as Bytes)
  if (checkReplies && endpoint.reply !== null)
    z.strictObject({ reply: endpoint.reply }).parse({ reply: result })
  reply.code(successStatus(endpoint))
  return endpoint.reply === null
    ? reply.send()
    : reply.type('application/json; charset=UTF-8').send(JSON.stringify(result))
}

function sendBytes(reply: FastifyReply, { bytes, type, headers = {} }: Bytes): FastifyReply {
  return reply.headers(headers).type(type).send(bytes)
}

function parseInput(endpoint: Endpoint, request: FastifyRequest) {
  const params = request.params as Record<string, string>
  const query = (request.query ?? {}) as Record<string, unknown>
  const body = withoutNulls((request.body ?? {}) as Record<string, unknown>)
  refuseUnstorable({ params, query, body })
  const input = {
    params: parse(z.record(z.string(), id), params),
    query: endpoint.query ? parse(endpoint.query, query) : undefined,
    body: endpoint.body ? parse(endpoint.body, body) : undefined,
  }
  // Once more: JSON that came as a text is only now to be seen.
  refuseUnstorable({ body: input.body })
  return input
}

/** `null` for a parameter means the same as leaving it out. */
function withoutNulls(body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null))
}

function parse(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const params = parsed.error.issues.map((issue) => ({
    path: issue.path.join('.'),
    message: issueText(issue),
  }))
  const [first] = params
  const text = first ? `Invalid \`${first.path}\` param: ${first.message}.` : 'Invalid parameters.'
  throw new Refusal('general_argument_invalid', text, params)
}

function issueText(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && issue.input === undefined && /undefined/.test(issue.message))
    return 'is required'
  return issue.message
}

// Binds the contract to handlers: an endpoint without a handler, or a handler without an endpoint, does not compile.
import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import { csvOf, type Endpoint, type Parsed, type Reply, successStatus } from '../../contract/endpoint.ts'
import { role } from '../../contract/roles.ts'
import { scope } from '../../contract/scopes.ts'
import { id } from '../../contract/wire.ts'
import { type Authenticate, authorize, type Identity } from './authentication.ts'
import { contentDisposition } from './content-disposition.ts'
import type { ActiveProject, ContextOf, Services } from './context.ts'
import { csvFormat } from './csv.ts'
import type { BeginExport } from './exports.ts'
import { Refusal } from './refusal.ts'
import { refuseUnstorable } from './storable.ts'
import { type Upload, uploadOf } from './upload.ts'

/** An answer that is not JSON. */
export type Bytes = {
  /** Nothing where the caller has them already. */
  readonly bytes: Buffer | Readable | undefined
  readonly type: string
  readonly headers?: Readonly<Record<string, string>>
  /** 200 unless said otherwise. */
  readonly status?: 200 | 206 | 304
}

/** 201 where something was made of what came in, 200 where it had been there. */
export type Uploaded<R> = { readonly isNew: boolean; readonly reply: R }

type Answer<E extends Endpoint> = E['reply'] extends 'bytes'
  ? Bytes
  : E['form'] extends z.ZodType
    ? Uploaded<Reply<E>>
    : Reply<E>

export type Input<E extends Endpoint> = Parsed<E> &
  (E['form'] extends z.ZodType ? { readonly upload: Upload<z.output<E['form']>> } : object)

export type Handler<E extends Endpoint> = (input: Input<E>, context: ContextOf<E>) => Promise<Answer<E>>

type Item<E extends Endpoint> = Extract<Reply<E>[keyof Reply<E>], readonly unknown[]>[number]

/** A list that can be had as a file: a page of it, and all its rows, some at a time. */
export type ListHandler<E extends Endpoint> = {
  readonly page: Handler<E>
  readonly rows: (input: Input<E>, context: ContextOf<E>) => AsyncGenerator<readonly Item<E>[], void>
}

export type Handlers<Endpoints extends Record<string, Endpoint>> = {
  readonly [Name in keyof Endpoints]: Endpoints[Name] extends { readonly csv: true }
    ? ListHandler<Endpoints[Name]>
    : Handler<Endpoints[Name]>
}

export type Refused = {
  readonly endpoint: Endpoint
  readonly params: Readonly<Record<string, string>>
  readonly identity: Identity
  readonly refusal: Refusal
}

export type Binding = {
  readonly authenticate: Authenticate
  readonly services: Services
  readonly beginExport: BeginExport
  /** Is told whenever somebody was refused what he is not allowed to do. */
  readonly noteRefusal: (refused: Refused) => Promise<void>
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
    const handler = handlers[name] as unknown as Handler<Endpoint> | ListHandler<Endpoint>
    const isList = 'rows' in handler
    const page = isList ? handler.page : handler
    app.route({
      method: endpoint.method,
      url: `/v1${endpoint.path}`,
      handler: (request, reply) => answer(endpoint, page, binding, request, reply),
    })
    if (isList) bindCsv(app, endpoint, handler.rows, binding)
  }
}

function bindCsv(
  app: FastifyInstance,
  list: Endpoint,
  rows: ListHandler<Endpoint>['rows'],
  binding: Binding,
): void {
  const { reply: envelope } = list
  if (!(envelope instanceof z.ZodType)) throw new Error(`${list.path} is no list.`)
  const endpoint: Endpoint = csvOf({ ...list, csv: true })
  const format = csvFormat(envelope, { check: binding.checkReplies })
  // The answer has begun: the caller sees it break off, and only the log can say why.
  const noteBreak = (error: Error) =>
    binding.services.log.error('an export broke off', { path: list.path, error })
  const file = async (input: Input<Endpoint>, context: ContextOf<Endpoint>): Promise<Bytes> => ({
    bytes: (await binding.beginExport(rows(input, context), format)).once('error', noteBreak),
    type: 'text/csv; charset=utf-8',
    headers: {
      'content-disposition': contentDisposition('attachment', fileName(list, input.params, context)),
    },
  })
  app.route({
    method: endpoint.method,
    url: `/v1${endpoint.path}`,
    handler: (request, reply) =>
      answer(endpoint, file as unknown as Handler<Endpoint>, binding, request, reply),
  })
}

/** `acme-messages-welcome-deliveries-2026-11-27.csv` */
function fileName({ path }: Endpoint, params: Readonly<Record<string, string>>, context: object): string {
  const words = path.split('/').filter((part) => part !== '' && part !== 'messaging')
  const named = words.map((word) => (word.startsWith(':') ? params[word.slice(1)] : word))
  const project = 'project' in context ? [(context.project as ActiveProject).id] : []
  return `${[...project, ...named, new Date().toISOString().slice(0, 10)].join('-')}.csv`
}

/** A type can be talked out of what it asks for; a server that does not start cannot. */
function requireAccess({ method, path, access }: Endpoint): void {
  const isDeclared = declaredAccess.safeParse(access).success
  if (!isDeclared) throw new Error(`${method} ${path} does not say who may call it.`)
}

const anyOf = scope.or(z.array(scope).min(1))
const declaredAccess = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal(['public', 'visitor', 'account']) }),
  z.object({ kind: z.literal('administrator'), role }),
  z.object({ kind: z.literal('project'), scope: anyOf, and: anyOf.optional(), role }),
])

async function answer(
  endpoint: Endpoint,
  handler: Handler<Endpoint>,
  binding: Binding,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const { authenticate, checkReplies } = binding
  const identity = await authenticate(request, reply, endpoint)
  const answered = await resultOf(endpoint, handler, binding, request, identity)

  if (endpoint.reply === 'bytes') return sendBytes(reply, answered as Bytes)
  const { status, result } = statusAndReply(endpoint, answered)
  if (checkReplies && endpoint.reply !== null)
    z.strictObject({ reply: endpoint.reply }).parse({ reply: result })
  reply.code(status)
  return endpoint.reply === null
    ? reply.send()
    : reply.type('application/json; charset=UTF-8').send(JSON.stringify(result))
}

async function resultOf(
  endpoint: Endpoint,
  handler: Handler<Endpoint>,
  { services, noteRefusal }: Binding,
  request: FastifyRequest,
  identity: Identity,
): Promise<unknown> {
  try {
    authorize(endpoint.access, identity.actor)
    const input = parseInput(endpoint, request)
    const context = { ...services, ...identity } as ContextOf<Endpoint>
    return await handler(input as Input<Endpoint>, context)
  } catch (error) {
    const params = request.params as Record<string, string>
    if (error instanceof Refusal) await noteRefusal({ endpoint, params, identity, refusal: error })
    throw error
  }
}

function statusAndReply(endpoint: Endpoint, answered: unknown): { status: number; result: unknown } {
  if (!endpoint.form) return { status: successStatus(endpoint), result: answered }
  const { isNew, reply } = answered as Uploaded<unknown>
  return { status: isNew ? successStatus(endpoint) : 200, result: reply }
}

function sendBytes(reply: FastifyReply, { bytes, type, headers = {}, status = 200 }: Bytes): FastifyReply {
  reply.code(status).headers(headers)
  return bytes === undefined ? reply.send() : reply.type(type).send(bytes)
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
    headers: endpoint.headers ? parse(endpoint.headers, request.headers) : undefined,
    upload: endpoint.form ? uploadOf(request, parseForm(endpoint.form)) : undefined,
  }
  // Once more: JSON that came as a text is only now to be seen.
  refuseUnstorable({ body: input.body })
  return input
}

function parseForm(form: z.ZodType) {
  return (fields: Record<string, unknown>): unknown => {
    refuseUnstorable({ fields })
    return parse(form, fields)
  }
}

/** `null` for a parameter means the same as leaving it out. */
function withoutNulls(body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null))
}

/** Of a list of thousands each may be wrong. */
const mostParamsNamed = 100

function parse(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const params = parsed.error.issues.slice(0, mostParamsNamed).map((issue) => ({
    path: issue.path.join('.'),
    message: issueText(issue),
  }))
  const [first] = params
  const text = first ? `Invalid \`${first.path}\` param: ${first.message}.` : 'Invalid parameters.'
  throw new Refusal('general_argument_invalid', text, params)
}

/** What the contract says by itself stays; what zod would say is for programmers. */
function issueText(issue: z.core.$ZodIssue): string {
  const { message } = issue
  if (!/^Invalid (input|option)/.test(message)) return message
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.join(', ')}`
  if (issue.code === 'invalid_union') {
    const [first] = issue.errors.flat()
    return first ? issueText(first) : message
  }
  if (issue.code !== 'invalid_type') return message
  return /undefined$/.test(message) ? 'is required' : `must be ${kinds[issue.expected] ?? issue.expected}`
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

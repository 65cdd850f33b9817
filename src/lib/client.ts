// The only file that calls the server: an endpoint of the contract goes in, its reply comes out, whatever else happens is thrown.
import { consoleEndpoints } from '../../contract/console.ts'
import type { Endpoint, Reply, Sendable } from '../../contract/endpoint.ts'
import { errorReply } from '../../contract/errors.ts'
import { ApiError, NetworkError } from './api-error.ts'
import { currentProject } from './project.ts'
import { noteReachable } from './reachability.ts'
import { askToSignIn, untilSignedIn } from './session-end.ts'

/** A part that the endpoint lacks must not be given; one that can be empty may be left out. */
type Part<Name extends string, Value> = [Value] extends [undefined]
  ? { readonly [Key in Name]?: undefined }
  : object extends Value
    ? { readonly [Key in Name]?: Value | undefined }
    : { readonly [Key in Name]: Value }

type Parts<E extends Endpoint> = Part<'params', Sendable<E>['params']> &
  Part<'query', Sendable<E>['query']> &
  Part<'body', Sendable<E>['body']>

type Options<E extends Endpoint> = Parts<E> & {
  readonly signal?: AbortSignal | undefined
  /** The `$updatedAt` that a change is based on: 412 when the thing has moved on. */
  readonly ifMatch?: string | undefined
}

/** Nothing needs to be given where nothing is required. */
type OneIfNeeded<T> = object extends T ? [options?: T] : [options: T]

/** `fetch`, or what does the same where it cannot: `upload.ts`. */
export type Transport = (
  url: string,
  request: RequestInit & { readonly headers: Readonly<Record<string, string>>; readonly signal: AbortSignal },
) => Promise<Response>

type LooseOptions = {
  readonly params?: Readonly<Record<string, string>> | undefined
  readonly query?: unknown
  readonly body?: unknown
  readonly signal?: AbortSignal | undefined
  readonly ifMatch?: string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly by?: Transport | undefined
}

type AnswersJson = Endpoint & { readonly reply: Exclude<Endpoint['reply'], 'bytes'> }
type AnswersBytes = Endpoint & { readonly method: 'GET'; readonly reply: 'bytes' }

export async function call<E extends AnswersJson>(
  endpoint: E,
  ...[options]: OneIfNeeded<Options<E>>
): Promise<Reply<E>> {
  const response = await send(endpoint, { ...options })
  // Not parsed against the contract: the server is of the same build, and its tests hold its replies to it.
  return (endpoint.reply === null ? undefined : await readJson(response)) as Reply<E>
}

/** What is not JSON, as text: a message's raw source. */
export async function callText<E extends AnswersBytes>(
  endpoint: E,
  ...[options]: OneIfNeeded<Options<E>>
): Promise<string> {
  const response = await send(endpoint, { ...options })
  return read(() => response.text())
}

/** For what a browser asks for by itself and so without headers: frames, images, downloads. */
export function addressOf<E extends AnswersBytes>(endpoint: E, ...[parts]: OneIfNeeded<Parts<E>>): string {
  const { params, query }: LooseOptions = { ...parts }
  return urlOf(endpoint, params, { ...(query as object), project: currentProject(), mode: 'admin' })
}

/** A GET without an answer for that long is given up; a change is not, since nobody could say whether it was made. */
const patienceMs = 30_000

export async function send(endpoint: Endpoint, options: LooseOptions): Promise<Response> {
  const response = await request(endpoint, options)
  if (response.ok) return response
  const error = await readError(response)
  if (error.code !== 401 || endpoint.access.kind === 'public' || !(await isSignedOut())) throw error
  if (endpoint.method !== 'GET') {
    askToSignIn()
    throw sessionEnded(error)
  }
  await Promise.race([untilSignedIn(), aborted(options.signal)])
  return send(endpoint, options)
}

async function request(endpoint: Endpoint, options: LooseOptions): Promise<Response> {
  const { params, query, body, signal, by = fetch } = options
  const signals = [signal ?? [], endpoint.method === 'GET' ? AbortSignal.timeout(patienceMs) : []].flat()
  const url = urlOf(endpoint, params, query)
  try {
    const response = await by(url, {
      method: endpoint.method,
      credentials: 'same-origin',
      headers: headersOf(endpoint, options),
      signal: AbortSignal.any(signals),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    noteReachable(true)
    return response
  } catch (cause) {
    if (signal?.aborted) throw cause
    noteReachable(false)
    const isLate = cause instanceof DOMException && cause.name === 'TimeoutError'
    throw new NetworkError(
      isLate ? 'The server did not answer in time.' : 'The server could not be reached.',
      { cause },
    )
  }
}

function headersOf(endpoint: Endpoint, { body, ifMatch, headers }: LooseOptions): Record<string, string> {
  return {
    ...(endpoint.access.kind === 'project' && {
      'X-Appwrite-Project': currentProject(),
      'X-Appwrite-Mode': 'admin',
    }),
    ...(body !== undefined && { 'Content-Type': 'application/json' }),
    ...(ifMatch !== undefined && { 'If-Match': ifMatch }),
    ...headers,
  }
}

function urlOf(endpoint: Endpoint, params: LooseOptions['params'], query: unknown): string {
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params?.[name] ?? ''))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...(query as object) })) {
    if (Array.isArray(value)) for (const item of value) search.append(`${name}[]`, String(item))
    else if (value !== undefined) search.append(name, String(value))
  }
  return `/v1${path}${search.size > 0 ? `?${search}` : ''}`
}

export const readJson = (response: Response): Promise<unknown> => read(() => response.json())

/** The connection may break in the middle of an answer. */
async function read<Body>(body: () => Promise<Body>): Promise<Body> {
  try {
    return await body()
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new NetworkError('The server’s answer could not be read.', { cause })
  }
}

async function readError(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null)
  const reply = errorReply.safeParse(body)
  const wait = Number(response.headers.get('Retry-After') ?? Number.NaN)
  return new ApiError(
    reply.success ? reply.data : foreignAnswer(response.status),
    Number.isFinite(wait) ? wait : undefined,
  )
}

/** What stands between the browser and the server, a proxy, has its own way of saying no. */
function foreignAnswer(status: number) {
  return {
    message: `The server could not answer (status ${status}).`,
    code: status,
    type: 'general_unknown',
    version: '',
  }
}

let asked: Promise<boolean> | undefined

/** A 401 also says that a role does not suffice; only the session itself tells. Asked once for all that failed together. */
function isSignedOut(): Promise<boolean> {
  asked ??= request(consoleEndpoints.session, {})
    .then(async (response) => response.ok && (await response.json()) === null)
    .catch(() => false)
    .finally(() => {
      asked = undefined
    })
  return asked
}

function sessionEnded(error: ApiError): ApiError {
  const { type, code } = error
  return new ApiError({
    type,
    code,
    message: 'You were signed out before this could be done. Sign in, then do it again.',
    version: '',
  })
}

function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
    if (signal?.aborted) reject(signal.reason)
  })
}

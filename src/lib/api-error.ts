// What a call can end in besides its reply.
import type { ErrorReply, ErrorType } from '../../contract/errors.ts'

/** The server's no, or its fault. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly type: ErrorType
  /** HTTP status. */
  readonly code: number
  /** Every wrong field, by its path in what was sent. */
  readonly params: NonNullable<ErrorReply['params']>
  /** What to look for in the server's log; given where the fault is its own. */
  readonly requestId: string | undefined
  /** How long the server asks to be left alone. */
  readonly retryAfterSeconds: number | undefined

  constructor(reply: ErrorReply, retryAfterSeconds?: number) {
    super(reply.message)
    // A newer server may know types that this console does not; they are treated as none in particular.
    this.type = reply.type as ErrorType
    this.code = reply.code
    this.params = reply.params ?? []
    this.requestId = reply.requestId
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** Nothing came back: no network, no server, or no answer in time. Whether a change was made is unknown then. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError'
}

/** Whether the world said no, which a screen tells of; anything else is a fault in this program. */
export const isAnswer = (error: unknown) => error instanceof ApiError || error instanceof NetworkError

/** Whether the same call may well succeed later: the server was away or at fault, or nobody was signed in. */
export const mayPass = (error: unknown) =>
  error instanceof NetworkError || (error instanceof ApiError && (error.code >= 500 || error.code === 401))

/** The part of an error that a screen shows. */
export function problemOf(error: unknown): { message: string; requestId?: string | undefined } | null {
  if (error === null || error === undefined) return null
  if (error instanceof ApiError) return { message: error.message, requestId: error.requestId }
  if (error instanceof NetworkError) return { message: error.message }
  return { message: 'Something went wrong on this page. Loading it again may help.' }
}

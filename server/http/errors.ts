// From what was thrown to Appwrite's envelope.
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { type ErrorReply, errorStatuses } from '../../contract/errors.ts'
import { isStatementTimeout, isUnavailable, isUnstorableText } from '../db/errors.ts'
import type { Log } from '../log.ts'
import { bodyLimit, pathParamLimit } from './parsing.ts'
import { Refusal, wrongParam } from './refusal.ts'

/** Refusals are the caller's to mend and say why; faults are ours, are logged whole and answered with the request's id only. */
export function createErrorHandler(log: Log, version: string) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const refusal = asRefusal(error)
    const status = errorStatuses[refusal.type]
    if (status >= 500)
      log.error('a request failed', { requestId: request.id, route: request.routeOptions.url, error })
    const retryAfter = refusal.retryAfterSeconds ?? (refusal.type === 'general_unavailable' ? 5 : undefined)
    if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter))
    reply
      .code(status)
      .type('application/json; charset=UTF-8')
      .send(JSON.stringify(envelope(refusal, version, status >= 500 ? request.id : undefined)))
  }
}

export function envelope(refusal: Refusal, version: string, requestId?: string): ErrorReply {
  return {
    message: refusal.message,
    code: errorStatuses[refusal.type],
    type: refusal.type,
    version,
    ...(refusal.params.length > 0 ? { params: [...refusal.params] } : {}),
    ...(requestId === undefined ? {} : { requestId }),
  }
}

function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  if (isUnavailable(error))
    return new Refusal('general_unavailable', 'The database is not available just now. Try again.')
  if (isUnstorableText(error))
    return new Refusal('general_argument_invalid', 'A text holds characters that cannot be stored.')
  if (isStatementTimeout(error))
    return new Refusal('general_query_invalid', 'The query took too long. Narrow it down.')
  return (
    refusalOfFramework(error as FastifyError) ??
    new Refusal('general_unknown', 'Something went wrong on the server.')
  )
}

/** The framework's own, before a handler is asked. */
const frameworkErrors: Readonly<Record<string, () => Refusal>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () =>
    new Refusal('general_payload_too_large', `The body must have at most ${bodyLimit} bytes.`),
  FST_ERR_MAX_PARAM_LENGTH: () =>
    new Refusal(
      'general_uri_too_long',
      `An id in the address must have at most ${pathParamLimit} characters.`,
    ),
  FST_ERR_BAD_URL: () => wrongParam('url', 'must be well-formed, with percent-encoding of UTF-8'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => wrongParam('content-length', 'must be the length of the body'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () =>
    wrongParam('content-type', 'must be a media type such as application/json'),
  FST_ERR_ROUTE_MISSING_CONTENT_TYPE: () => wrongParam('content-type', 'is required'),
}

function refusalOfFramework({ code, statusCode, message }: FastifyError): Refusal | undefined {
  return frameworkErrors[code]?.() ?? (statusCode === 400 ? wrongParam('request', message) : undefined)
}

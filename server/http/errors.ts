// From what was thrown to Appwrite's envelope.
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { type ErrorReply, type ErrorType, errorStatuses } from '../../contract/errors.ts'
import { isStatementTimeout, isUnavailable, isUnstorableText } from '../db/errors.ts'
import type { Log } from '../log.ts'
import { Refusal } from './refusal.ts'

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

const frameworkErrors: Readonly<Record<string, ErrorType>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'general_payload_too_large',
  FST_ERR_BAD_URL: 'general_argument_invalid',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'general_argument_invalid',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'general_argument_invalid',
  FST_ERR_MAX_PARAM_LENGTH: 'general_uri_too_long',
}

function refusalOfFramework(error: FastifyError): Refusal | undefined {
  const type = frameworkErrors[error.code]
  if (type) return new Refusal(type, error.message)
  return error.statusCode === 400 ? new Refusal('general_argument_invalid', error.message) : undefined
}

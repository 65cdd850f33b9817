// What Node's HTTP parser refuses before there is a request, or would answer by itself: it gets the same envelope.
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { errorStatuses } from '../../contract/errors.ts'
import { envelope } from './errors.ts'
import { Refusal, wrongParam } from './refusal.ts'
import type { SecurityHeaders } from './security-headers.ts'

/** Of all headers together; 500 ids in one query are more than Node's 16 KiB. */
export const headerLimit = 512 * 1024

/** The request that is being answered on a connection. */
const underWay = new WeakMap<Duplex, { request: IncomingMessage; response: ServerResponse }>()

/** For what has no request: the answer is written to the socket, and that is closed. */
export function createClientErrorHandler(version: string, headers: SecurityHeaders) {
  return (error: NodeJS.ErrnoException, socket: Duplex): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
    const { request, response } = underWay.get(socket) ?? {}
    // What is wrong came behind a whole request, which is carried out: a refusal now would be taken for the answer to that.
    if (request?.complete && response && !response.writableFinished)
      return void response.once('finish', () => socket.end(() => socket.destroy()))
    refuse(socket, refusalOf(error), version, headers)
  }
}

function refusalOf({ code }: NodeJS.ErrnoException): Refusal {
  if (code === 'HPE_HEADER_OVERFLOW')
    return new Refusal(
      'general_headers_too_large',
      `The address and the headers must have at most ${headerLimit} bytes together.`,
    )
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new Refusal('general_request_timeout')
  return wrongParam('request', 'must be well-formed HTTP')
}

function refuse(socket: Duplex, refusal: Refusal, version: string, headers: SecurityHeaders): void {
  const status = errorStatuses[refusal.type]
  const body = JSON.stringify(envelope(refusal, version))
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/json; charset=UTF-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
}

/** Node answers these with an empty body, or not at all. */
export function answerWhatNodeWould(app: FastifyInstance, version: string, security: SecurityHeaders): void {
  app.server.prependListener('request', (request, response) => {
    underWay.set(request.socket, { request, response })
  })
  // An expectation may be passed over (RFC 9110 §10.1.1).
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response))
  // Nobody tunnels through an origin server.
  app.server.on('connect', (_, socket) =>
    refuse(socket, new Refusal('general_route_not_found'), version, security),
  )
  // RFC 9112 §3.2
  app.addHook('onRequest', async ({ headers, raw }) => {
    if (headers.host === undefined && raw.httpVersion === '1.1') throw wrongParam('host', 'is required')
  })
}

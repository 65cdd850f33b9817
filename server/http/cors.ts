// Pages of other origins. A browser asks before it calls (a preflight, Fetch §4.8), without naming the project in a
// header: it is told yes where any project lists the page's origin, and the call itself is judged by its own project's list.
import type { FastifyInstance, FastifyReply } from 'fastify'

/** What the official clients send. */
const requestHeaders = [
  'Accept',
  'Cache-Control',
  'Content-Range',
  'Content-Type',
  'If-Match',
  'Range',
  'X-Appwrite-Dev-Key',
  'X-Appwrite-ID',
  'X-Appwrite-JWT',
  'X-Appwrite-Key',
  'X-Appwrite-Locale',
  'X-Appwrite-Mode',
  'X-Appwrite-Project',
  'X-Appwrite-Response-Format',
  'X-Appwrite-Session',
  'X-Appwrite-Timestamp',
  'X-Fallback-Cookies',
  'X-Forwarded-User-Agent',
  'X-Requested-With',
  'X-SDK-GraphQL',
  'X-SDK-Language',
  'X-SDK-Name',
  'X-SDK-Platform',
  'X-SDK-Version',
].join(', ')

const methods = 'GET, POST, PUT, PATCH, DELETE'
const answerHeaders = 'Content-Disposition, Content-Range, Retry-After, X-Fallback-Cookies'

/** Browsers ask again after ten minutes. */
const askAgainSeconds = 600

/** Lets a page of this origin read the answer. */
export function allowOrigin(reply: FastifyReply, origin: string): void {
  reply.headers({
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': answerHeaders,
    vary: 'Origin',
  })
}

/** Answers what browsers ask before they call. */
export function answerPreflights(
  app: FastifyInstance,
  isOriginAllowed: (origin: string) => Promise<boolean>,
): void {
  app.addHook('onRequest', async (request, reply) => {
    const { origin, 'access-control-request-method': asked } = request.headers
    if (request.method !== 'OPTIONS' || !request.url.startsWith('/v1/')) return
    if (origin !== undefined && asked !== undefined && (await isOriginAllowed(origin))) {
      allowOrigin(reply, origin)
      reply.headers({
        'access-control-allow-methods': methods,
        'access-control-allow-headers': requestHeaders,
        'access-control-max-age': String(askAgainSeconds),
      })
    }
    return reply.code(204).header('allow', `OPTIONS, ${methods}`).send()
  })
}

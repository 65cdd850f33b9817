// Dependencies in, request handler out.
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import cookies from '@fastify/cookie'
import files from '@fastify/static'
import Fastify, { type FastifyInstance } from 'fastify'
import { api as everyEndpoint } from '../contract/api.ts'
import { accountHandlers } from './account/handlers.ts'
import { consoleHandlers } from './administrators/handlers.ts'
import { findAdministratorBySession } from './administrators/sessions.ts'
import { createAudienceCounts } from './delivery/audience-count.ts'
import {
  deliveryHandlers,
  explanationHandlers,
  messageDeliveryHandlers,
  providerDeliveryHandlers,
  statsHandlers,
} from './delivery/handlers.ts'
import { type Authenticate, createAuthenticate, type Lookups } from './http/authentication.ts'
import { type Binding, bind } from './http/bind.ts'
import type { Services } from './http/context.ts'
import { answerPreflights } from './http/cors.ts'
import { createErrorHandler } from './http/errors.ts'
import { createExports } from './http/exports.ts'
import { openApiDocument } from './http/openapi.ts'
import { bodyLimit, parseQueryString, pathParamLimit, readBodies } from './http/parsing.ts'
import { Refusal } from './http/refusal.ts'
import { protect, securityHeaders } from './http/security-headers.ts'
import { answerWhatNodeWould, createClientErrorHandler, headerLimit } from './http/unparsed.ts'
import { acceptUploads } from './http/upload.ts'
import { inboxHandlers } from './inbox/handlers.ts'
import { logHandlers } from './logs/handlers.ts'
import { createRefusalNotes } from './logs/refusals.ts'
import { messageHandlers } from './messages/handlers.ts'
import { makeExamples } from './projects/examples.ts'
import { findApiKey } from './projects/keys.ts'
import { findProject, isOriginAllowed } from './projects/projects.ts'
import { providerHandlers } from './providers/handlers.ts'
import { storageHandlers } from './storage/handlers.ts'
import { subscriberHandlers } from './subscribers/handlers.ts'
import { suppressionHandlers } from './suppressions/handlers.ts'
import { targetHandlers } from './targets/handlers.ts'
import { topicHandlers } from './topics/handlers.ts'
import { userHandlers } from './users/handlers.ts'
import { findUserBySession } from './users/sessions.ts'
import { findUserByToken } from './users/tokens.ts'

export type AppOptions = {
  readonly services: Services
  /** Whether the process can work: the database answers, and it is not shutting down. */
  readonly isReady: () => Promise<boolean>
  /** The built console; absent where only the API is served. */
  readonly consoleDir?: string
  /** `health`: nothing but health, as a worker serves. */
  readonly serves?: 'everything' | 'health'
  readonly checkReplies?: boolean
  /** Addresses and networks whose `X-Forwarded-For` is believed. */
  readonly trustedProxies?: readonly string[]
  /** For tests: is given the server before it has routes; other endpoints than the contract's; other ways to find who asks;
   * other limits of exports. */
  readonly watch?: (app: FastifyInstance) => void
  readonly endpoints?: typeof everyEndpoint
  readonly changeLookups?: (own: Lookups) => Lookups
  readonly exportLimits?: Parameters<typeof createExports>[0]
}

export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { services, isReady, consoleDir, serves = 'everything', checkReplies = false } = options
  const { trustedProxies = [] } = options
  const { watch, endpoints: api = everyEndpoint, changeLookups = (own) => own, exportLimits } = options
  const headers = securityHeaders(services.publicUrl)
  const app = Fastify({
    logger: false,
    bodyLimit,
    exposeHeadRoutes: false,
    genReqId: () => randomUUID(),
    // Node's own default, which Fastify turns off: whoever promises a body and sends none does not keep a connection for ever.
    requestTimeout: 300_000,
    trustProxy: [...trustedProxies],
    // Who names no host is refused by us, in the envelope.
    http: { maxHeaderSize: headerLimit, requireHostHeader: false },
    clientErrorHandler: createClientErrorHandler(services.version, headers),
    routerOptions: {
      ignoreTrailingSlash: true,
      maxParamLength: pathParamLimit,
      querystringParser: parseQueryString,
    },
    forceCloseConnections: 'idle',
    // No hook runs before it.
    frameworkErrors: (error, request, reply) => {
      reply.headers({ ...headers, 'cache-control': 'no-store' })
      createErrorHandler(services.log, services.version)(error, request, reply)
    },
  })
  watch?.(app)
  app.setErrorHandler(createErrorHandler(services.log, services.version))
  protect(app, headers)
  answerWhatNodeWould(app, services.version, headers)
  readBodies(app)
  await acceptUploads(app)
  await app.register(cookies)
  logRequests(app, services)

  answerPreflights(app, (origin) => isOriginAllowed(services.db, origin))

  const binding: Binding = {
    authenticate: authentication(services, changeLookups),
    services,
    beginExport: createExports(exportLimits),
    noteRefusal: createRefusalNotes(services),
    checkReplies,
  }
  bind(app, api.health, healthHandlers(services, isReady), binding)
  if (serves === 'everything') {
    bindEverything(app, api, binding)
    serveOpenApi(app, services)
  }
  await serveConsole(app, consoleDir)
  return app
}

function bindEverything(app: FastifyInstance, api: typeof everyEndpoint, binding: Binding): void {
  bind(app, api.console, consoleHandlers(makeExamples), binding)
  bind(app, api.providers, { ...providerHandlers, ...providerDeliveryHandlers }, binding)
  bind(app, api.topics, topicHandlers, binding)
  bind(app, api.subscribers, subscriberHandlers, binding)
  bind(app, api.suppressions, suppressionHandlers, binding)
  bind(app, api.users, userHandlers, binding)
  bind(app, api.account, accountHandlers, binding)
  bind(app, api.targets, targetHandlers, binding)
  bind(app, api.storage, storageHandlers, binding)
  bind(app, api.messages, { ...messageHandlers, ...messageDeliveryHandlers(createAudienceCounts()) }, binding)
  bind(app, api.deliveries, deliveryHandlers, binding)
  bind(app, api.explanations, explanationHandlers, binding)
  bind(app, api.stats, statsHandlers, binding)
  bind(app, api.logs, logHandlers, binding)
  bind(app, api.inbox, inboxHandlers, binding)
}

function authentication(
  { db, secrets, publicUrl }: Services,
  changeLookups: (own: Lookups) => Lookups,
): Authenticate {
  const lookups = {
    findProject: (id: string) => findProject(db, id),
    findKey: (project: number, secretHash: Buffer) => findApiKey(db, project, secretHash),
    findAdministrator: (tokenHash: Buffer) => findAdministratorBySession(db, tokenHash),
    findUserBySession: (project: number, secretHash: Buffer) => findUserBySession(db, project, secretHash),
    findUserByToken: (project: number, token: string) => findUserByToken({ db, secrets }, project, token),
  }
  return createAuthenticate(changeLookups(lookups), publicUrl)
}

function healthHandlers({ version }: Services, isReady: () => Promise<boolean>) {
  return {
    version: async () => ({ version }),
    live: async () => ({ status: 'live' as const }),
    ready: async () => {
      if (!(await isReady())) throw new Refusal('general_unavailable', 'Not ready to work.')
      return { status: 'ready' as const }
    },
  }
}

/** Made once, when it is first asked for: that takes a tenth of a second, and anybody may ask. */
function serveOpenApi(app: FastifyInstance, services: Services): void {
  let document: string | undefined
  app.get('/v1/openapi.json', (_request, reply) => {
    document ??= JSON.stringify(openApiDocument(services))
    return reply.type('application/json; charset=UTF-8').send(document)
  })
}

function logRequests(app: FastifyInstance, { log }: Services): void {
  app.addHook('onResponse', async (request, reply) => {
    log.debug('request', {
      requestId: request.id,
      method: request.method,
      route: request.routeOptions.url,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    })
  })
}

/** Assets have their content in their name and never change; the page that names them is asked for again each time. */
async function serveConsole(app: FastifyInstance, dir: string | undefined): Promise<void> {
  if (dir !== undefined) {
    await app.register(files, {
      root: dir,
      preCompressed: true,
      wildcard: false,
      index: false,
      cacheControl: false,
      setHeaders: (reply, path) => {
        const lasting = path.includes(join(dir, 'assets'))
        reply.header('cache-control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    })
  }
  app.setNotFoundHandler((request, reply) => {
    const isPage = dir !== undefined && request.method === 'GET' && !/^\/(v1|assets)(\/|$)/.test(request.url)
    if (!isPage) throw new Refusal('general_route_not_found')
    return reply.sendFile('index.html')
  })
}

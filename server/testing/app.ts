// A whole server for a test: its own database, the real handler without a port, the real channels.
import { randomBytes } from 'node:crypto'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { onTestFinished, TestRunner } from 'vitest'
import { scopes, secretsScope } from '../../contract/scopes.ts'
import { type AppOptions, createApp } from '../app.ts'
import { type LookUp, readNetworks } from '../channels/outbound.ts'
import { closeChannels, createChannels } from '../create-channels.ts'
import { createEngine, type Engine } from '../delivery/engine.ts'
import type { Services } from '../http/context.ts'
import { receive } from '../inbox/inbox.ts'
import { createLog, type Log } from '../log.ts'
import { createApiKey } from '../projects/keys.ts'
import { ensureProject } from '../projects/projects.ts'
import { createSecrets } from '../secrets/secrets.ts'
import { noteCalls } from './called-endpoints.ts'
import { aDatabase, type TestDatabase } from './database.ts'

export const publicUrl = 'http://127.0.0.1:4400'

export type Answer = {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: replies are held against the contract by the server; tests read what they are about.
  body: any
  headers: Record<string, unknown>
  text: string
  bytes: Buffer
}

type Method = NonNullable<InjectOptions['method']>

type CallOptions = {
  body?: unknown
  headers?: Record<string, string>
  query?: Record<string, string | string[]>
}

export type TestServer = {
  readonly app: FastifyInstance
  readonly services: Services
  readonly database: TestDatabase
  readonly engine: Engine
  /** The project `acme`, and the secret of a key that holds every scope. */
  readonly project: { seq: number; id: string }
  readonly key: string
  /** Calls as a program with the key would; other headers replace its own. */
  readonly call: (method: Method, path: string, options?: CallOptions) => Promise<Answer>
}

type Wishes = {
  readonly database?: TestDatabase
  /** Starts the engine too: messages go out. */
  readonly deliver?: boolean
  readonly options?: Pick<
    AppOptions,
    'watch' | 'endpoints' | 'changeLookups' | 'trustedProxies' | 'exportLimits'
  >
  /** Where providers may lead, as CARILLON_PROVIDER_NETWORKS says it; and the world's name servers. */
  readonly networks?: string
  readonly lookUp?: LookUp
  /** As CARILLON_PROVIDER_ORIGINS has them. */
  readonly origins?: Readonly<Record<string, string>>
  /** The newest first; one of its own unless given. */
  readonly secrets?: readonly Buffer[]
  /** Silent unless given. */
  readonly log?: Log
}

export async function aServer({
  database: given,
  deliver = false,
  options = {},
  networks = 'loopback,private',
  lookUp,
  origins = {},
  secrets: masters = [randomBytes(32)],
  log = createLog('silent'),
}: Wishes = {}): Promise<TestServer> {
  const database = given ?? (await aDatabase())
  const secrets = createSecrets(masters)
  const channels = createChannels({
    networks: readNetworks(networks),
    origins,
    receive: (items) => receive(database.background, items),
    ...(lookUp && { lookUp }),
  })
  const engine = createEngine({ database, channels, secrets, log, random: () => 0.5 })
  const services = {
    db: database.db,
    log,
    secrets,
    channels,
    nudge: engine.nudge,
    publicUrl,
    version: '0.0.0',
  }
  const app = await createApp({
    services,
    isReady: async () => true,
    checkReplies: true,
    ...options,
    watch: (app) => {
      noteCalls(app)
      options.watch?.(app)
    },
  })
  const project = await ensureProject(database.db, 'acme')
  const { secret } = await createApiKey(database.db, project.seq, {
    name: 'Test',
    scopes: [...scopes, secretsScope],
  })
  if (deliver) await engine.start()
  if (TestRunner.getCurrentTest()) {
    onTestFinished(async () => {
      if (deliver) await engine.stop()
      await app.close()
      await closeChannels(channels)
    })
  }

  const call = async (method: Method, path: string, options: CallOptions = {}): Promise<Answer> => {
    const response = await app.inject({
      method,
      url: path.startsWith('/v1') ? path : `/v1${path}`,
      headers: { 'x-appwrite-project': project.id, 'x-appwrite-key': secret, ...options.headers },
      ...(options.query ? { query: options.query as Record<string, string> } : {}),
      ...(options.body === undefined ? {} : { payload: options.body as object }),
    })
    const isJson = String(response.headers['content-type']).startsWith('application/json')
    const body: unknown = isJson && response.payload !== '' ? JSON.parse(response.payload) : undefined
    const { statusCode: status, headers, payload: text, rawPayload: bytes } = response
    return { status, body, headers, text, bytes }
  }
  return { app, services, database, engine, project, key: secret, call }
}

/** Asks again until what is asked for holds; fails with the last answer after `withinMs`. */
export async function eventually<T>(
  ask: () => Promise<T>,
  holds: (value: T) => boolean,
  withinMs = 10_000,
): Promise<T> {
  const until = performance.now() + withinMs
  while (true) {
    const value = await ask()
    if (holds(value)) return value
    if (performance.now() > until)
      throw new Error(`it did not come to pass within ${withinMs} ms: ${JSON.stringify(value)}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

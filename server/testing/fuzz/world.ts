// Two servers that listen: one that has been set up and is in use, and one that has not. What is in the first stands in `furnish.ts`.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import { createEngine } from '../../delivery/engine.ts'
import { createLog } from '../../log.ts'
import { aServer, eventually, type TestServer } from '../app.ts'
import { databases } from '../database.ts'
import { type WatchedChanges, watchChanges } from './changes.ts'

/** Of everybody who has one. */
export const password = 'correct horse battery'

export type Headers = Readonly<Record<string, string>>

export type ListeningServer = TestServer & { readonly port: number; readonly changes: WatchedChanges }

/** Is asked before every handler: where a test puts what is wrong on purpose. */
export type Plant = (request: FastifyRequest, reply: FastifyReply, db: Db) => Promise<void>

export type Watch = {
  /** What the servers complained of. */
  readonly log: string[]
  /** The route that the last request came to; none where it came to no route. */
  route: string | undefined
  /** Requests whose answers are not known yet. */
  readonly underWay: Set<string>
  plant: Plant | undefined
}

export type World = Watch & {
  readonly main: ListeningServer
  readonly empty: ListeningServer
  readonly passwordHash: string
  /** The headers of an owner who stays signed in. */
  readonly owner: Headers
  /** Ids by the names of the fields that hold them. */
  known: Readonly<Record<string, readonly string[]>>
  /** Who has it sees the image of a push. */
  imageLink: URLSearchParams
  /** Ids in paths for those who only read. */
  readonly standing: Map<string, Promise<Readonly<Record<string, string>>>>
  /** What a request uses up and takes an engine to make: made by the dozen. */
  readonly failedMessages: string[]
  readonly doubtfulDeliveries: string[]
}

export async function startServer(watch: Watch): Promise<ListeningServer> {
  const engine = process.env.FUZZ_ENGINE ?? 'pglite'
  const found = databases.find((one) => one.engine === engine)
  if (!found) throw new Error(`There is no ${engine} in this run.`)
  const database = await found.aDatabase()
  const server = await aServer({
    database,
    // No name leads anywhere: nothing that is sent leaves this process.
    networks: 'public',
    lookUp: async () => [],
    log: createLog('warn', (line) => watch.log.push(line)),
    options: {
      trustedProxies: ['127.0.0.1'],
      watch: (app) => {
        app.addHook('onRequest', async ({ id, method, routeOptions }) => {
          watch.underWay.add(id)
          watch.route = routeOptions.url && `${method} ${routeOptions.url.replace(/^\/v1/, '')}`
        })
        app.addHook('onSend', async ({ id }) => void watch.underWay.delete(id))
        // Of what did not come whole nothing is done.
        app.addHook('onRequestAbort', async ({ id, raw }) => void (raw.complete || watch.underWay.delete(id)))
        app.addHook('preHandler', async (request, reply) => watch.plant?.(request, reply, database.db))
      },
    },
  })
  await server.app.listen({ port: 0, host: '127.0.0.1' })
  const address = server.app.server.address()
  if (address === null || typeof address === 'string') throw new Error('The server does not listen.')
  return { ...server, port: address.port, changes: await watchChanges(database.db) }
}

/** By the key unless other headers replace it; only what succeeds. */
export async function call(
  { main }: Pick<World, 'main'>,
  method: 'POST' | 'GET',
  path: string,
  body?: unknown,
  headers: Headers = {},
  // biome-ignore lint/suspicious/noExplicitAny: replies are held against the contract by the server.
): Promise<any> {
  const answer = await main.call(method, path, { ...(body === undefined ? {} : { body }), headers })
  if (answer.status < 300) return answer.body
  throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`)
}

/** For what is the installation's, not the project's. */
export const asOwner = ({ owner }: World): Headers => ({ ...owner, 'x-appwrite-key': '' })

export async function upload(world: World, name: string, content: Buffer): Promise<void> {
  const form = new FormData()
  form.append('fileId', name)
  form.append('file', new Blob([new Uint8Array(content)]), name)
  const encoded = new Response(form)
  await call(world, 'POST', '/storage/buckets/files/files', Buffer.from(await encoded.arrayBuffer()), {
    'content-type': encoded.headers.get('content-type') ?? '',
  })
}

/**
 * Runs an engine until nothing is left that can be sent now. There is none while requests are made: whatever changes then is
 * their doing.
 */
export async function deliver({ main: { database, services } }: Pick<World, 'main'>): Promise<void> {
  // A test provider takes up to a minute where it was told to.
  await sql`update providers set options = options || '{"latencyMs":0}' where kind = 'inbox'`.execute(
    services.db,
  )
  const engine = createEngine({ ...services, database, random: () => 0.5 })
  await engine.start()
  const stillOpen = async () => {
    const { rows } = await sql`
      select id, phase, null as n, null as state from messages where phase = 'preparing' and deleted_at is null
      union all
      select m.id, m.phase, d.n, d.state from deliveries d
        join lanes l on l.message = d.message and l.provider = d.provider join messages m on m.seq = d.message
        where l.test and l.paused_until is null and (d.state = 1 or (d.state = 0 and d.next_attempt_at is null))
    `.execute(services.db)
    return rows
  }
  await eventually(stillOpen, (rows) => rows.length === 0, 60_000).finally(engine.stop)
}

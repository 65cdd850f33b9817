// Reads the configuration, opens the database, starts and stops everything.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { ensureOwner } from './administrators/administrators.ts'
import { makeSetUpToken } from './administrators/set-up.ts'
import { createApp } from './app.ts'
import { type Config, ConfigurationError, readConfig } from './config.ts'
import { closeChannels, createChannels } from './create-channels.ts'
import { type Database, openDatabase } from './db/database.ts'
import { migrate } from './db/migrate.ts'
import { createEngine, type Engine } from './delivery/engine.ts'
import type { Services } from './http/context.ts'
import { receive } from './inbox/inbox.ts'
import { startInboxSmtpServer } from './inbox/smtp-server.ts'
import { createLog, type Log } from './log.ts'
import { ensureApiKey } from './projects/keys.ts'
import { ensureProject } from './projects/projects.ts'
import { providersWithoutKey } from './providers/unopenable.ts'
import { readOrMakeSecret } from './secrets/secret-file.ts'
import { createSecrets, type Secrets } from './secrets/secrets.ts'
import { version } from './version.ts'
import { whereToGo } from './where-to-go.ts'

/** Everything that was started, stopped in reverse order; all of it within 15 s. */
const stopLimitMs = 14_500

const consoleDir = fileURLToPath(new URL('../console/', import.meta.url))

/** Tells people; the log is for machines. */
function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Starts a server from the variables of an environment and stops it at SIGTERM or SIGINT. */
export async function main(environment: Readonly<Record<string, string | undefined>>): Promise<void> {
  const stops: (() => Promise<unknown>)[] = []
  try {
    const config = readConfig(environment)
    const log = createLog(config.logLevel)
    stopAtSignal(stops, log)
    await start(config, log, stops)
  } catch (error) {
    process.stderr.write(`\nCarillon could not start. ${reasonOf(error)}\n`)
    await stopAll(stops)
    process.exit(1)
  }
}

async function start(config: Config, log: Log, stops: (() => Promise<unknown>)[]): Promise<void> {
  say(`Carillon ${version}`)
  const database = await openConfigured(config, log)
  stops.push(database.close)
  const secrets = createSecrets(config.secrets ?? [readOrMakeSecret(config.dataDir)])
  await refuseLostSecrets(database, secrets)
  await ensureConfigured(config, database)

  const channels = createChannels({
    networks: config.providerNetworks,
    origins: config.providerOrigins,
    receive: (items) => receive(database.background, items),
  })
  stops.push(() => closeChannels(channels))
  const engine = config.role === 'api' ? undefined : createEngine({ database, channels, secrets, log })
  const services: Services = {
    db: database.db,
    log,
    secrets,
    channels,
    nudge: () => engine?.nudge(),
    publicUrl: config.publicUrl,
    version,
  }
  if (config.role !== 'worker') await catchMail(config, database, log, stops)
  await startEngine(engine, stops)
  if (config.listens) await listen(config, services, stops)
  if (config.role === 'worker') say('Working: taking deliveries from the database.')
  else await sayWhereToGo(config, database)
}

async function openConfigured(config: Config, log: Log): Promise<Database> {
  const fatal = (error: Error) => log.error('the embedded database died and will be opened again', { error })
  say(
    'url' in config.database
      ? 'Connecting to PostgreSQL'
      : `Opening the embedded database in ${config.dataDir}`,
  )
  const database = await openDatabase(config.database, { log, fatal })
  const applied = await migrate(database.background).catch(async (error: unknown) => {
    await database.close()
    throw error
  })
  if (applied.length > 0) say('Prepared the tables.')
  return database
}

async function refuseLostSecrets(database: Database, secrets: Secrets): Promise<void> {
  const lost = await providersWithoutKey(database.db, secrets)
  if (lost.length === 0) return
  throw new ConfigurationError(
    `No key opens the secrets of: ${lost.join(', ')}.\n` +
      'Give the secret with which they were stored (CARILLON_SECRET, older ones after a comma, or DATA_DIR/secret).',
  )
}

async function ensureConfigured(config: Config, { db }: Database): Promise<void> {
  if (config.admin) await ensureOwner(db, config.admin)
  if (config.project === undefined) return
  const project = await ensureProject(db, config.project)
  if (config.apiKey) await ensureApiKey(db, project.seq, config.apiKey)
}

async function catchMail(
  config: Config,
  database: Database,
  log: Log,
  stops: (() => Promise<unknown>)[],
): Promise<void> {
  if (config.inboxSmtpPort === 0) return
  const server = await startInboxSmtpServer({ db: database.background, port: config.inboxSmtpPort, log })
  if (server) stops.push(server.close)
}

async function startEngine(engine: Engine | undefined, stops: (() => Promise<unknown>)[]): Promise<void> {
  if (!engine) return
  await engine.start()
  stops.push(engine.stop)
}

async function listen(config: Config, services: Services, stops: (() => Promise<unknown>)[]): Promise<void> {
  let open = true
  const isReady = async () => {
    if (!open) return false
    await sql`select 1`.execute(services.db)
    return true
  }
  const app: FastifyInstance = await createApp({
    services,
    isReady,
    trustedProxies: config.trustedProxies,
    serves: config.role === 'worker' ? 'health' : 'everything',
    ...(existsSync(consoleDir) && config.role !== 'worker' ? { consoleDir } : {}),
  })
  await app.listen({ host: config.host, port: config.port })
  stops.push(async () => {
    open = false
    await app.close()
  })
}

async function sayWhereToGo(config: Config, { db }: Database): Promise<void> {
  for (const line of ['', ...whereToGo(config, await makeSetUpToken(db)), '', '  Stop with Ctrl+C.'])
    say(line)
}

/** The first signal stops in order; a second one ends at once. */
function stopAtSignal(stops: readonly (() => Promise<unknown>)[], log: Log): void {
  let stopping = false
  const stop = async () => {
    if (stopping) process.exit(1)
    stopping = true
    say('Stopping: what is on its way is finished first.')
    const limit = setTimeout(() => {
      log.error('stopping took too long')
      process.exit(1)
    }, stopLimitMs)
    await stopAll(stops)
    clearTimeout(limit)
    process.exit(0)
  }
  process.on('SIGTERM', () => void stop())
  process.on('SIGINT', () => void stop())
}

async function stopAll(stops: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const stop of stops.toReversed()) {
    await stop().catch((error: unknown) => process.stderr.write(`${reasonOf(error)}\n`))
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if ('code' in error && error.code === 'EADDRINUSE')
    return `${error.message}. Another program has this port: set PORT.`
  return error.message
}

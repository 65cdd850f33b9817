// PostgreSQL: two pools, so that however busy the delivery engine is, a request finds a connection.
import { Pool } from 'pg'
import { kyselyOver, type Lease, run } from './connection.ts'
import type { Database, DatabaseOptions } from './database.ts'
import { endsConnection, toDatabaseError } from './errors.ts'
import { valueTypes } from './values.ts'

export type PostgresLocation = {
  readonly url: string
  /** At most so many connections for requests (10), and so many for delivery and upkeep (5). */
  readonly foregroundConnections?: number
  readonly backgroundConnections?: number
}

const second = 1000

export async function openPostgres(location: PostgresLocation, options: DatabaseOptions): Promise<Database> {
  const foreground = createPool(location.url, options, {
    max: location.foregroundConnections ?? 10,
    statementTimeout: 5 * second,
    // A server that vanished sends no timeout of its own.
    query_timeout: 10 * second,
  })
  const background = createPool(location.url, options, {
    max: location.backgroundConnections ?? 5,
    statementTimeout: 60 * second,
  })
  const close = async () => {
    await Promise.all([foreground.end(), background.end()])
  }
  try {
    await checkServer(foreground)
  } catch (error) {
    await close()
    throw toDatabaseError(error)
  }
  return {
    db: kyselyOver(() => lend(foreground)),
    background: kyselyOver(() => lend(background)),
    engine: 'postgres',
    close,
  }
}

type PoolLimits = { max: number; statementTimeout: number; query_timeout?: number }

function createPool(
  url: string,
  { log }: DatabaseOptions,
  { statementTimeout, ...limits }: PoolLimits,
): Pool {
  const pool = new Pool({
    connectionString: url,
    application_name: 'carillon',
    types: valueTypes,
    connectionTimeoutMillis: 5 * second,
    idleTimeoutMillis: 30 * second,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10 * second,
    ...limits,
    // In SQL and not as start parameters, which connection poolers refuse. The pool waits for it.
    onConnect: (client) =>
      client.query(`
        set timezone = 'UTC';
        set datestyle = 'ISO, MDY';
        set intervalstyle = 'postgres';
        set bytea_output = 'hex';
        set extra_float_digits = 1;
        set statement_timeout = ${statementTimeout};
        set idle_in_transaction_session_timeout = ${30 * second}`),
  })
  // An error on a connection that is lent out reaches its borrower with his statement, and here as well; without a
  // listener it would end the process. So would one on an idle connection, which the pool then replaces.
  pool.on('connect', (client) => client.on('error', () => {}))
  pool.on('error', (error) => log.warn('a database connection was lost', { error }))
  return pool
}

async function checkServer(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ version: number; encoding: string }>(
    `select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding`,
  )
  for (const { version, encoding } of rows) {
    if (version < 150_000)
      throw new Error(`PostgreSQL 15 or newer is needed; this is ${Math.floor(version / 10_000)}.`)
    if (encoding !== 'UTF8') throw new Error(`The database has to be in UTF8; it is in ${encoding}.`)
  }
}

async function lend(pool: Pool): Promise<Lease> {
  const client = await pool.connect().catch((error) => Promise.reject(toDatabaseError(error)))
  let isBroken = false
  return {
    query: async (sql, parameters) => {
      try {
        return await run(client, sql, parameters)
      } catch (error) {
        isBroken ||= endsConnection(error)
        throw error
      }
    },
    // What is broken or still in a transaction is closed instead of lent to the next.
    giveBack: () => client.release(isBroken || client.getTransactionStatus() !== 'I'),
  }
}

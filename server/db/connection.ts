// One connection lent to one caller, as Kysely uses it. Both engines lend through here, so that parameters, errors and
// the end of a transaction behave alike.
import { Kysely, PostgresDialect, type PostgresPoolClient } from 'kysely'
import { type ClientBase, DatabaseError } from 'pg'
import { DatabaseUnavailable, toDatabaseError } from './errors.ts'
import { refuseNesting } from './nesting.ts'
import { preparedName } from './prepared.ts'
import type { Tables } from './tables.ts'
import { toParameter } from './values.ts'

export type Lease = {
  readonly query: (sql: string, parameters: readonly unknown[]) => Promise<unknown>
  readonly giveBack: () => void
}

/** Kysely over connections that somebody else opens and closes. */
export function kyselyOver(lend: () => Promise<Lease>): Kysely<Tables> {
  const connect = async (): Promise<PostgresPoolClient> => {
    refuseNesting()
    const lease = await lend()
    const query = (sql: string, parameters: readonly unknown[]) =>
      lease.query(sql, parameters).catch((error) => {
        // Lost with its connection: the engine rolls it back by itself, and what went wrong before is to be told.
        if (sql === 'rollback' && error instanceof DatabaseUnavailable) return {}
        throw error
      })
    return { query: query as PostgresPoolClient['query'], release: lease.giveBack }
  }
  return new Kysely({ dialect: new PostgresDialect({ pool: { connect, end: async () => {} } }) })
}

/** Runs one statement, or several without parameters. */
export async function run(client: ClientBase, sql: string, parameters: readonly unknown[]): Promise<unknown> {
  const values = parameters.map(toParameter)
  try {
    const name = preparedName(sql)
    const result = await (name === undefined
      ? client.query(sql, values)
      : client.query({ name, text: sql, values }))
    if (sql === 'commit' && result.command === 'ROLLBACK') throw rolledBack()
    return result
  } catch (error) {
    throw toDatabaseError(error)
  }
}

// PostgreSQL answers the commit of a failed transaction without an error: somebody caught that error and went on.
function rolledBack(): DatabaseError {
  const message = 'The transaction was rolled back: a statement in it had failed, and its error was caught.'
  return Object.assign(new DatabaseError(message, message.length, 'error'), {
    severity: 'ERROR',
    code: '25P02',
  })
}

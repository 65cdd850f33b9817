import type { Compilable, QueryResult } from 'kysely'
import type { Db } from './database.ts'

/** Statements by their text, with the name under which a connection keeps its plan. */
const names = new Map<string, string>()

/**
 * Runs a statement that is planned once a connection and then only executed: for the few that run thousands of times, whose
 * planning would cost more than their work (claiming five rows embedded: 11.7 ms of CPU planned each time, 4.9 ms prepared).
 * The text must be the same at every call: values that vary are parameters, lists are arrays.
 */
export async function executePrepared<Row>(
  db: Db,
  name: string,
  statement: Compilable<Row> | { compile: (db: Db) => ReturnType<Compilable<Row>['compile']> },
): Promise<QueryResult<Row>> {
  const compiled = statement.compile(db)
  names.set(compiled.sql, name)
  return db.executeQuery<Row>(compiled)
}

/** The name under which this text is prepared, if it is. */
export function preparedName(sql: string): string | undefined {
  return names.get(sql)
}

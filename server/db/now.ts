import { type RawBuilder, type SqlBool, sql } from 'kysely'

/** The only clock: the database's, so that all processes agree and tests can set it. */
export const appNow: RawBuilder<string> = sql<string>`app.now()`

/** Whether the instant in a column has passed; false where there is none. */
export function isPast(column: string): RawBuilder<boolean> {
  return sql<boolean>`coalesce(${sql.ref(column)} <= app.now(), false)`
}

/** The same as a condition, by which rows are found through an index on the column. */
export function hasPassed(column: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`${sql.ref(column)} <= app.now()`
}

/** `app.now()` plus seconds. */
export function inSeconds(seconds: number): RawBuilder<string> {
  return sql<string>`app.now() + make_interval(secs => ${seconds})`
}

/** Whether the instant in a column lies more than so many seconds back. */
export function isOlderThan(column: string, seconds: number): RawBuilder<SqlBool> {
  return sql<SqlBool>`${sql.ref(column)} < app.now() - make_interval(secs => ${seconds})`
}

/** `app.now()`, but always later than what the column holds: two changes within one millisecond differ as well. */
export function nowAfter(column: string): RawBuilder<string> {
  return sql<string>`greatest(app.now(), ${sql.ref(column)} + interval '1 millisecond')`
}

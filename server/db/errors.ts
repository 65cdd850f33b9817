// What goes wrong in the database, in one shape on both engines: an error with PostgreSQL's five-character `code` and,
// where it is about one, the `constraint`.
import { DatabaseError } from 'pg'
import { ValueError } from './values.ts'

/** The database cannot be reached, or was lost on the way: what was asked may or may not have happened. */
export class DatabaseUnavailable extends Error {
  override name = 'DatabaseUnavailable'
  /** connection_failure */
  readonly code = '08006'

  constructor(cause: unknown) {
    super(`The database is not available: ${cause instanceof Error ? messageOf(cause) : String(cause)}`, {
      cause,
    })
  }
}

// Node reports a refused connection to a name with several addresses as an AggregateError without a message.
function messageOf(error: Error): string {
  return error.message || ('code' in error ? String(error.code) : error.name)
}

/** Makes of whatever the client threw one of ours. */
export function toDatabaseError(error: unknown): Error {
  if (error instanceof DatabaseError || error instanceof ValueError) return error
  if (error instanceof DatabaseUnavailable) return error
  return new DatabaseUnavailable(error)
}

/** The engine says of itself that this connection, or all of it, is gone. */
export function endsConnection(error: unknown): boolean {
  if (error instanceof DatabaseError) return error.severity === 'FATAL' || error.severity === 'PANIC'
  return error instanceof DatabaseUnavailable
}

/** A row with this key is there already. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  return (
    error instanceof DatabaseError &&
    error.code === '23505' &&
    (constraint === undefined || error.constraint === constraint)
  )
}

/** Text that PostgreSQL cannot store: a NUL, in a text or inside JSON. */
export function isUnstorableText(error: unknown): boolean {
  return hasCode(error, ['22021', '22P05'])
}

/** The statement ran into its time limit (PostgreSQL only: the embedded engine has none). */
export function isStatementTimeout(error: unknown): boolean {
  return hasCode(error, ['57014'])
}

/** A time zone that the database does not know. */
export function isUnknownTimeZone(error: unknown): boolean {
  return hasCode(error, ['22023'])
}

/**
 * Two transactions stood in each other's way: doing the same again may succeed. So may it where what a row refers to was deleted
 * at that moment: looked for again, it is not there, and is refused by its name.
 */
export function isWorthRepeating(error: unknown): boolean {
  return hasCode(error, ['40001', '40P01', '23503'])
}

/** Nothing is wrong with what was asked: the database is away, shutting down, out of connections or out of space. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable) return true
  if (!(error instanceof DatabaseError)) return false
  return error.severity === 'PANIC' || /^(08...|53...|57P0.|58030)$/.test(error.code ?? '')
}

function hasCode(error: unknown, codes: readonly string[]): boolean {
  return error instanceof DatabaseError && codes.includes(error.code ?? '')
}

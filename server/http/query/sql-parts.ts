// Conditions that lists are put together from.
import { type RawBuilder, type SqlBool, sql } from 'kysely'

export const yes = sql<SqlBool>`true`
export const no = sql<SqlBool>`false`

/** Parts that do not apply are left out; of no parts at all, all are met. */
export function allOf(parts: readonly (RawBuilder<SqlBool> | undefined)[]): RawBuilder<SqlBool> {
  return joined(parts, sql` and `) ?? yes
}

/** Parts that do not apply are left out; of no parts at all, none is met. */
export function anyOf(parts: readonly (RawBuilder<SqlBool> | undefined)[]): RawBuilder<SqlBool> {
  return joined(parts, sql` or `) ?? no
}

// Each part in brackets: one that holds an "or" of its own must not get past the project.
function joined(parts: readonly (RawBuilder<SqlBool> | undefined)[], word: RawBuilder<unknown>) {
  const conditions = parts.filter((part) => part !== undefined).map((part) => sql`(${part})`)
  return conditions.length === 0 ? undefined : sql<SqlBool>`(${sql.join(conditions, word)})`
}

// The last code point there is, and no character.
const last = '\u{10FFFF}'

/** `text` is collated "C". As a range, so that an index on it is used whatever the planner knows of the prefix. */
export function beginsWith(text: RawBuilder<unknown>, prefix: RawBuilder<unknown>): RawBuilder<SqlBool> {
  return sql`(${text} >= ${prefix} and ${text} < ${prefix} || ${last}::text)`
}

/** Whether `text`, collated "C", begins with one of them. */
export function anyBeginsWith(text: RawBuilder<unknown>, prefixes: readonly string[]): RawBuilder<SqlBool> {
  return anyOf(prefixes.map((prefix) => beginsWith(text, sql`${prefix}::text`)))
}

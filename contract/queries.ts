// The texts of the query language, as the official SDKs write them.

type Value = string | number | boolean

function query(method: string, attribute?: string, values: readonly unknown[] = []): string {
  return JSON.stringify({ method, ...(attribute === undefined ? {} : { attribute }), values })
}

function nest(method: 'and' | 'or', conditions: readonly string[]): string {
  return query(
    method,
    undefined,
    conditions.map((condition) => JSON.parse(condition) as unknown),
  )
}

export const queries = {
  equal: (attribute: string, values: Value | readonly Value[]) => query('equal', attribute, [values].flat()),
  notEqual: (attribute: string, value: Value) => query('notEqual', attribute, [value]),
  lessThan: (attribute: string, value: Value) => query('lessThan', attribute, [value]),
  lessThanEqual: (attribute: string, value: Value) => query('lessThanEqual', attribute, [value]),
  greaterThan: (attribute: string, value: Value) => query('greaterThan', attribute, [value]),
  greaterThanEqual: (attribute: string, value: Value) => query('greaterThanEqual', attribute, [value]),
  between: (attribute: string, from: Value, to: Value) => query('between', attribute, [from, to]),
  isNull: (attribute: string) => query('isNull', attribute),
  isNotNull: (attribute: string) => query('isNotNull', attribute),
  contains: (attribute: string, values: Value | readonly Value[]) =>
    query('contains', attribute, [values].flat()),
  and: (conditions: readonly string[]) => nest('and', conditions),
  or: (conditions: readonly string[]) => nest('or', conditions),
  orderAsc: (attribute: string) => query('orderAsc', attribute),
  orderDesc: (attribute: string) => query('orderDesc', attribute),
  limit: (count: number) => query('limit', undefined, [count]),
  offset: (count: number) => query('offset', undefined, [count]),
  cursorAfter: (id: string) => query('cursorAfter', undefined, [id]),
  cursorBefore: (id: string) => query('cursorBefore', undefined, [id]),
} as const

// How requests are read before the contract sees them: generously, as Appwrite's clients expect.
import type { FastifyInstance } from 'fastify'

/** Bytes; the longest content is 64,230 characters of up to 4 bytes, which JSON may escape to 12. */
export const bodyLimit = 2 * 1024 * 1024

/** Characters; ids have at most 36, and are told so. */
export const pathParamLimit = 1000

/** `queries[0]=…&queries[]=…` is a list; of a name given twice the last counts. */
export function parseQueryString(text: string): Record<string, unknown> {
  return readFields(new URLSearchParams(text), ['queries'])
}

/** Fields of a query string or a form. Those that are `lists` are so without brackets too. */
export function readFields(
  fields: Iterable<readonly [string, string]>,
  lists: readonly string[] = [],
): Record<string, unknown> {
  const read: Record<string, unknown> = {}
  for (const [name, value] of fields) {
    const listed = /^([^[\]]+)\[\d*\]$/.exec(name)
    if (!listed?.[1]) {
      define(read, name, lists.includes(name) ? [...listIn(read, name), value] : value)
    } else {
      define(read, listed[1], [...listIn(read, listed[1]), value])
    }
  }
  return read
}

function listIn(read: Record<string, unknown>, name: string): unknown[] {
  const value = Object.hasOwn(read, name) ? read[name] : undefined
  return Array.isArray(value) ? value : []
}

/** Never through a setter such as `__proto__`. */
function define(target: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true })
}

/** Absent, empty, unparsable or foreign bodies are `{}`: what is required and missing then says so by name. */
export function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) =>
    done(null, readBody(String(body))),
  )
}

function readBody(text: string): object {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
  } catch {
    return {}
  }
}

// JSON as hostile clients write it: with what `JSON.stringify` would never say.

/** Stands in a value and is written as it is: `1e400`, `{"a":1,"a":2}`. */
export class Verbatim {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

export function writeJson(value: unknown): string {
  if (value instanceof Verbatim) return value.text
  if (Array.isArray(value)) return `[${value.map(writeJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined)
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${writeJson(entry)}`).join(',')}}`
}

export type Path = readonly (string | number)[]

/** Every place in a value, the value itself first. */
export function placesIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null || value instanceof Verbatim) return [path]
  // A list of thousands is one place and its beginning.
  const entries = Array.isArray(value) ? [...value.entries()].slice(0, 5) : Object.entries(value)
  return [path, ...entries.flatMap(([key, entry]) => placesIn(entry, [...path, key]))]
}

/** A copy with another value at a place. */
export function withValueAt(value: unknown, [key, ...rest]: Path, put: unknown): unknown {
  if (key === undefined) return put
  if (Array.isArray(value))
    return value.map((entry, index) => (index === key ? withValueAt(entry, rest, put) : entry))
  const object = { ...(value as Record<string, unknown>) }
  const changed = withValueAt(object[key], rest, put)
  // Never through a setter such as `__proto__`.
  Object.defineProperty(object, key, { value: changed, enumerable: true, configurable: true, writable: true })
  return object
}

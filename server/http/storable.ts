import { Refusal } from './refusal.ts'

/** With the `u` flag a surrogate matches only where it is not one of a pair. */
const loneSurrogate = /\p{Surrogate}/u

/** Deeper than any sensible `data`; far from where recursion gets dangerous. */
const deepest = 64

/**
 * Refuses texts that the database could not keep as they are: NUL (PostgreSQL has none in text) and lone surrogates
 * (UTF-8 has none), and values nested so deep that walking them would be a danger.
 */
export function refuseUnstorable(value: unknown): void {
  const problem = findUnstorable(value, [], 0)
  if (problem) {
    throw new Refusal('general_argument_invalid', `Invalid \`${problem.path}\` param: ${problem.message}.`, [
      problem,
    ])
  }
}

function findUnstorable(
  value: unknown,
  path: string[],
  depth: number,
): { path: string; message: string } | undefined {
  const where = () => path.slice(1).join('.') || 'body'
  if (typeof value === 'string') {
    return value.includes('\0') || loneSurrogate.test(value)
      ? { path: where(), message: 'must be well-formed text without NUL characters' }
      : undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  if (depth > deepest) return { path: where(), message: `must not be nested deeper than ${deepest} levels` }
  for (const [key, entry] of Object.entries(value)) {
    const problem =
      findUnstorable(key, [...path, '(name)'], depth) ?? findUnstorable(entry, [...path, key], depth + 1)
    if (problem) return problem
  }
  return undefined
}

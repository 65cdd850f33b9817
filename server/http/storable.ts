import { wrongParam } from './refusal.ts'

/** With the `u` flag a surrogate matches only where it is not one of a pair. */
const loneSurrogate = /\p{Surrogate}/u

/** Deeper than any sensible `data`; far from where recursion gets dangerous. */
const deepest = 64

/**
 * Refuses texts that the database could not keep as they are: NUL (PostgreSQL has none in text) and lone surrogates
 * (UTF-8 has none), and values nested so deep that walking them would be a danger.
 */
export function refuseUnstorable(parts: Readonly<Record<string, unknown>>): void {
  const problem = problemIn(parts, 0)
  if (problem) throw wrongParam(problem.path.slice(1).join('.') || 'body', problem.message)
}

/** The path is put together on the way back: a body may have a million entries, and mostly nothing is wrong with them. */
type Problem = { readonly path: readonly string[]; readonly message: string }

function problemIn(value: unknown, depth: number): Problem | undefined {
  if (typeof value === 'string') return problemOfText(value)
  if (typeof value !== 'object' || value === null) return undefined
  if (depth > deepest) return { path: [], message: `must not be nested deeper than ${deepest} levels` }
  return Array.isArray(value) ? problemInList(value, depth) : problemInFields(value, depth)
}

function problemOfText(text: string): Problem | undefined {
  if (!text.includes('\0') && !loneSurrogate.test(text)) return undefined
  return { path: [], message: 'must be well-formed text without NUL characters' }
}

function problemInList(values: readonly unknown[], depth: number): Problem | undefined {
  for (let index = 0; index < values.length; index++) {
    const problem = problemIn(values[index], depth + 1)
    if (problem) return at(String(index), problem)
  }
  return undefined
}

function problemInFields(fields: object, depth: number): Problem | undefined {
  for (const name of Object.keys(fields)) {
    const ofName = problemOfText(name)
    if (ofName) return at('(name)', ofName)
    const problem = problemIn((fields as Record<string, unknown>)[name], depth + 1)
    if (problem) return at(name, problem)
  }
  return undefined
}

function at(step: string, { path, message }: Problem): Problem {
  return { path: [step, ...path], message }
}

// From a schema of the contract to a value that it takes. Shapes are read from the schema; for texts of a form that only code
// knows (an address, a role, a time zone) there is a list of specimens, and the schema itself says which of them fit.
import * as z from 'zod'
import { compoundId, id, newId } from '../../../contract/wire.ts'
import type { Random } from './random.ts'

export type Naming = {
  readonly random: Random
  /** An id that nothing has yet. */
  readonly freshId: () => string
  /** Ids of what a field of this name may refer to; none where it is not known. */
  readonly references: (field: string) => readonly string[]
  /** What else a field of this name may hold, where its schema does not say (`queries`). */
  readonly texts: (field: string) => readonly string[]
}

type Definition = Omit<z.core.$ZodTypeDef, 'checks'> & {
  readonly shape?: Record<string, z.ZodType>
  readonly element?: z.ZodType
  readonly options?: readonly z.ZodType[]
  readonly items?: readonly z.ZodType[]
  readonly innerType?: z.ZodType
  readonly in?: z.ZodType
  readonly out?: z.ZodType
  readonly entries?: Record<string, unknown>
  readonly values?: readonly unknown[]
  readonly checks?: readonly { _zod: { def: z.core.$ZodCheckDef & { value?: number; maximum?: number } } }[]
}

const tries = 60

/** Throws where nothing can be found: then it lacks a specimen. */
export function validValue(schema: z.ZodType, naming: Naming, field = ''): unknown {
  for (let attempt = 0; attempt < tries; attempt++) {
    const value = guess(schema, naming, field)
    if (schema.safeParse(value).success) return value
  }
  throw new Error(`No valid value for "${field}" was found: server/testing/fuzz/valid.ts lacks a specimen.`)
}

function guess(schema: z.ZodType, naming: Naming, field: string): unknown {
  const { random } = naming
  const definition = schema._zod.def as Definition
  if (schema === id || schema === compoundId) return someReference(naming, field)
  if (schema === newId) return random.chance(0.3) ? 'unique()' : naming.freshId()
  switch (definition.type) {
    case 'object':
      return guessObject(definition.shape ?? {}, naming)
    case 'array': {
      const length = random.int(Math.min(mostOf(definition), 3) + 1)
      return Array.from({ length }, () => guess(inner(definition.element), naming, field))
    }
    case 'optional':
    case 'default':
    case 'nullable':
    case 'readonly':
    case 'catch':
    case 'prefault':
    case 'nonoptional':
      return guess(inner(definition.innerType), naming, field)
    case 'union':
      return guess(random.pick(definition.options ?? []), naming, field)
    case 'enum':
      return random.pick(Object.values(definition.entries ?? {}))
    case 'literal':
      return random.pick(definition.values ?? [])
    case 'boolean':
      return random.chance(0.5)
    case 'number':
    case 'int':
      return guessNumber(definition, random)
    case 'null':
      return null
    case 'tuple':
      return (definition.items ?? []).map((item) => guess(item, naming, field))
    case 'unknown':
    case 'any':
    case 'record':
      return random.pick([{}, { key: 'value' }, { nested: { list: [1, 'two', null] } }])
    case 'pipe':
      return guessPipe(schema, definition, naming, field)
    case 'string':
    case 'custom':
      return guessText(schema, naming, field)
    default:
      throw new Error(`server/testing/fuzz/valid.ts does not know schemas of the type "${definition.type}".`)
  }
}

function inner(schema: z.ZodType | undefined): z.ZodType {
  if (!schema) throw new Error('A schema lacks what it should hold.')
  return schema
}

/** What may be left out is left out now and then. */
function guessObject(shape: Record<string, z.ZodType>, naming: Naming): Record<string, unknown> {
  const isLeftOut = (schema: z.ZodType) =>
    ['optional', 'default'].includes(schema._zod.def.type) && naming.random.chance(0.4)
  return Object.fromEntries(
    Object.entries(shape).flatMap(([name, schema]) =>
      isLeftOut(schema) ? [] : [[name, guess(schema, naming, name)]],
    ),
  )
}

/** What is preprocessed is what comes out of that; what is transformed, what goes in; a word in any case, one of those that come out. */
function guessPipe(schema: z.ZodType, definition: Definition, naming: Naming, field: string): unknown {
  const [first, second] = [inner(definition.in), inner(definition.out)]
  if (first._zod.def.type === 'transform') return guess(second, naming, field)
  if (second._zod.def.type === 'transform') return guess(first, naming, field)
  const value = guess(second, naming, field)
  return schema.safeParse(value).success ? value : guess(first, naming, field)
}

function mostOf(definition: Definition): number {
  return boundOf(definition, 'max_length', 'maximum') ?? Number.POSITIVE_INFINITY
}

function guessNumber(definition: Definition, random: Random): number {
  const least = boundOf(definition, 'greater_than', 'value') ?? 0
  const most = boundOf(definition, 'less_than', 'value') ?? 1000
  return random.pick([least, most, least + random.int(Math.max(1, Math.min(most - least, 1000)))])
}

function boundOf({ checks = [] }: Definition, name: string, key: 'value' | 'maximum'): number | undefined {
  return checks.find(({ _zod }) => _zod.def.check === name)?._zod.def[key]
}

function someReference({ random, references }: Naming, field: string): string {
  const known = references(field)
  return known.length > 0 ? random.pick(known) : 'nothing-has-this-id'
}

/** Nobody else has this address and this number. */
const unique = (freshId: () => string): string[] => {
  const id = freshId()
  const digits = id.replaceAll(/\D/g, '').slice(-9).padStart(9, '0')
  return [`${id}@example.org`, `+1${digits}`]
}

const specimens: readonly unknown[] = [
  '',
  'A text',
  'Grüße, 世界 👋🏽',
  'png',
  'vip',
  '2099-12-31T23:30:00.000+02:00',
  '2098-05-01',
  'Europe/Berlin',
  'https://app.example.org',
  'users',
  'label:vip',
  'read("any")',
  'mail.example.org',
  'ssl://mail.example.org:465;mail.example.net',
  'eu-central-1',
  {},
  { key: 'value', nested: { list: [1, 'two', null] } },
]

const words = ['News', 'alarm', 'été', 'a b', '{{name}}', '<b>bold</b>', "O'Brien", '漢字', '100 %', '🎈']

function guessText(schema: z.ZodType, { random, freshId, texts }: Naming, field: string): unknown {
  const known = texts(field)
  if (known.length > 0) return random.pick(known)
  const fitting = [...specimens, ...unique(freshId)].filter((specimen) => schema.safeParse(specimen).success)
  const { minLength = 0, maxLength } = (z.globalRegistry.get(schema) ?? {}) as {
    minLength?: number
    maxLength?: number
  }
  if (maxLength === undefined || random.chance(0.3))
    return fitting.length === 0 ? undefined : random.pick(fitting)
  const length = random.chance(0.05) ? maxLength : Math.min(maxLength, minLength + random.int(40))
  return textOf(length, random)
}

/** That many code points. */
function textOf(length: number, random: Random): string {
  let text = ''
  while (text.length < length) text += `${random.pick(words)} `
  return [...text].slice(0, length).join('').padEnd(length, '.')
}

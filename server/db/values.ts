// What a value looks like on either side of the database. Both engines speak PostgreSQL's wire protocol through the
// same client, so that one table of parsers and one rule for parameters hold for both.
//
// Out of the database:
//   int2 int4 int8 oid    number; an int8 beyond 2^53 is an error, not a rounded number
//   numeric               number, because sums and averages are; a whole one beyond 2^53 is an error, a fraction is
//                         rounded to the nearest double (no column of ours is numeric)
//   float4 float8 bool    number, boolean
//   timestamptz           the API's own text, `2025-03-04T09:12:44.318+00:00`; digits past milliseconds are cut off
//   bytea                 Buffer
//   json jsonb            parsed (instants inside keep PostgreSQL's form)
//   arrays of these       JavaScript arrays
//   all else              PostgreSQL's text: text, date (`2025-03-04`), uuid, interval …
//
// Into the database: text, number, bigint, boolean, null, Buffer for bytea, a flat array of these for a PostgreSQL
// array, instants as ISO text. JSON goes as text: `${JSON.stringify(value)}::jsonb`. An object, a Date or undefined is
// refused here, since the client would guess what was meant.
import pg from 'pg'

/** A value that has no exact form in JavaScript, or a parameter that has none in the database. */
export class ValueError extends TypeError {
  override name = 'ValueError'
}

const scalars: Readonly<Record<number, (text: string) => unknown>> = {
  16: (text) => text === 't',
  17: pg.types.getTypeParser(pg.types.builtins.BYTEA),
  20: wholeNumber,
  21: Number,
  23: Number,
  26: Number,
  114: JSON.parse,
  700: Number,
  701: Number,
  1184: readTimestamp,
  1700: numeric,
  3802: JSON.parse,
}

/** Array type → type of its elements, for those whose elements are not texts anyway. */
const arrays: Readonly<Record<number, number>> = {
  199: 114,
  1000: 16,
  1001: 17,
  1005: 21,
  1007: 23,
  1016: 20,
  1021: 700,
  1022: 701,
  1028: 26,
  1185: 1184,
  1231: 1700,
  3807: 3802,
}
const textArrays = new Set([1002, 1009, 1014, 1015, 1115, 1182, 1183, 1187, 2951])

// text[], for whose number the client's types have no name.
const readTextArray: (text: string) => unknown[] = pg.types.getTypeParser(1009 as never)

function parserOf(type: number): (text: string) => unknown {
  const element = arrays[type]
  if (element !== undefined) return (text) => mapElements(readTextArray(text), parserOf(element))
  if (textArrays.has(type)) return readTextArray
  return scalars[type] ?? String
}

function mapElements(values: unknown[], parse: (text: string) => unknown): unknown[] {
  return values.map((value) => {
    if (Array.isArray(value)) return mapElements(value, parse)
    return typeof value === 'string' ? parse(value) : value
  })
}

const parsers = new Map<number, (text: string) => unknown>()

/** The parsers, in the form in which the client takes them. */
export const valueTypes: pg.CustomTypesConfig = {
  getTypeParser: (type: number) => {
    let parser = parsers.get(type)
    if (!parser) {
      parser = parserOf(type)
      parsers.set(type, parser)
    }
    return parser
  },
}

function wholeNumber(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new ValueError(`${text} is beyond what a number holds exactly.`)
  return value
}

function numeric(text: string): number {
  return /^-?\d+$/.test(text) ? wholeNumber(text) : Number(text)
}

const timestamp = /^(\d{4,}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?\+00$/

function readTimestamp(text: string): string {
  const [, day, time, fraction = ''] = timestamp.exec(text) ?? []
  if (day) return `${day}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}+00:00`
  if (/^-?infinity$| BC$/.test(text)) return text
  throw new ValueError(`The instant ${text} is not in UTC: the session's time zone was changed.`)
}

/** Passes what both engines understand alike, and refuses the rest before it is sent. */
export function toParameter(value: unknown): unknown {
  if (isScalar(value)) return value
  if (value instanceof Uint8Array)
    return Buffer.isBuffer(value) ? value : Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  if (Array.isArray(value) && value.every(isScalar)) return value
  if (value === undefined) throw new ValueError('undefined is no parameter; null is.')
  if (value instanceof Date) throw new ValueError('A Date is no parameter; pass its ISO text.')
  throw new ValueError(
    'An object is no parameter; pass JSON.stringify(value), and cast it with ::jsonb in the SQL.',
  )
}

function isScalar(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean', 'bigint'].includes(typeof value)
}

// A list as a file (RFC 4180): UTF-8, CRLF, every cell in quotes.
import * as z from 'zod'

type Column = { readonly name: string; readonly path: readonly string[] }

/** A header, and rows of the list as lines. `reply` is the list's envelope: it says which columns there are, before any row. */
export function csvFormat(reply: z.ZodType, { check = false } = {}) {
  const item = itemOf(reply)
  const columns = columnsOf(item)
  const strict = z.strictObject({ row: item })
  return {
    header: line(columns.map(({ name }) => name)),
    lines: (rows: readonly unknown[]): string =>
      rows
        .map((row) => {
          if (check) strict.parse({ row })
          return line(columns.map(({ path }) => cellText(valueAt(row, path))))
        })
        .join(''),
  }
}

function itemOf(reply: z.ZodType): z.ZodType {
  const lists = reply instanceof z.ZodObject ? Object.values(reply.shape) : []
  const list = lists.find((part) => part instanceof z.ZodArray)
  if (!list) throw new Error('What is to be had as CSV has to be a list.')
  return list.element as z.ZodType
}

/** A field that is an object has a column for each of its own: `error.code`. */
function columnsOf(schema: z.ZodType, path: readonly string[] = []): Column[] {
  const inner = schema instanceof z.ZodNullable ? (schema.unwrap() as z.ZodType) : schema
  if (!(inner instanceof z.ZodObject)) return [{ name: path.join('.'), path }]
  return Object.entries<z.ZodType>(inner.shape).flatMap(([key, field]) => columnsOf(field, [...path, key]))
}

function valueAt(row: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string, unknown> | null)?.[key], row)
}

/** A list of words as one would write them; all else that is not plain as JSON. */
function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return harmless(value)
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return harmless(value.join(', '))
  return typeof value === 'object' ? harmless(JSON.stringify(value)) : String(value)
}

/**
 * Spreadsheets take a cell that begins so for a formula, quotes or not (OWASP, CSV injection): an apostrophe makes it a text.
 * The wide forms are what some of them read as the plain ones.
 */
function harmless(text: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text
}

function line(cells: readonly string[]): string {
  return `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`
}

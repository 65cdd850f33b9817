import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { databases } from '../testing/database.ts'
import type { Db } from './database.ts'

// The types are gone at run time, so their text is read. It is kept plain enough for that: a line for each column.

describe.each(databases)('on $engine', ({ aDatabase }) => {
  let db: Db
  beforeAll(async () => {
    db = (await aDatabase()).db
  })

  test('the types of the tables say what the database has', async () => {
    const text = await readFile(new URL('./tables.ts', import.meta.url), 'utf8')
    expect(declaredColumns(text)).toEqual(await columnsOf(db))
  })
})

/** Both sides in the same words: `text`, `number null`, `instant default`, `number always` … */
type Columns = Record<string, Record<string, string>>

function declaredColumns(text: string): Columns {
  const bodies = new Map<string, [name: string, type: string][]>()
  for (const [, name = '', body = ''] of text.matchAll(/^export type (\w+) = \{\n(.*?)^\}/gms)) {
    const lines = body.replaceAll(/\n {4,}|\n {2}>/g, ' ').split('\n')
    bodies.set(
      name,
      lines.flatMap((line) => {
        const [, column, type] = /^ {2}(\w+): (.+)$/.exec(line) ?? []
        return column && type ? [[column, type]] : []
      }),
    )
  }
  const tables = bodies.get('Tables') ?? []
  return Object.fromEntries(
    tables.map(([table, type]) => [
      table,
      Object.fromEntries((bodies.get(type) ?? []).map(([column, type]) => [column, inWords(type)])),
    ]),
  )
}

function inWords(type: string): string {
  const [, wrapper, inner] =
    /^(Generated|GeneratedAlways|Json|GeneratedJson|ColumnType)<(.+)>$/.exec(type) ?? []
  if (wrapper === 'Generated') return `${inWords(inner ?? '')} default`
  if (wrapper === 'GeneratedAlways') return `${inWords(inner ?? '')} always`
  if (wrapper === 'Json') return 'jsonb'
  if (wrapper === 'GeneratedJson') return 'jsonb default'
  if (wrapper === 'ColumnType') return inWords((inner ?? '').replace(/, string.*$/, ''))
  if (type.endsWith(' | null')) return `${inWords(type.slice(0, -' | null'.length))} null`
  if (type === 'SearchVector') return 'tsvector always'
  if (type === 'Instant') return 'instant'
  if (type.startsWith('Record<')) return 'jsonb'
  if (['number', 'boolean', 'Buffer', 'string[]'].includes(type)) return type
  // What is left are texts, and names of unions of them.
  if (/^('\w+'( \| )?)+$|^string$|^[A-Z]\w+$/.test(type)) return 'string'
  throw new Error(`A column's type is written in a way that this test does not know: ${type}`)
}

const words: Readonly<Record<string, string>> = {
  int2: 'number',
  int4: 'number',
  int8: 'number',
  float8: 'number',
  bool: 'boolean',
  text: 'string',
  timestamptz: 'instant',
  bytea: 'Buffer',
  jsonb: 'jsonb',
  tsvector: 'tsvector',
  _text: 'string[]',
}

async function columnsOf(db: Db): Promise<Columns> {
  const { rows } = await sql<{
    table: string
    column: string
    type: string
    nullable: boolean
    always: boolean
    defaulted: boolean
  }>`
    select table_name as "table", column_name as "column", udt_name as type, is_nullable = 'YES' as nullable,
      is_identity = 'YES' or is_generated = 'ALWAYS' as always, column_default is not null as defaulted
    from information_schema.columns
    where table_schema = 'public' and table_name <> 'schema_migrations'
  `.execute(db)
  const columns: Columns = {}
  for (const { table, column, type, nullable, always, defaulted } of rows) {
    // A generated column may be null as far as the catalogue knows.
    const suffix = always ? ' always' : `${nullable ? ' null' : ''}${defaulted ? ' default' : ''}`
    columns[table] = { ...columns[table], [column]: (words[type] ?? type) + suffix }
  }
  return columns
}

// The plan of a list's page, to be held against the indexes that are there for it.
import type { KyselyPlugin, RawNode } from 'kysely'
import type { Db } from '../db/database.ts'

/** A database in which the page that a list reads is explained instead: it has no rows, and `plan` says how it would be read. */
export function explaining(db: Db, options = 'costs off'): { readonly db: Db; readonly plan: () => string } {
  const lines: string[] = []
  return { db: db.withPlugin(explainer(options, lines)), plan: () => lines.join('\n') }
}

const explainer = (options: string, lines: string[]): KyselyPlugin => ({
  transformQuery: ({ node }) => {
    const { sqlFragments = [], ...rest } = node as RawNode
    const [first = '', ...others] = sqlFragments
    const isPage = others.some((fragment) => fragment.includes('offset'))
    return (
      isPage ? { ...rest, sqlFragments: [`explain (${options}) ${first}`, ...others] } : node
    ) as RawNode
  },
  transformResult: async ({ result }) => {
    const isPlan = result.rows.some((row) => row['QUERY PLAN'] !== undefined)
    if (!isPlan) return result
    lines.push(...result.rows.map((row) => String(row['QUERY PLAN'])))
    return { ...result, rows: [] }
  },
})

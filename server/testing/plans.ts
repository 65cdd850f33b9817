// How the database would answer what a piece of work asks it.
import { CompiledQuery, type KyselyPlugin, type RootOperationNode, sql } from 'kysely'
import type { Db } from '../db/database.ts'

/**
 * The plans of all statements of `work`, in their order. Where an index serves they show it, however few rows there are: what
 * pays only in small tables is turned off.
 */
export async function plansOf(db: Db, work: (db: Db) => Promise<unknown>): Promise<string[]> {
  const statements: CompiledQuery[] = []
  await work(
    db.withPlugin(
      recording((node, queryId) => statements.push(db.getExecutor().compileQuery(node, queryId))),
    ),
  )
  return db.transaction().execute(async (tx) => {
    for (const way of ['seqscan', 'hashjoin', 'mergejoin', 'sort']) {
      await sql`select set_config(${`enable_${way}`}, 'off', true)`.execute(tx)
    }
    const plans: string[] = []
    for (const { sql: text, parameters } of statements) {
      const { rows } = await tx.executeQuery<{ 'QUERY PLAN': string }>(
        CompiledQuery.raw(`explain (costs off) ${text}`, [...parameters]),
      )
      plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'))
    }
    return plans
  })
}

type QueryId = Parameters<KyselyPlugin['transformQuery']>[0]['queryId']

function recording(note: (node: RootOperationNode, queryId: QueryId) => void): KyselyPlugin {
  return {
    transformQuery: ({ node, queryId }) => {
      note(node, queryId)
      return node
    },
    transformResult: async ({ result }) => result,
  }
}

// The plans of what a piece of work asks of the database.
import { CompiledQuery } from 'kysely'

/**
 * Does the work, and answers with the plan of each of its statements as it was then executed.
 * @param {import('../server/db/database.ts').Db} db
 * @param {(db: import('../server/db/database.ts').Db) => Promise<unknown>} work
 * @returns {Promise<string[]>}
 */
export async function plansOf(db, work) {
  /** @type {CompiledQuery[]} */
  const statements = []
  const noting = db.withPlugin({
    transformQuery: ({ node, queryId }) => {
      statements.push(db.getExecutor().compileQuery(node, queryId))
      return node
    },
    transformResult: async ({ result }) => result,
  })
  await work(noting)
  const plans = []
  for (const { sql, parameters } of statements) {
    const { rows } = await db.executeQuery(
      /** @type {CompiledQuery<Record<string, string>>} */ (
        CompiledQuery.raw(`explain (analyze, costs off, timing off, summary off) ${sql}`, [...parameters])
      ),
    )
    plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'))
  }
  return plans
}

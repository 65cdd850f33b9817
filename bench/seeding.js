// Many people at once, written straight into the tables, for measurements and kill tests: through the API they would take minutes.
import { sql } from 'kysely'

/**
 * People `p1` to `p<count>` with the addresses `p1@example.org` …, each with a target of the same id, all subscribed to the
 * topic `everybody`. The project must be there, and empty.
 *
 * @param {import('../server/db/database.ts').Db} db
 * @param {{ project: number, count: number }} wish
 */
export async function seedPeople(db, { project, count }) {
  await db.transaction().execute(async (tx) => {
    // Without a look at every reference: all of them are made here.
    await sql`set local session_replication_role = replica`.execute(tx)
    await sql`
      insert into topics (project, id, name, subscribe, email_total)
      values (${project}, 'everybody', 'Everybody', array['users'], ${count})
    `.execute(tx)
    for (let first = 1; first <= count; first += chunk) {
      await seedChunk(tx, project, first, Math.min(count, first + chunk - 1))
    }
  })
  for (const table of ['users', 'targets', 'topics', 'subscribers'])
    await sql`analyze ${sql.table(table)}`.execute(db)
}

const chunk = 20_000

/**
 * @param {import('../server/db/database.ts').Db} db
 * @param {number} project
 * @param {number} first
 * @param {number} last
 */
async function seedChunk(db, project, first, last) {
  await sql`
    with people as (
      insert into users (project, id, name, email)
      select ${project}, 'p' || i, 'Person ' || i, 'p' || i || '@example.org'
      from generate_series(${first}::int, ${last}::int) i order by i
      returning seq, id, email
    ), addresses as (
      insert into targets (project, id, user_seq, type, identifier, identifier_key, automatic)
      select ${project}, id, seq, 'email', email, email, true from people order by seq
      returning seq, id, user_seq
    )
    insert into subscribers (project, id, topic, target, user_seq, type)
    select ${project}, a.id, t.seq, a.seq, a.user_seq, 'email'
    from addresses a, topics t where t.project = ${project} and t.id = 'everybody' order by a.seq
  `.execute(db)
}

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
    for (let first = 1; first <= count; first += chunk) {
      await seedChunk(tx, project, first, Math.min(count, first + chunk - 1))
    }
    await sql`
      with topic as (
        insert into topics (project, id, name, subscribe, email_total)
        values (${project}, 'everybody', 'Everybody', array['users'], ${count}) returning seq
      )
      insert into subscribers (project, id, topic, target, user_seq, type)
      select t.project, t.id, topic.seq, t.seq, t.user_seq, t.type
      from topic, targets t where t.project = ${project} order by t.seq
    `.execute(tx)
  })
  await sql`analyze`.execute(db)
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
    )
    insert into targets (project, id, user_seq, type, identifier, identifier_key, automatic)
    select ${project}, id, seq, 'email', email, email, true from people order by seq
  `.execute(db)
}

// Addresses, numbers and devices to which nothing is sent. Whoever resolves an audience looks at the list (server/delivery/audience);
// what has started by then still goes out.
import { type Selectable, sql } from 'kysely'
import type { ListQuery } from '../../contract/lists.ts'
import type { Suppression, SuppressionDraft } from '../../contract/suppressions.ts'
import type { Db } from '../db/database.ts'
import { isUniqueViolation } from '../db/errors.ts'
import type { SuppressionTable } from '../db/tables.ts'
import { transaction } from '../db/transaction.ts'
import type { Actor, ProjectContext } from '../http/context.ts'
import { chosenId } from '../http/id.ts'
import { type ListSpec, listRows } from '../http/query/list.ts'
import { anyBeginsWith, anyOf } from '../http/query/sql-parts.ts'
import { Refusal } from '../http/refusal.ts'
import { recordActivity } from '../logs/activity.ts'
import { identifierKey, keyOfAny, ownerOf } from '../targets/target.ts'

const columns = [
  'seq',
  'id',
  'type',
  'identifier',
  'reason',
  'note',
  'creator_type',
  'creator_id',
  'creator_name',
  'created_at',
  'updated_at',
] as const

type SuppressionRow = Pick<Selectable<SuppressionTable>, (typeof columns)[number]>

function toSuppression(row: SuppressionRow): Suppression {
  return {
    $id: row.id,
    $createdAt: row.created_at,
    $updatedAt: row.updated_at,
    identifier: row.identifier,
    providerType: row.type,
    reason: row.reason,
    note: row.note,
    createdBy: { type: row.creator_type, id: row.creator_id, name: row.creator_name },
  }
}

export async function createSuppression(
  context: ProjectContext,
  { suppressionId, providerType: type, identifier, note }: SuppressionDraft,
): Promise<Suppression> {
  const project = context.project.seq
  return transaction(context.db, async (tx) => {
    const row = await tx
      .insertInto('suppressions')
      .values({
        project,
        id: chosenId(suppressionId),
        type,
        identifier,
        identifier_key: identifierKey(type, identifier),
        reason: 'manual',
        note,
        person: null,
        ...creatorOf(context.actor),
      })
      .returning(columns)
      .executeTakeFirstOrThrow()
    await recordActivity(tx, context, {
      event: 'suppression.create',
      resource: `suppression/${row.id}`,
      changes: { name: [null, identifier] },
      ...(await about(tx, project, identifierKey(type, identifier))),
    })
    return toSuppression(row)
  }).catch((error: unknown) => {
    if (isUniqueViolation(error, 'suppressions_identifier_key')) {
      throw new Refusal('suppression_already_exists', 'Nothing is sent there already.', [
        { path: 'identifier', message: 'is on the list already' },
      ])
    }
    if (isUniqueViolation(error, 'suppressions_project_id_key'))
      throw new Refusal('suppression_already_exists')
    throw error
  })
}

function creatorOf(actor: Actor) {
  if (actor.type !== 'admin' && actor.type !== 'keyProject') throw new Refusal('general_unauthorized_scope')
  return { creator_type: actor.type, creator_id: actor.id, creator_name: actor.name }
}

/** Whose address it is: with him it goes from the activity. */
async function about(tx: Db, project: number, key: string): Promise<{ person?: number }> {
  const owner = await ownerOf(tx, project, key)
  return owner === undefined ? {} : { person: owner }
}

const asItIs = (id: string) => id

const suppressionRows: ListSpec = {
  from: sql`suppressions s`,
  select: sql.join(columns.map((column) => sql.ref(`s.${column}`))),
  project: sql`s.project`,
  seq: sql`s.seq`,
  byId: (id) => sql`s.id = ${id}`,
  attributes: {
    $id: { type: 'text', sql: sql`s.id`, exact: asItIs },
    $createdAt: { type: 'instant', sql: sql`s.created_at` },
    $updatedAt: { type: 'instant', sql: sql`s.updated_at` },
    $sequence: { type: 'number', sql: sql`s.seq` },
    identifier: { type: 'text', sql: sql`s.identifier_key`, exact: keyOfAny },
    providerType: { type: 'text', sql: sql`s.type`, exact: (type) => type.toLowerCase() },
    reason: { type: 'text', sql: sql`s.reason`, exact: (reason) => reason.toLowerCase() },
  },
  search: ({ tsquery, identifiers }) =>
    anyOf([tsquery && sql`s.search @@ ${tsquery}`, anyBeginsWith(sql`s.identifier_key`, identifiers)]),
}

export async function listSuppressions(
  db: Db,
  project: number,
  input: ListQuery,
): Promise<{ total: number; suppressions: Suppression[] }> {
  const { total, rows } = await listRows<SuppressionRow>(db, suppressionRows, { project, input })
  return { total, suppressions: rows.map(toSuppression) }
}

export async function getSuppression(db: Db, project: number, id: string): Promise<Suppression> {
  const row = await db
    .selectFrom('suppressions')
    .select(columns)
    .where('project', '=', project)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new Refusal('suppression_not_found')
  return toSuppression(row)
}

export async function liftSuppression(context: ProjectContext, id: string): Promise<void> {
  const project = context.project.seq
  await transaction(context.db, async (tx) => {
    const lifted = await tx
      .deleteFrom('suppressions')
      .where('project', '=', project)
      .where('id', '=', id)
      .returning(['identifier', 'identifier_key'])
      .executeTakeFirst()
    if (!lifted) throw new Refusal('suppression_not_found')
    await recordActivity(tx, context, {
      event: 'suppression.delete',
      resource: `suppression/${id}`,
      changes: { name: [lifted.identifier, null] },
      ...(await about(tx, project, lifted.identifier_key)),
    })
  })
}

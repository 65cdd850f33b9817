// Providers: what sends, and with which credentials.
import { type Selectable, sql } from 'kysely'
import type { ListQuery } from '../../contract/lists.ts'
import type { ProviderKind } from '../../contract/provider-kind.ts'
import type { Provider } from '../../contract/providers.ts'
import type { ChannelType } from '../../contract/resource.ts'
import { secretsScope } from '../../contract/scopes.ts'
import type { ChannelProvider } from '../channels/channel.ts'
import type { Db } from '../db/database.ts'
import { isUniqueViolation } from '../db/errors.ts'
import { nowAfter } from '../db/now.ts'
import type { ProviderTable } from '../db/tables.ts'
import { transaction } from '../db/transaction.ts'
import type { ProjectContext } from '../http/context.ts'
import { chosenId } from '../http/id.ts'
import { type ListSpec, listRows } from '../http/query/list.ts'
import { Refusal, wrongParam } from '../http/refusal.ts'
import { type Changes, changesBetween, recordActivity } from '../logs/activity.ts'
import type { Secrets } from '../secrets/secrets.ts'
import { defaultFirst } from './routing.ts'
import {
  changedSecrets,
  changedSettings,
  maskCredentials,
  missingSettings,
  newSettings,
  openCredentials,
  optionsForChannel,
  type Settings,
  sealCredentials,
  type Values,
  withoutSecrets,
} from './settings.ts'

const columns = [
  'seq',
  'project',
  'id',
  'name',
  'kind',
  'type',
  'enabled',
  'marked_default',
  'credentials',
  'options',
  'created_at',
  'updated_at',
] as const

type ProviderRow = Pick<Selectable<ProviderTable>, (typeof columns)[number]>
type ShownRow = ProviderRow & { readonly is_default: boolean }

/** Secrets are masked, unless a key that may see them asks. */
function toProvider(row: ShownRow, { actor, secrets }: ProjectContext): Provider {
  const { credentials, options } = openSettings(row, secrets)
  const seesSecrets = actor.type === 'keyProject' && actor.scopes.has(secretsScope)
  return {
    $id: row.id,
    $createdAt: row.created_at,
    $updatedAt: row.updated_at,
    name: row.name,
    provider: row.kind,
    enabled: row.enabled,
    type: row.type,
    credentials: seesSecrets ? credentials : maskCredentials(row.kind, credentials),
    options,
    isDefault: row.is_default,
  }
}

function openSettings(row: ProviderRow, secrets: Secrets): Settings {
  return {
    credentials: openCredentials(row.seq, row.credentials, secrets),
    options: row.options,
  }
}

export type NewProvider = {
  readonly kind: ProviderKind
  readonly type: ChannelType
  /** The settings, as the kind's draft has them, beside what every kind has. */
  readonly draft: Values & { providerId: string; name: string; enabled?: boolean | undefined }
}

/** Switched on only when that is asked for and nothing is missing; otherwise it is made all the same. */
export async function createProvider(
  context: ProjectContext,
  { kind, type, draft }: NewProvider,
): Promise<Provider> {
  const settings = newSettings(kind, draft)
  const enabled = draft.enabled === true && missingSettings(kind, settings).length === 0
  try {
    return await transaction(context.db, async (tx) => {
      const { seq, id } = await tx
        .insertInto('providers')
        .values({
          project: context.project.seq,
          id: chosenId(draft.providerId),
          name: draft.name,
          kind,
          type,
          enabled,
          credentials: '{}',
          options: JSON.stringify(settings.options),
        })
        .returning(['seq', 'id'])
        .executeTakeFirstOrThrow()
      // A credential is sealed to its row, which has a number only now.
      const credentials = sealCredentials(seq, settings.credentials, context.secrets)
      await tx
        .updateTable('providers')
        .set({ credentials: JSON.stringify(credentials) })
        .where('seq', '=', seq)
        .execute()
      await recordActivity(tx, context, { event: 'provider.create', resource: `provider/${id}` })
      return getProvider({ ...context, db: tx }, id)
    })
  } catch (error) {
    if (isUniqueViolation(error, 'providers_project_id_key')) throw new Refusal('provider_already_exists')
    throw error
  }
}

const asItIs = (id: string) => id

/** Whether it sends what names no provider. */
const isDefault = sql<boolean>`(
  p.seq = (
    select seq from providers d where d.project = p.project and d.type = p.type and d.enabled
    order by ${defaultFirst} limit 1
  )
) is true`

const shown = sql`${sql.join(columns.map((column) => sql.ref(`p.${column}`)))}, ${isDefault} as is_default`

const providerRows: ListSpec = {
  from: sql`providers p`,
  select: shown,
  project: sql`p.project`,
  seq: sql`p.seq`,
  byId: (id) => sql`p.id = ${id}`,
  attributes: {
    $id: { type: 'text', sql: sql`p.id`, exact: asItIs },
    $createdAt: { type: 'instant', sql: sql`p.created_at` },
    $updatedAt: { type: 'instant', sql: sql`p.updated_at` },
    $sequence: { type: 'number', sql: sql`p.seq` },
    name: { type: 'text', sql: sql`p.name` },
    provider: { type: 'text', sql: sql`p.kind` },
    type: { type: 'text', sql: sql`p.type` },
    enabled: { type: 'boolean', sql: sql`p.enabled` },
  },
  search: ({ tsquery }) => (tsquery ? sql`p.search @@ ${tsquery}` : sql`false`),
}

export async function listProviders(
  context: ProjectContext,
  input: ListQuery,
): Promise<{ total: number; providers: Provider[] }> {
  const { total, rows } = await listRows<ShownRow>(context.db, providerRows, {
    project: context.project.seq,
    input,
  })
  return { total, providers: rows.map((row) => toProvider(row, context)) }
}

export async function getProvider(context: ProjectContext, id: string): Promise<Provider> {
  const { rows } = await sql<ShownRow>`
    select ${shown} from providers p where p.project = ${context.project.seq} and p.id = ${id}
  `.execute(context.db)
  const [row] = rows
  if (!row) throw new Refusal('provider_not_found')
  return toProvider(row, context)
}

export type FoundProvider = Pick<ProviderRow, 'seq' | 'id' | 'type' | 'created_at'>

export async function findProvider(db: Db, project: number, id: string): Promise<FoundProvider | undefined> {
  return db
    .selectFrom('providers')
    .select(['seq', 'id', 'type', 'created_at'])
    .where('project', '=', project)
    .where('id', '=', id)
    .executeTakeFirst()
}

export async function providerNames(db: Db, project: number, ids: readonly string[]) {
  return db
    .selectFrom('providers')
    .select(['id', 'name'])
    .where('project', '=', project)
    .where('id', 'in', [...ids])
    .execute()
}

/** A stored provider's settings, secrets open. */
export async function findSettings(
  { db, project, secrets }: ProjectContext,
  id: string,
): Promise<{ kind: ProviderKind; settings: Settings } | undefined> {
  const row = await db
    .selectFrom('providers')
    .select(columns)
    .where('project', '=', project.seq)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && { kind: row.kind, settings: openSettings(row, secrets) }
}

export type ProviderChange = Values & {
  readonly name?: string | undefined
  readonly enabled?: boolean | undefined
  readonly isDefault?: boolean | undefined
}

export async function updateProvider(
  context: ProjectContext,
  id: string,
  { kind, change }: { kind: ProviderKind; change: ProviderChange },
): Promise<Provider> {
  return transaction(context.db, async (tx) => {
    if (change.isDefault !== undefined) await lockSiblings(tx, context.project.seq, id)
    const row = await lockProvider(tx, context.project.seq, id)
    if (!row) throw new Refusal('provider_not_found')
    if (row.kind !== kind)
      throw new Refusal('provider_incorrect_type', `The provider is of the kind ${row.kind}.`)

    const before = openSettings(row, context.secrets)
    const after = changedSettings(kind, before, change)
    if (change.enabled) refuseMissing(kind, after)

    const name = change.name ?? row.name
    const enabled = change.enabled ?? row.enabled
    if (change.isDefault && !enabled)
      throw wrongParam('isDefault', 'must not be true while the provider is off')
    const credentials = sealCredentials(row.seq, after.credentials, context.secrets)
    await tx
      .updateTable('providers')
      .set({
        name,
        enabled,
        credentials: JSON.stringify(credentials),
        options: JSON.stringify(after.options),
        updated_at: nowAfter('updated_at'),
      })
      .where('seq', '=', row.seq)
      .execute()
    const marked = change.isDefault ?? row.marked_default
    if (marked !== row.marked_default) await markDefault(tx, row, marked)
    const changes: Changes = {
      ...changesBetween(
        {
          name: row.name,
          enabled: row.enabled,
          isDefault: row.marked_default,
          ...withoutSecrets(kind, before),
        },
        { name, enabled, isDefault: marked, ...withoutSecrets(kind, after) },
      ),
      ...Object.fromEntries(changedSecrets(kind, before, after).map((field) => [field, true as const])),
    }
    await recordActivity(tx, context, { event: 'provider.update', resource: `provider/${id}`, changes })
    return getProvider({ ...context, db: tx }, id)
  })
}

/** Of a type one at most is marked. Its rows have to be locked. */
async function markDefault(tx: Db, { seq, project, type }: ProviderRow, marked: boolean): Promise<void> {
  if (marked) {
    await tx
      .updateTable('providers')
      .set({ marked_default: false })
      .where('project', '=', project)
      .where('type', '=', type)
      .where('marked_default', '=', true)
      .execute()
  }
  await tx.updateTable('providers').set({ marked_default: marked }).where('seq', '=', seq).execute()
}

/** All of its type, in one order, so that two who mark different ones do not wait for each other for ever. */
async function lockSiblings(tx: Db, project: number, id: string): Promise<void> {
  await sql`
    select seq from providers
    where project = ${project} and type = (select type from providers where project = ${project} and id = ${id})
    order by seq for update
  `.execute(tx)
}

function refuseMissing(kind: ProviderKind, settings: Settings): void {
  const missing = missingSettings(kind, settings)
  if (missing.length === 0) return
  throw new Refusal(
    'provider_missing_credentials',
    `Before the provider can be enabled it needs ${missing.join(', ')}.`,
    missing.map((path) => ({ path, message: 'is needed before the provider can be enabled' })),
  )
}

async function lockProvider(tx: Db, project: number, id: string): Promise<ProviderRow | undefined> {
  return tx
    .selectFrom('providers')
    .select(columns)
    .where('project', '=', project)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

/** Targets keep its id, and then go through the default provider. */
export async function deleteProvider(context: ProjectContext, id: string): Promise<void> {
  await transaction(context.db, async (tx) => {
    const deleted = await tx
      .deleteFrom('providers')
      .where('project', '=', context.project.seq)
      .where('id', '=', id)
      .returning('name')
      .executeTakeFirst()
    if (!deleted) throw new Refusal('provider_not_found')
    const changes = { name: [deleted.name, null] as const }
    await recordActivity(tx, context, { event: 'provider.delete', resource: `provider/${id}`, changes })
  })
}

/** For its channel, secrets open; nothing where it is off or gone. */
export async function openProvider(
  db: Db,
  seq: number,
  secrets: Secrets,
): Promise<ChannelProvider | undefined> {
  const row = await db
    .selectFrom('providers')
    .select(columns)
    .where('seq', '=', seq)
    .where('enabled', '=', true)
    .executeTakeFirst()
  if (!row) return undefined
  const { credentials, options } = openSettings(row, secrets)
  return {
    seq,
    project: row.project,
    kind: row.kind,
    name: row.name,
    credentials,
    options: optionsForChannel(options),
    version: row.updated_at,
  }
}

// Recipients that are no more, as their provider says: a device is marked as expired, an address or a number goes on the list of
// those to which nothing is sent.
import { sql } from 'kysely'
import type { ChannelType } from '../../contract/resource.ts'
import type { ChannelProvider } from '../channels/channel.ts'
import type { Db } from '../db/database.ts'
import { transaction } from '../db/transaction.ts'
import { suppressDead } from '../suppressions/dead.ts'
import { expireDevices } from '../targets/expiry.ts'
import { causes } from './ledger.ts'

export type DeadRecipient = {
  readonly message: number
  readonly n: number
  readonly response: string
  /** As of when the provider knew it, where it says so. */
  readonly since: string | undefined
}

type DeadRow = {
  target: number | null
  person: number | null
  identifier: string
  identifierKey: string
  response: string
  at: string
}

/** In one transaction: each has an entry in the activity, and the embedded database has one connection for everybody. */
const atOnce = 200

/** All of one provider, and so of one project and type. */
export async function markDead(
  db: Db,
  type: ChannelType,
  { project, name }: ChannelProvider,
  dead: readonly DeadRecipient[],
): Promise<void> {
  for (let done = 0; done < dead.length; done += atOnce) {
    await transaction(db, async (tx) => {
      const rows = await rowsOf(tx, dead.slice(done, done + atOnce))
      if (type === 'push') await expireDevices(tx, project, rows)
      else await suppressDead(tx, { project, type, provider: name }, rows)
    })
  }
}

/** Without those of people who have been deleted since. */
async function rowsOf(tx: Db, dead: readonly DeadRecipient[]): Promise<DeadRow[]> {
  const column = <Key extends keyof DeadRecipient>(key: Key) => dead.map((one) => one[key] ?? null)
  const { rows } = await sql<DeadRow>`
    select d.target, d.user_seq as person, d.identifier, d.identifier_key as "identifierKey", s.response,
      coalesce(s.since, d.attempted_at) as at
    from unnest(${column('message')}::int8[], ${column('n')}::int4[], ${column('response')}::text[],
      ${column('since')}::timestamptz[]) as s(message, n, response, since)
    join deliveries d on d.message = s.message and d.n = s.n
    where d.reason is null and d.attempted_at is not null
    -- In one order, whoever else is at it.
    order by d.identifier_key
  `.execute(tx)
  return rows
}

/** It was the provider that was wrong: these can be tried again like others that it refused. */
export async function blameProvider(db: Db, recipients: readonly DeadRecipient[]): Promise<void> {
  await sql`
    update deliveries d set cause = ${causes.config}, updated_at = app.now()
    from unnest(
      ${recipients.map(({ message }) => message)}::int8[], ${recipients.map(({ n }) => n)}::int4[]
    ) as r(message, n)
    where d.message = r.message and d.n = r.n and d.cause = ${causes.expired}
  `.execute(db)
}

// A new key for what the old one sealed.
import type { Db } from '../db/database.ts'
import { transaction } from '../db/transaction.ts'
import { isSealed, type Secrets } from '../secrets/secrets.ts'
import { placeOf, type Values } from './settings.ts'

export type Resealed = {
  readonly providers: number
  readonly resealed: number
  /** Names of those that no key opens: they stay as they are. */
  readonly lost: readonly string[]
}

/**
 * Seals every credential with the newest key, some providers at a time, each time in one transaction: it can be interrupted and
 * run again, and others may go on working meanwhile. `onChunk` is told how many have been looked at.
 */
export async function resealCredentials(
  db: Db,
  secrets: Secrets,
  { atOnce = 100, onChunk = () => {} }: { atOnce?: number; onChunk?: (looked: number) => void } = {},
): Promise<Resealed> {
  const total = { providers: 0, resealed: 0, lost: [] as string[] }
  let after = 0
  for (;;) {
    const chunk = await transaction(db, (tx) => resealChunk(tx, secrets, after, atOnce))
    total.providers += chunk.rows
    total.resealed += chunk.resealed
    total.lost.push(...chunk.lost)
    if (chunk.rows > 0) onChunk(total.providers)
    if (chunk.rows < atOnce) return total
    after = chunk.last
  }
}

async function resealChunk(tx: Db, secrets: Secrets, after: number, limit: number) {
  const rows = await tx
    .selectFrom('providers')
    .select(['seq', 'name', 'credentials'])
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
    .forUpdate()
    .execute()
  const lost: string[] = []
  let resealed = 0
  for (const { seq, name, credentials } of rows) {
    const sealed = Object.values(credentials).filter(isSealed)
    if (sealed.every(secrets.isCurrent)) continue
    if (!sealed.every(secrets.knows)) {
      lost.push(name)
      continue
    }
    // `updated_at` stays: nobody who works with the provider would see a difference.
    await tx
      .updateTable('providers')
      .set({ credentials: JSON.stringify(resealedValues(seq, credentials, secrets)) })
      .where('seq', '=', seq)
      .execute()
    resealed++
  }
  return { rows: rows.length, last: rows.at(-1)?.seq ?? after, resealed, lost }
}

function resealedValues(seq: number, credentials: Values, secrets: Secrets): Values {
  return Object.fromEntries(
    Object.entries(credentials).map(([field, value]) => {
      if (!isSealed(value) || secrets.isCurrent(value)) return [field, value]
      const place = placeOf(seq, field)
      return [field, secrets.seal(secrets.open(value, place), place)]
    }),
  )
}

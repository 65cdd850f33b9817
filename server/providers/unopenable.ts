import type { Db } from '../db/database.ts'
import { isSealed, type Secrets } from '../secrets/secrets.ts'

/** Names of providers whose secrets no key that we have opens. */
export async function providersWithoutKey(db: Db, secrets: Secrets): Promise<string[]> {
  const rows = await db.selectFrom('providers').select(['name', 'credentials']).orderBy('seq').execute()
  return rows
    .filter((row) => Object.values(row.credentials).some((value) => isSealed(value) && !secrets.knows(value)))
    .map((row) => row.name)
}

// What the things that entries speak of are called: now, or, where they are gone, as their deletion says.
import type { Db } from '../db/database.ts'
import { messageNames } from '../messages/message.ts'
import { keyNames } from '../projects/keys.ts'
import { projectNames } from '../projects/projects.ts'
import { providerNames } from '../providers/providers.ts'
import { topicNames } from '../topics/topics.ts'
import { userNames } from '../users/find-user.ts'
import type { ActivityRow } from './logs.ts'

/** The names of a project's things by their ids; those that are not there are left out. */
type Names = (db: Db, project: number, ids: readonly string[]) => Promise<{ id: string; name: string }[]>

const namesByType: Readonly<Record<string, Names>> = {
  key: keyNames,
  message: messageNames,
  project: projectNames,
  provider: providerNames,
  topic: topicNames,
  user: userNames,
}

export async function namesOfThings(
  db: Db,
  project: number,
  rows: readonly ActivityRow[],
): Promise<(row: ActivityRow) => string> {
  const found = new Map<string, string>()
  for (const [type, namesOf] of Object.entries(namesByType)) {
    const ids = new Set(rows.filter((row) => row.resource_type === type).map((row) => row.resource_id))
    if (ids.size === 0) continue
    for (const { id, name } of await namesOf(db, project, [...ids])) found.set(`${type}/${id}`, name)
  }
  return (row) => found.get(`${row.resource_type}/${row.resource_id}`) || lastName(row)
}

/** What a deletion says that it was called. */
function lastName({ changes }: ActivityRow): string {
  const { name } = changes
  const last: unknown = Array.isArray(name) ? (name[1] ?? name[0]) : undefined
  return typeof last === 'string' ? last : ''
}

import { sql } from 'kysely'
import type { ListQuery } from '../../contract/lists.ts'
import type { Message } from '../../contract/messages.ts'
import type { Db } from '../db/database.ts'
import { listMessagesToCome } from '../messages/messages.ts'
import { existingTopic } from './topics.ts'

/** The messages that a topic's deletion would still touch. */
export async function listUses(
  db: Db,
  project: number,
  id: string,
  input: ListQuery,
): Promise<{ total: number; messages: Message[] }> {
  const topic = await existingTopic(db, project, id)
  return listMessagesToCome(db, project, sql`m.topics @> array[${topic.id}]::text[]`, input)
}

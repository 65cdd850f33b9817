// What became of one person, address, number or device in one message; or, where nothing did, why. Of a message that has not
// started: what would.
import { sql } from 'kysely'
import type { Verdict, Why } from '../../contract/explanations.ts'
import type { Db } from '../db/database.ts'
import { lastDeletion, unsubscriptionsOf } from '../logs/deletions.ts'
import { findMessageAudience, type MessageAudience } from '../messages/progress.ts'
import { routingOf } from '../providers/routing.ts'
import { missingTopics } from '../topics/topics.ts'
import { attemptsOf, readDeliveries } from './deliveries.ts'
import {
  type Circumstances,
  type LedgerRow,
  verdictOfDeleted,
  verdictOfPerson,
  verdictOfRow,
  verdictOfTarget,
  verdictOfUnknown,
} from './verdicts.ts'
import { waysTo } from './ways.ts'
import { type Asked, findAsked } from './why-asked.ts'

const mostRows = 50

export async function explainRecipient(
  db: Db,
  project: number,
  messageId: string,
  question: string,
): Promise<Why> {
  const name = question.trim()
  const message = await findMessageAudience(db, project, messageId)
  const asked = await findAsked(db, project, message.type, name)
  const rows = message.startedAt === null ? [] : await rowsOf(db, project, message.seq, asked)
  const circumstances: Circumstances = {
    message,
    ways: await waysTo(db, project, message, asked.targets, message.startedAt),
    routing: await routingOf(db, project, message.type, message.providerId),
    unsubscriptions: await unsubscriptionsOf(
      db,
      project,
      asked.targets.map(({ user_seq }) => user_seq),
      message.topics,
      message.startedAt,
    ),
    missingTopic: await firstMissingTopic(db, project, message.topics),
  }
  const verdicts = verdictsOn(asked, rows, circumstances)
  if (verdicts.length === 0) verdicts.push(await verdictOnNobody(db, project, message, name))
  return { startedAt: message.startedAt, verdicts, hasMore: asked.hasMore || rows.length === mostRows }
}

function verdictsOn(asked: Asked, rows: readonly LedgerRow[], circumstances: Circumstances): Verdict[] {
  const told = new Set<LedgerRow>()
  const ofTargets = asked.targets.map((target) => {
    const row =
      rows.find((one) => one.target === target.seq) ??
      rows.find((one) => one.identifier_key === target.identifier_key)
    if (!row) return verdictOfTarget(target, circumstances)
    told.add(row)
    return verdictOfRow(row, circumstances.ways.get(target.seq) ?? [], target)
  })
  // Of targets that are gone, or were another's.
  const ofRows = rows.filter((row) => !told.has(row)).map((row) => verdictOfRow(row, []))
  const verdicts = [...ofTargets, ...ofRows]
  const silent = asked.people.filter(({ id }) => verdicts.every(({ userId }) => userId !== id))
  return [...verdicts, ...silent.map((person) => verdictOfPerson(person, circumstances.message))]
}

/** Of the people and targets that are meant, and of what was sent to the address itself, whosever it was. */
async function rowsOf(
  db: Db,
  project: number,
  message: number,
  { people, targets, keys }: Asked,
): Promise<LedgerRow[]> {
  const users = [...people.map(({ seq }) => seq), ...targets.map(({ user_seq }) => user_seq)]
  const meant = targets.map(({ seq }) => seq)
  const persons = people.map(({ seq }) => seq)
  const { rows } = await sql<Omit<LedgerRow, 'delivery'> & { n: number }>`
    select n, target, identifier_key, via, cause from deliveries
    where project = ${project} and message = ${message} and identifier_key = any(${[...keys, ...targets.map((one) => one.identifier_key)]}::text[])
    union
    select n, target, identifier_key, via, cause from deliveries
    where message = ${message} and user_seq = any(${users}::int8[])
      and (target = any(${meant}::int8[]) or user_seq = any(${persons}::int8[]))
    order by n limit ${mostRows}
  `.execute(db)
  const shown = await readDeliveries(
    db,
    project,
    message,
    rows.map(({ n }) => n),
  )
  return Promise.all(
    rows.flatMap(({ n, ...row }) => {
      const delivery = shown.get(n)
      return delivery ? [withAttempts(db, message, n, row, delivery)] : []
    }),
  )
}

async function withAttempts(
  db: Db,
  message: number,
  n: number,
  row: Omit<LedgerRow, 'delivery'>,
  delivery: Omit<LedgerRow['delivery'], 'attemptLog'>,
): Promise<LedgerRow> {
  return { ...row, delivery: { ...delivery, attemptLog: await attemptsOf(db, { message, n }) } }
}

async function firstMissingTopic(
  db: Db,
  project: number,
  topics: readonly string[],
): Promise<Circumstances['missingTopic']> {
  const [id] = await missingTopics(db, project, topics)
  return id === undefined
    ? undefined
    : { id, deletedAt: (await lastDeletion(db, project, 'topic', id)) ?? null }
}

async function verdictOnNobody(
  db: Db,
  project: number,
  { type }: MessageAudience,
  name: string,
): Promise<Verdict> {
  for (const what of ['user', 'target'] as const) {
    const at = await lastDeletion(db, project, what, name)
    if (at !== undefined) return verdictOfDeleted(name, what, at)
  }
  return verdictOfUnknown(type)
}

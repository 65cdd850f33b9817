// Counted and listed beforehand over random audiences, against the ledger that the same message then gets.
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { type AudienceDraft, audienceDraft, type PlannedRecipient } from '../../contract/messages.ts'
import type { Db } from '../db/database.ts'
import { ensureProject } from '../projects/projects.ts'
import { type Routing, routingOf } from '../providers/routing.ts'
import { databases } from '../testing/database.ts'
import { aMessage, aPerson, aProvider, aTopic } from '../testing/people.ts'
import { createAudienceCounts } from './audience-count.ts'
import { listAudience } from './audience-list.ts'
import { reasonCodes, roleCodes, viaBits } from './ledger.ts'
import { prepareNext, startDue } from './progress.ts'

const people = ['p0', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6']
/** `p3-1` is the second target of `p3`; nobody has a fourth one. */
const targets = people.flatMap((person) => [0, 1, 2, 3].map((index) => `${person}-${index}`))
const topics = ['t0', 't1', 't2', 't3']

const aTarget = fc.record({
  type: fc.constantFrom('email' as const, 'email' as const, 'email' as const, 'sms' as const),
  expired: fc.boolean(),
  suppressed: fc.boolean(),
  providerId: fc.constantFrom(null, 'own', 'off', 'gone'),
})
const some = (ids: readonly string[], maxLength: number) =>
  fc.uniqueArray(fc.constantFrom(...ids), { maxLength })

const aTown = fc.record({
  people: fc.tuple(...people.map(() => fc.array(aTarget, { maxLength: 3 }))),
  topics: fc.tuple(...topics.slice(1).map(() => some(targets, 12))),
  providers: some(['own', 'default'], 2),
})
const aDraft = fc.record({
  topics: some(topics, 4),
  users: some([...people, 'nobody'], 5),
  targets: some(targets, 6),
  cc: some(targets, 3),
  bcc: some(targets, 3),
})

type Town = typeof aTown extends fc.Arbitrary<infer Value> ? Value : never

describe.each(databases)('beforehand, on $engine', ({ aDatabase }) => {
  let db: Db
  let towns = 0
  beforeAll(async () => {
    db = (await aDatabase()).db
  })

  async function build(town: Town): Promise<number> {
    const { seq: project } = await ensureProject(db, `town-${++towns}`)
    for (const id of town.providers) await aProvider(db, project, id)
    await aProvider(db, project, 'off')
    await db
      .updateTable('providers')
      .set({ enabled: false })
      .where('project', '=', project)
      .where('id', '=', 'off')
      .execute()
    for (const [index, wishes] of town.people.entries()) {
      const person = people[index] ?? ''
      const own = wishes.map((wish, index) => ({
        ...wish,
        id: `${person}-${index}`,
        identifier:
          wish.type === 'email' ? `${person}.${index}@Example.org` : `+49301${person.slice(1)}${index}000`,
      }))
      await aPerson(db, project, person, own)
      for (const { type, identifier } of own.filter(({ suppressed }) => suppressed)) {
        const key = identifier.toLowerCase()
        await db
          .insertInto('suppressions')
          .values({
            project,
            id: key.slice(0, 36),
            type,
            identifier,
            identifier_key: key,
            ...{ reason: 'manual', note: '', creator_type: 'admin', creator_id: '', creator_name: '' },
          })
          .execute()
      }
    }
    for (const [index, subscribed] of town.topics.entries())
      await aTopic(db, project, topics[index + 1] ?? '', subscribed)
    return project
  }

  async function listed(project: number, draft: AudienceDraft, routing: Routing, limit: number) {
    const found: PlannedRecipient[] = []
    for (let cursor: string | undefined; ; ) {
      const page = await listAudience(db, project, { ...draft, cursor, limit }, routing)
      expect(page.recipients.length).toBeLessThanOrEqual(limit)
      found.push(...page.recipients)
      if (page.next === null) return found
      cursor = page.next
    }
  }

  /** A call counts as much as one statement reads; the last one has counted all. */
  async function counted(project: number, draft: AudienceDraft, routing: Routing, rows: number) {
    const count = createAudienceCounts({ patienceMs: 0, firstRows: rows })
    for (let calls = 1; ; calls++) {
      const audience = await count(db, project, draft, routing)
      if (audience.exact) return audience
      expect(calls).toBeLessThan(200)
    }
  }

  test('the list and the count tell just what the ledger then holds', async () => {
    const runs = fc.asyncProperty(aTown, aDraft, fc.integer({ min: 1, max: 4 }), async (town, wish, size) => {
      const project = await build(town)
      const draft = audienceDraft.parse({ providerType: 'email', ...wish })
      const routing = await routingOf(db, project, 'email', '')
      const list = await listed(project, draft, routing, size)
      const count = await counted(project, draft, routing, size)

      const message = await aMessage(db, project, wish)
      await startDue(db, 10)
      while (await prepareNext(db, size + 2));
      const ledger = await db
        .selectFrom('deliveries')
        .selectAll()
        .where('message', '=', message)
        .orderBy('n')
        .execute()

      const seqs = new Map(routing.enabled.map(({ id, seq }) => [id, seq]))
      expect(list.map(asRow(seqs))).toEqual(
        ledger.map(({ identifier, role, provider, via, reason }) => ({
          identifier,
          role,
          provider,
          via,
          reason,
        })),
      )
      const reached = ledger.filter(({ reason }) => reason === null)
      expect(count.recipients).toBe(reached.length)
      expect(count.people).toBe(new Set(reached.map((row) => row.user_seq)).size)
      expect(count.duplicates).toBe(list.reduce((sum, { ways }) => sum + ways.length - 1, 0))
      expect(
        Object.fromEntries(
          count.byProvider.map((one) => [seqs.get(one.providerId ?? '') ?? 0, one.recipients]),
        ),
      ).toEqual(tally(reached.map(({ provider }) => provider)))
      expect(Object.fromEntries(count.skipped.map((one) => [reasonCodes[one.reason], one.count]))).toEqual(
        tally(ledger.flatMap(({ reason }) => reason ?? [])),
      )
    })
    await fc.assert(runs, { numRuns: 40 })
  })
})

const bitOf = {
  topic: viaBits.topic,
  user: viaBits.user,
  target: viaBits.target,
  cc: viaBits.copy,
  bcc: viaBits.copy,
} as const

const asRow =
  (providers: ReadonlyMap<string, number>) =>
  ({ identifier, role, providerId, ways, skipped }: PlannedRecipient) => ({
    identifier,
    role: roleCodes[role],
    provider: providers.get(providerId ?? '') ?? 0,
    via: ways.reduce((bits, { kind }) => bits | bitOf[kind], 0),
    reason: skipped && reasonCodes[skipped],
  })

function tally(values: readonly number[]): Record<number, number> {
  const counts: Record<number, number> = {}
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}

// Two processes that answer the API on one PostgreSQL, and many who add and remove subscribers, their targets and their people
// at once, while one of the two is killed: afterwards every topic counts just those who are there.
// CARILLON_TEST_STORM_SECONDS says how long; CARILLON_TEST_STORM_SEED repeats what was asked, though not in which order it came.
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { queries } from '../../contract/queries.ts'
import type { Subscriber } from '../../contract/subscribers.ts'
import type { Topic } from '../../contract/topics.ts'
import { type Api, apiKey, projectId } from './api-client.ts'
import { freePort } from './server-process.js'
import { aStage, engines, type Stage } from './stage.ts'

const seconds = Number(process.env.CARILLON_TEST_STORM_SECONDS ?? 12)
const seed = Number(process.env.CARILLON_TEST_STORM_SEED ?? Date.now() % 2 ** 31)
const askersOfEach = 12
const topics = numbered('topic', 20)
const people = numbered('person', 8)
const types = ['email', 'push'] as const

describe.skipIf(!engines.includes('PostgreSQL'))('on PostgreSQL', () => {
  test(
    `the totals are right after ${seconds} s of additions, removals and a kill (seed ${seed})`,
    async () => {
      const stage = await aStage('PostgreSQL')
      const [living, killed] = [await startFront(stage), await startFront(stage)]
      await prepare(living.api)

      const until = performance.now() + seconds * 1000
      const asking = [living, killed].flatMap((front, index) =>
        numbered('asker', askersOfEach).map((_, n) =>
          askOn(front, randomFrom(seed + 100 * index + n), until),
        ),
      )
      await sleep(seconds * 500)
      await killed.killAndStartAgain()
      const answers = (await Promise.all(asking)).flat()

      expect(answers.filter(({ status }) => !isRight(status))).toEqual([])
      expect(await wrongTotals(living.api)).toEqual([])
      for (const front of [living, killed]) expect(await front.stop()).not.toContain('"level":"error"')
      // That two transactions stand in each other's way costs the second that PostgreSQL waits: none do.
      expect(await deadlocks(stage)).toBe(0)

      // A storm in which nothing happens proves nothing.
      const done = Object.fromEntries(
        Object.keys(wishes).map((kind) => [kind, answers.filter(succeeded(kind)).length]),
      )
      expect(Math.min(...Object.values(done)), JSON.stringify(done)).toBeGreaterThan(3)
      expect(answers.some(({ status }) => status === unanswered)).toBe(true)
    },
    120_000 + seconds * 2000,
  )
})

async function prepare({ call }: Api): Promise<void> {
  for (const topicId of topics) await call('POST', '/messaging/topics', { topicId, name: topicId })
  for (const userId of people) {
    await call('POST', '/users', { userId })
    for (const type of types) await call('POST', `/users/${userId}/targets`, targetOf(userId, type))
  }
}

type Random = (below: number) => number
type Wish = readonly [method: string, path: string, body?: object]
type Answered = { readonly kind: string; readonly status: number; readonly wish: Wish }

/** What is asked for, by kind, and how often of a hundred. Rows are few, so that everybody is after the same ones. */
const wishes: Readonly<Record<string, { readonly share: number; readonly wish: (random: Random) => Wish }>> =
  {
    subscribe: {
      share: 40,
      wish: (random) => {
        const { topic, target, subscriberId } = anySubscriber(random)
        return ['POST', `/messaging/topics/${topic}/subscribers`, { subscriberId, targetId: target }]
      },
    },
    unsubscribe: {
      share: 28,
      wish: (random) => {
        const { topic, subscriberId } = anySubscriber(random)
        return ['DELETE', `/messaging/topics/${topic}/subscribers/${subscriberId}`]
      },
    },
    batch: {
      share: 8,
      wish: (random) => {
        const add = numbered('row', 8).map(() => ({ targetId: anySubscriber(random).target }))
        const own = { identifier: ownAddress(any(people, random)) }
        const remove = numbered('row', 4).map(() => ({ targetId: anySubscriber(random).target }))
        return [
          'POST',
          `/messaging/topics/${any(topics, random)}/subscribers/batch`,
          { add: [...add, own], remove },
        ]
      },
    },
    'add a target': {
      share: 8,
      wish: (random) => {
        const { person, type, target } = anySubscriber(random)
        const identifier = type === 'email' ? `${person}@example.org` : `device of ${person}`
        return ['POST', `/users/${person}/targets`, { targetId: target, providerType: type, identifier }]
      },
    },
    'remove a target': {
      share: 4,
      wish: (random) => {
        const { person, target } = anySubscriber(random)
        return ['DELETE', `/users/${person}/targets/${target}`]
      },
    },
    'add a person': { share: 6, wish: (random) => ['POST', '/users', { userId: any(people, random) }] },
    'remove a person': { share: 2, wish: (random) => ['DELETE', `/users/${any(people, random)}`] },
    // With it a target comes, moves or goes.
    'change an address': {
      share: 4,
      wish: (random) => {
        const person = any(people, random)
        const email = random(2) === 0 ? '' : ownAddress(any(people, random))
        return ['PATCH', `/users/${person}/email`, { email }]
      },
    },
  }

function anySubscriber(random: Random) {
  const [topic, person, type] = [any(topics, random), any(people, random), any(types, random)]
  const target = targetOf(person, type).targetId
  // Some share their id with others.
  const subscriberId = random(10) === 0 ? `shared-${random(40)}` : `${topic}-${target}`
  return { topic, person, type, target, subscriberId }
}

function targetOf(person: string, type: (typeof types)[number]) {
  const identifier = type === 'email' ? `${person}@example.org` : `device of ${person}`
  return { targetId: `${person}-${type}`, providerType: type, identifier }
}

const ownAddress = (person: string) => `own-address-of-${person}@example.org`

async function askOn(front: Front, random: Random, until: number): Promise<Answered[]> {
  const answers: Answered[] = []
  while (performance.now() < until) {
    const kind = anyKind(random)
    const wish = wishes[kind]?.wish(random) ?? ['GET', '/']
    answers.push({ kind, wish, status: await front.ask(wish) })
  }
  return answers
}

function anyKind(random: Random): string {
  let left = random(100)
  for (const [kind, { share }] of Object.entries(wishes)) {
    left -= share
    if (left < 0) return kind
  }
  throw new Error('the shares are not a hundred')
}

const succeeded = (wanted: string) => (answer: Answered) =>
  answer.kind === wanted && answer.status >= 200 && answer.status < 300

/** Of a process that was killed. */
const unanswered = 0

/** Who comes too late finds nothing, or somebody else's; nothing else may happen. */
function isRight(status: number): boolean {
  return (status >= 200 && status < 300) || [unanswered, 404, 409].includes(status)
}

type Front = {
  readonly api: Api
  /** The status; `unanswered` while the process is away. */
  readonly ask: (wish: Wish) => Promise<number>
  readonly killAndStartAgain: () => Promise<void>
  /** Answers with all that it said. */
  readonly stop: () => Promise<string>
}

/** A process that answers the API, on one port for all its lives. */
async function startFront(stage: Stage): Promise<Front> {
  const start = () => stage.start({ env: { ROLE: 'api', PORT: port } })
  const port = String(await freePort())
  let server = await start()
  let isBack: Promise<unknown> | undefined
  let said = ''
  return {
    api: server.api,
    ask: async ([method, path, body]) => {
      try {
        const response = await fetch(`${server.url}/v1${path}`, {
          method,
          headers: {
            'content-type': 'application/json',
            'x-appwrite-project': projectId,
            'x-appwrite-key': apiKey,
          },
          ...(body ? { body: JSON.stringify(body) } : {}),
        })
        await response.arrayBuffer()
        return response.status
      } catch (error) {
        if (!isBack) throw error
        await isBack
        return unanswered
      }
    },
    killAndStartAgain: async () => {
      const restarted = server.kill().then(start)
      isBack = restarted
      said += server.output()
      server = await restarted
    },
    stop: async () => {
      expect(await server.stop()).toBe(0)
      return said + server.output()
    },
  }
}

/** Topics whose totals are not those of the subscribers that it lists. */
async function wrongTotals(api: Api): Promise<object[]> {
  const all = new URLSearchParams({ 'queries[]': queries.limit(5000) })
  const { topics } = await api.call<{ topics: Topic[] }>('GET', `/messaging/topics?${all}`)
  expect(topics).toHaveLength(20)
  const wrong: object[] = []
  for (const { $id, emailTotal, smsTotal, pushTotal } of topics) {
    const { subscribers } = await api.call<{ subscribers: Subscriber[] }>(
      'GET',
      `/messaging/topics/${$id}/subscribers?${all}`,
    )
    const count = (type: string) => subscribers.filter(({ providerType }) => providerType === type).length
    const counted = [count('email'), count('sms'), count('push')]
    const totals = [emailTotal, smsTotal, pushTotal]
    if (totals.join() !== counted.join()) wrong.push({ $id, totals, counted })
  }
  return wrong
}

async function deadlocks(stage: Stage): Promise<number> {
  return stage.withDatabase(async ({ db }) => {
    const { rows } = await sql<{ deadlocks: number }>`
      select deadlocks from pg_stat_database where datname = current_database()
    `.execute(db)
    return rows[0]?.deadlocks ?? Number.NaN
  })
}

function numbered(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, n) => `${name}${n}`)
}

function any<Thing>(things: readonly Thing[], random: Random): Thing {
  return things[random(things.length)] as Thing
}

/** Whole numbers below what is asked for, always the same ones for a seed (mulberry32). */
function randomFrom(seed: number): Random {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { topics } from '../../../contract/topics.ts'
import { Refusal, wrongParam } from '../../http/refusal.ts'
import { aWorld } from './furnish.ts'
import { describeFault, rarelyAnswered, tableOf } from './report.ts'
import { fuzz } from './run.ts'
import type { Plant, World } from './world.ts'

const { FUZZ_SEED: seed = 'carillon', FUZZ_RUNS, FUZZ_ONLY } = process.env
const count = Number(FUZZ_RUNS ?? 2000)
const only = FUZZ_ONLY === undefined ? undefined : Number(FUZZ_ONLY)

test(`${only === undefined ? count : 'one'} hostile requests to all routes break nothing`, {
  timeout: 7_200_000,
}, async () => {
  const report = await fuzz(await aWorld(), { seed, count, only })
  if (FUZZ_RUNS !== undefined || only !== undefined) {
    const { rss, heapUsed, external } = process.memoryUsage()
    const mib = [rss, heapUsed, external].map((bytes) => Math.round(bytes / 2 ** 20))
    process.stdout.write(
      `${tableOf(report)}\n\nslowest: ${Math.round(report.slowestMs)} ms, memory ${mib.join(', ')} MiB\n`,
    )
  }
  expect(report.faults.map((fault) => describeFault(seed, fault)).join('\n\n')).toBe('')
  expect(report.broken).toEqual([])
  // Of 20,000 each route answers at least 20 with 2xx, and 20 with 400.
  if (only === undefined) expect(rarelyAnswered(report, Math.floor(count / 1000))).toEqual([])
})

let world: World
beforeAll(async () => {
  world = await aWorld()
})
afterEach(() => {
  world.plant = undefined
})

const isOddName = (body: unknown) => {
  const name = (body as { name?: unknown } | undefined)?.name
  return name !== undefined && typeof name !== 'string'
}

const planted: readonly (readonly [string, RegExp, Plant])[] = [
  [
    'fails',
    /answered 500/,
    async () => {
      throw new TypeError('name.trim is not a function')
    },
  ],
  [
    'refuses in words of its own',
    /is not the envelope/,
    async (_, reply) => {
      await reply.code(400).send({ error: 'No.' })
    },
  ],
  [
    'refuses without naming the param',
    /does not name the param/,
    async () => {
      throw new Refusal('general_argument_invalid', 'No.')
    },
  ],
  [
    'hangs up',
    /no answer, but the end of the connection/,
    async (request) => {
      request.raw.socket.destroy()
    },
  ],
  ['lets people wait', /took \d+ ms, twice/, async () => sleep(300)],
  [
    'writes before it refuses',
    /answered 400, yet changed: INSERT topics/,
    async (_, __, db) => {
      await sql`insert into topics (project, id, name, subscribe) values (${world.main.project.seq}, gen_random_uuid(), '', '{}')`.execute(
        db,
      )
      throw wrongParam('name', 'no')
    },
  ],
]

test.each(planted)(
  'a server that %s is found out, and the request can be made again',
  async (name, what, plant) => {
    world.plant = async (request, reply, db) => {
      if (isOddName(request.body)) await plant(request, reply, db)
    }
    const wish = { seed: name, count: 500, endpoint: topics.create, mostFaults: 1, patienceMs: 250 }
    const {
      faults: [fault],
    } = await fuzz(world, wish)
    expect(fault?.what).toMatch(what)
    const again = await fuzz(world, { ...wish, only: fault?.number })
    expect(again.faults).toMatchObject([
      { number: fault?.number, what: expect.stringMatching(what), mutations: fault?.mutations },
    ])
  },
)

test('what is wrong in the database in the end is found out', async () => {
  await sql`update topics set email_total = 7 where id = 'news'`.execute(world.main.services.db)
  const { broken } = await fuzz(world, { seed, count: 0 })
  expect(broken).toEqual([
    expect.stringContaining("a topic's totals are the number of its subscribers (news"),
  ])
})

test('a route that answers nobody well is told of', async () => {
  world.plant = async ({ routeOptions }) => {
    if (routeOptions.url === '/v1/messaging/topics') throw wrongParam('name', 'no')
  }
  const report = await fuzz(world, { seed, count: 20, endpoint: topics.create })
  expect(rarelyAnswered(report, 2)).toContainEqual(
    expect.stringMatching('POST /messaging/topics: 0 × 2xx, [1-9]'),
  )
})

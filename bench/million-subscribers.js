// How much longer a page of a million subscribers (and of a million people) takes than one of a thousand: the first page, the page
// after a cursor in the middle, and the search for one address, each with its total, cold and warm, through the API of a real server.
// Goal: the 95th percentile of a million is less than three times that of a thousand. The plans of the million are printed, too.
//
// node bench/million-subscribers.js [--engine embedded|postgres] [--rows 1000000] [--cold 10] [--warm 200]
import { parseArgs } from 'node:util'
import { freePort, startServer } from '../e2e/process/server-process.js'
import { buildWhatIsOld } from '../scripts/build.js'
import { plansOf } from './explaining.js'
import { aPlace } from './places.js'
import { seedPeople } from './seeding.js'

/**
 * @typedef {import('../server/db/database.ts').Db} Db
 * @typedef {import('./places.js').Place} Place
 * @typedef {{ seq: number, rows: number, headers: Record<string, string> }} Project
 * @typedef {{ queries: string[], search: string, total: boolean }} Input What is asked of a list.
 * @typedef {{ path: string, key: string, mostCounted: number, ask: (db: Db, project: Project, input: Input) => Promise<unknown> }} List
 * @typedef {{ name: string, list: List, inputFor: (project: Project) => Input, length: number }} Page
 * @typedef {{ page: Page, ms: number[][] }} Timed For each page the times of each project.
 */

const { values: wishes } = parseArgs({
  options: {
    engine: { type: 'string' },
    rows: { type: 'string', default: '1000000' },
    cold: { type: 'string', default: '10' },
    warm: { type: 'string', default: '200' },
  },
})
const sizes = { thousand: 1000, million: Number(wishes.rows) }
const lessThan = 3

await buildWhatIsOld()
// What the build made, because Node 20 runs no TypeScript.
const built = new URL('../dist/server/', import.meta.url)
const [
  { openDatabase },
  { migrate },
  { createLog },
  { createApiKey },
  { ensureProject },
  { listSubscribers },
  { listUsers },
] = await Promise.all(
  [
    'db/database.js',
    'db/migrate.js',
    'log.js',
    'projects/keys.js',
    'projects/projects.js',
    'subscribers/list.js',
    'users/users.js',
  ].map((file) => import(new URL(file, built).href)),
)

/** @type {List} */
const subscribers = {
  path: '/messaging/topics/everybody/subscribers',
  key: 'subscribers',
  mostCounted: Number.POSITIVE_INFINITY,
  ask: (db, project, input) => listSubscribers({ db, project, actor: { type: 'guest' } }, 'everybody', input),
}
/** @type {List} */
const people = {
  path: '/users',
  key: 'users',
  mostCounted: 10_000,
  ask: (db, project, input) => listUsers(db, project.seq, input),
}

const middle = (/** @type {Project} */ { rows }) => `p${rows / 2}`
const pages = [subscribers, people].flatMap((list) => [
  page(list, 'first page', 25, () => ({})),
  page(list, 'after the middle', 25, (project) => ({
    queries: [JSON.stringify({ method: 'cursorAfter', values: [middle(project)] })],
  })),
  page(list, 'one address', 1, (project) => ({ search: `${middle(project)}@example.org` })),
])

for (const engine of /** @type {const} */ (['embedded', 'postgres'])) {
  if ((wishes.engine ?? engine) === engine) await measureOn(engine)
}

/**
 * @param {List} list
 * @param {string} name
 * @param {number} length
 * @param {(project: Project) => Partial<Input>} inputFor
 * @returns {Page}
 */
function page(list, name, length, inputFor) {
  return {
    name: `${list.key}: ${name}`,
    list,
    length,
    inputFor: (project) => ({ queries: [], search: '', total: true, ...inputFor(project) }),
  }
}

/** @param {import('./places.js').Engine} engine */
async function measureOn(engine) {
  const place = await aPlace(engine)
  try {
    print(`\n${engine}: making ${sizes.million.toLocaleString('en')} people and their subscriptions …`)
    const both = await withDatabase(place, seed)
    const cold = await measureCold(place, both)
    const warm = await measureWarm(place, both)
    await withDatabase(place, (db) => printPlans(db, both))
    report(engine, cold, warm)
  } finally {
    await place.remove()
  }
}

/**
 * @template Result
 * @param {Place} place
 * @param {(db: Db) => Promise<Result>} work
 * @returns {Promise<Result>}
 */
async function withDatabase({ location }, work) {
  const database = await openDatabase(location, { log: createLog('error') })
  return work(database.background).finally(database.close)
}

/**
 * The project of a thousand, and that of a million.
 * @param {Db} db
 * @returns {Promise<Project[]>}
 */
async function seed(db) {
  await migrate(db)
  const made = []
  for (const [id, rows] of Object.entries(sizes)) {
    const { seq } = await ensureProject(db, id)
    await seedPeople(db, { project: seq, count: rows })
    const scopes = ['subscribers.read', 'users.read']
    const { secret } = await createApiKey(db, seq, { name: 'Bench', scopes })
    made.push({ seq, rows, headers: { 'x-appwrite-project': id, 'x-appwrite-key': secret } })
  }
  return made
}

/**
 * The first list that a server is asked for after its start, with nothing of the database in memory.
 * @param {Place} place
 * @param {Project[]} both
 */
async function measureCold(place, both) {
  const timed = timings(both)
  for (let round = 0; round < Number(wishes.cold); round++) {
    for (const { page, ms } of timed) {
      for (const [index, project] of both.entries()) {
        await place.cool()
        ms[index]?.push(await withServer(place, (url) => time(url, page, project)))
      }
    }
    print(`cold: round ${round + 1} of ${wishes.cold}`)
  }
  return timed
}

/**
 * @param {Place} place
 * @param {Project[]} both
 */
function measureWarm(place, both) {
  return withServer(place, async (url) => {
    for (let round = 0; round < 20; round++) await timeAll(url, timings(both), both)
    const timed = timings(both)
    for (let round = 0; round < Number(wishes.warm); round++) await timeAll(url, timed, both)
    return timed
  })
}

/**
 * @param {Project[]} both
 * @returns {Timed[]}
 */
function timings(both) {
  return pages.map((page) => ({ page, ms: both.map(() => []) }))
}

/**
 * By turns, so that what else the machine does falls on both alike.
 * @param {string} url
 * @param {Timed[]} timed
 * @param {Project[]} both
 */
async function timeAll(url, timed, both) {
  for (const { page, ms } of timed) {
    for (const [index, project] of both.entries()) ms[index]?.push(await time(url, page, project))
  }
}

/**
 * @template Result
 * @param {Place} place
 * @param {(url: string) => Promise<Result>} work
 * @returns {Promise<Result>}
 */
async function withServer({ env }, work) {
  const server = await startServer({ ...env, PORT: String(await freePort()), LOG_LEVEL: 'warn' })
  return work(server.url).finally(server.stop)
}

/**
 * Milliseconds until the whole page is there. A wrong one ends the measurement.
 * @param {string} url
 * @param {Page} page
 * @param {Project} project
 */
async function time(url, { name, list, length, inputFor }, project) {
  const { queries, search, total } = inputFor(project)
  const parameters = new URLSearchParams({ total: String(total), search })
  for (const query of queries) parameters.append('queries[]', query)
  const start = performance.now()
  const response = await fetch(`${url}/v1${list.path}?${parameters}`, { headers: project.headers })
  const reply = /** @type {any} */ (await response.json())
  const ms = performance.now() - start
  const expected = search === '' ? Math.min(project.rows, list.mostCounted) : 1
  if (reply.total !== expected || reply[list.key].length !== length)
    throw new Error(`${name}: ${JSON.stringify(reply).slice(0, 500)}`)
  return ms
}

/**
 * @param {Db} db
 * @param {Project[]} both
 */
async function printPlans(db, both) {
  const project = /** @type {Project} */ (both.at(-1))
  for (const { name, list, inputFor } of pages) {
    const plans = await plansOf(db, (db) => list.ask(db, project, inputFor(project)))
    print(`\n--- ${name}, of a million`)
    for (const plan of plans) print(`${plan}\n`)
  }
}

/**
 * @param {string} engine
 * @param {Timed[]} cold
 * @param {Timed[]} warm
 */
function report(engine, cold, warm) {
  print(
    `\n${engine}: 95th percentiles in ms, of ${sizes.thousand} and of ${sizes.million}, and their ratio\n`,
  )
  print(row('', 'cold', '', '', 'warm', '', ''))
  const ratios = pages.flatMap(({ name }, index) => {
    const [coldOnes, warmOnes] = [cold, warm].map((timed) => (timed[index]?.ms ?? []).map(percentile95))
    const cells = [coldOnes, warmOnes].flatMap((ms = []) => [...ms, (ms[1] ?? 0) / (ms[0] ?? 0)])
    print(row(name, ...cells.map((cell) => cell.toFixed(1))))
    return [cells[2] ?? Number.NaN, cells[5] ?? Number.NaN]
  })
  const isWell = ratios.every((ratio) => ratio < lessThan)
  const worst = Math.max(...ratios).toFixed(2)
  print(`\n${isWell ? 'Reached' : 'MISSED'}: every ratio less than ${lessThan}; the largest is ${worst}.`)
  if (!isWell) process.exitCode = 1
}

/** @param {number[]} times */
function percentile95(times) {
  return times.toSorted((a, b) => a - b)[Math.ceil(0.95 * times.length) - 1] ?? Number.NaN
}

/** @param {string[]} cells */
function row(...cells) {
  return cells.map((cell, index) => (index === 0 ? cell.padEnd(32) : cell.padStart(9))).join('')
}

/** @param {string} line */
function print(line) {
  process.stdout.write(`${line}\n`)
}

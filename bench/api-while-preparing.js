// How the API answers while the ledger of a large message is written, on the embedded database: a page of topics, a page of subscribers
// with its total, and a new topic, each every 100 ms. Goal: a 99th percentile of 250 ms, and nothing fails.
//
// node bench/api-while-preparing.js [recipients, 100000 unless given]
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort, startServer } from '../e2e/process/server-process.js'
import { buildWhatIsOld } from '../scripts/build.js'
import { seedPeople } from './seeding.js'

const recipients = Number(process.argv[2] ?? 100_000)
const goalMs = 250
const everyMs = 100
const project = 'acme'
const key = 'a-key-for-one-measurement'

/** @typedef {{ kind: string, ms: number, failure?: string }} Sample */

await buildWhatIsOld()
const folder = await mkdtemp(join(tmpdir(), 'carillon-bench-'))
const dataDir = join(folder, 'data')
try {
  process.stdout.write(`Making ${recipients.toLocaleString('en')} people …\n`)
  await seed()
  const server = await startServer({
    DATA_DIR: dataDir,
    PORT: String(await freePort()),
    CARILLON_PROJECT_ID: project,
    CARILLON_API_KEY: key,
    LOG_LEVEL: 'warn',
  })
  try {
    report(await measure(server.url))
  } finally {
    await server.kill()
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}

/** With what the build made, because Node 20 runs no TypeScript. */
async function seed() {
  const built = new URL('../dist/server/', import.meta.url)
  const { openDatabase } = await import(new URL('db/database.js', built).href)
  const { migrate } = await import(new URL('db/migrate.js', built).href)
  const { createLog } = await import(new URL('log.js', built).href)
  const { ensureProject } = await import(new URL('projects/projects.js', built).href)
  const database = await openDatabase({ dataDir }, { log: createLog('warn') })
  await migrate(database.background)
  const { seq } = await ensureProject(database.db, project)
  await seedPeople(database.db, { project: seq, count: recipients })
  await database.close()
}

/** @param {string} url */
async function measure(url) {
  // So slow that what is measured is the writing and not the sending.
  await call(url, 'POST', '/providers/inbox', {
    providerId: 'slow',
    name: 'Slow',
    type: 'email',
    latencyMs: 60_000,
    enabled: true,
  })
  for (let i = 0; i < 30; i++) await createTopic(url)
  await call(url, 'POST', '/messages/email', {
    messageId: 'news',
    subject: 'News',
    content: 'The bells ring on Sunday.',
    topics: ['everybody'],
  })
  const startedAt = performance.now()
  /** @type {Promise<Sample>[]} */
  const samples = []
  // Whether earlier ones have been answered or not: who waits is not left out of the figures.
  const timer = setInterval(() => {
    samples.push(
      timed('a page of topics', () => call(url, 'GET', '/topics')),
      timed('a page of subscribers', () => call(url, 'GET', '/topics/everybody/subscribers?total=true')),
      timed('a new topic', () => createTopic(url)),
    )
  }, everyMs)
  const written = await untilWritten(url).finally(() => clearInterval(timer))
  const seconds = (performance.now() - startedAt) / 1000
  return { samples: await Promise.all(samples), seconds, written }
}

/**
 * Answers with the number of rows. The message's own counts follow the ledger within a second or so.
 * @param {string} url
 * @returns {Promise<number>}
 */
async function untilWritten(url) {
  for (;;) {
    const { delivery } = await call(url, 'GET', '/messages/news')
    if (delivery.phase !== 'preparing') break
    await sleep(250)
  }
  const { total } = await call(
    url,
    'GET',
    '/messages/news/deliveries?queries[]={"method":"limit","values":[1]}',
  )
  return total
}

/** @param {string} url */
function createTopic(url) {
  return call(url, 'POST', '/topics', { topicId: 'unique()', name: 'Another one' })
}

/**
 * @param {string} url
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<any>}
 */
async function call(url, method, path, body) {
  const response = await fetch(`${url}/v1/messaging${path}`, {
    method,
    headers: { 'content-type': 'application/json', 'x-appwrite-project': project, 'x-appwrite-key': key },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`)
  return JSON.parse(text)
}

/**
 * @param {string} kind
 * @param {() => Promise<unknown>} work
 * @returns {Promise<Sample>}
 */
async function timed(kind, work) {
  const start = performance.now()
  try {
    await work()
    return { kind, ms: performance.now() - start }
  } catch (error) {
    return { kind, ms: performance.now() - start, failure: String(error) }
  }
}

/** @param {{ samples: Sample[], seconds: number, written: number }} measured */
function report({ samples, seconds, written }) {
  const perSecond = Math.round(written / seconds)
  print(`${written} rows in ${seconds.toFixed(1)} s (${perSecond} a second), meanwhile, in ms:\n`)
  print(row('', 'calls', 'p50', 'p99', 'max', 'failed'))
  const kinds = [...new Set(samples.map(({ kind }) => kind))]
  for (const kind of kinds)
    describe(
      kind,
      samples.filter((sample) => sample.kind === kind),
    )
  const p99 = describe('all', samples)

  const failures = samples.flatMap(({ failure }) => failure ?? [])
  for (const failure of new Set(failures)) print(failure)
  const isWell = p99 <= goalMs && failures.length === 0 && written === recipients
  print(`\n${isWell ? 'Reached' : 'MISSED'}: a 99th percentile of at most ${goalMs} ms, and nothing fails.`)
  process.exitCode = isWell ? 0 : 1
}

/**
 * Prints a line and answers with the 99th percentile.
 * @param {string} name
 * @param {Sample[]} samples
 */
function describe(name, samples) {
  const times = samples.map(({ ms }) => ms).sort((a, b) => a - b)
  const at = (/** @type {number} */ share) => times[Math.ceil(share * times.length) - 1] ?? 0
  const failed = samples.filter(({ failure }) => failure !== undefined).length
  print(row(name, times.length, ...[at(0.5), at(0.99), at(1)].map((ms) => ms.toFixed(0)), failed))
  return at(0.99)
}

/** @param {(string | number)[]} cells */
function row(...cells) {
  return cells
    .map((cell, index) => (index === 0 ? String(cell).padEnd(22) : String(cell).padStart(8)))
    .join('')
}

/** @param {string} line */
function print(line) {
  process.stdout.write(`${line}\n`)
}

// Tests everything there is, one part after the other, and counts over all of them.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { binary, buildWhatIsOld } from './build.js'
import { provideChromium } from './find-chromium.js'

/**
 * @typedef {{ passed: number, failed: number, skipped?: number }} Count
 * @typedef {{ name: string, says: string, run: () => Promise<Count> }} Part
 */

const root = fileURLToPath(new URL('..', import.meta.url))
const reports = mkdtempSync(join(tmpdir(), 'carillon-test-'))
const onePassed = { passed: 1, failed: 0 }
const oneFailed = { passed: 0, failed: 1 }

/** The processes that are running now, to be ended with this one. @type {Set<import('node:child_process').ChildProcess>} */
const children = new Set()
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.on(signal, () => {
    for (const child of children) child.kill(signal)
    process.exit(1)
  })
}

let isBuilt = false

/** @type {Part[]} */
const parts = [
  // Before the build, which would bring the route tree up to date by itself.
  check('routes', 'Checking that the committed route tree is up to date.'),
  { name: 'build', says: 'Building the server and the console.', run: build },
  check('types', 'Checking the types of everything.'),
  check('lint', 'Checking format and rules with Biome.'),
  check('unused', 'Looking for code and dependencies that nobody uses.'),
  {
    name: 'unit, API and delivery tests',
    says: 'Running the unit, API and delivery tests, on the embedded database and on PostgreSQL where there is one.',
    run: () => vitest('unit', []),
  },
  {
    name: 'process tests',
    says: 'Running whole servers, killing them, and comparing the ledger with what the SMTP server got.',
    run: () =>
      isBuilt ? vitest('process', ['--config', 'e2e/process/vitest.config.ts']) : notWithoutBuild(),
  },
  {
    name: 'browser tests',
    says: 'Running the browser tests in a real Chromium.',
    run: () => (isBuilt ? browserTests() : notWithoutBuild()),
  },
]

const started = performance.now()
/** @type {{ name: string, count: Count, seconds: number }[]} */
const results = []
for (const { name, says, run } of parts) {
  say(`\n${says}`)
  const start = performance.now()
  const count = await run().catch((error) => {
    say(error instanceof Error ? error.message : String(error))
    return oneFailed
  })
  results.push({ name, count, seconds: (performance.now() - start) / 1000 })
  say(count.failed === 0 ? `  fine (${duration(performance.now() - start)})` : `  ${name}: FAILED`)
}
rmSync(reports, { recursive: true, force: true })
summarize()

/**
 * One of the `check:…` scripts of package.json. What it says is shown only when it fails.
 * @param {string} name
 * @param {string} says
 * @returns {Part}
 */
function check(name, says) {
  return {
    name: `check of ${name}`,
    says,
    run: async () => {
      const { code, output } = await runQuietly('npm', ['run', '--silent', `check:${name}`])
      if (code !== 0) process.stdout.write(output)
      return code === 0 ? onePassed : oneFailed
    },
  }
}

async function build() {
  await buildWhatIsOld()
  isBuilt = true
  return onePassed
}

async function notWithoutBuild() {
  say('  not run, because the build failed')
  return oneFailed
}

/**
 * @param {string} name
 * @param {string[]} args
 * @returns {Promise<Count>}
 */
async function vitest(name, args) {
  const file = join(reports, `${name}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const code = await run(process.execPath, [binary('vitest', 'vitest'), 'run', ...args, ...reporters])
  const report = read(file)
  if (!report) return oneFailed
  // A file that could not be loaded has no tests that could fail.
  const unloaded = report.testResults.filter(
    (/** @type {any} */ { status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  return counted(code, {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + report.numTodoTests,
  })
}

/** @returns {Promise<Count>} */
async function browserTests() {
  const executablePath = await provideChromium((line) => say(`  ${line}`))
  say(`  with ${executablePath}`)
  const file = join(reports, 'browser.json')
  const playwright = [
    binary('@playwright/test', 'playwright'),
    'test',
    '--reporter=list,json,./e2e/states-reporter.ts',
  ]
  const code = await run(process.execPath, playwright, {
    CHROMIUM_PATH: executablePath,
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  })
  const report = read(file)
  if (!report) return oneFailed
  const { expected, unexpected, flaky, skipped } = report.stats
  return counted(code, { passed: expected, failed: unexpected + flaky, skipped })
}

/**
 * A runner that says no without a failed test (an error outside of all tests, no tests at all) has failed all the same.
 * @param {number} code
 * @param {Count} count
 */
function counted(code, count) {
  return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count
}

function summarize() {
  const width = Math.max(...results.map(({ name }) => name.length))
  say(`\nIn ${duration(performance.now() - started)}:\n`)
  for (const { name, count, seconds } of results) {
    const skipped = count.skipped ? `, ${count.skipped} not run` : ''
    const words = `${count.passed} passed, ${count.failed} failed${skipped}`
    say(`  ${name.padEnd(width)}  ${words} (${duration(seconds * 1000)})`)
  }
  const passed = results.reduce((sum, { count }) => sum + count.passed, 0)
  const failed = results.reduce((sum, { count }) => sum + count.failed, 0)
  process.exitCode = failed === 0 ? 0 : 1
  say(`\n${passed} passed, ${failed} failed`)
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string>} [environment]
 * @returns {Promise<number>}
 */
async function run(command, args, environment = {}) {
  const env = { ...process.env, ...environment }
  return ended(spawn(command, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] }))
}

/**
 * @param {string} command
 * @param {string[]} args
 */
async function runQuietly(command, args) {
  // A shell for Windows, where npm is a script.
  const shell = process.platform === 'win32'
  const child = spawn(command, args, { cwd: root, shell, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text
    })
  }
  return { code: await ended(child), output }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
function ended(child) {
  children.add(child)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      children.delete(child)
      resolve(code ?? 1)
    })
  })
}

/** @param {string} file */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** @param {number} ms */
function duration(ms) {
  const seconds = Math.round(ms / 1000)
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

/** @param {string} line */
function say(line) {
  process.stdout.write(`${line}\n`)
}

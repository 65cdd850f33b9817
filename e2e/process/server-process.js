// The real server as a process of its own, as people start it. JavaScript, because the measurements in bench/ use it, and Node 20 runs
// nothing else.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/**
 * @typedef {object} ServerProcess
 * @property {string} url
 * @property {number} pid Of the process that was started: Node, or npm.
 * @property {() => string} output All that it has printed.
 * @property {Promise<number | null>} exit Its exit code; null after a kill.
 * @property {() => Promise<void>} kill As by a crash. Answers when it is gone.
 * @property {() => Promise<number | null>} stop As by the operating system. Answers with the exit code.
 *
 * @typedef {object} Wishes
 * @property {'npm' | 'node'} [by] `npm`: by the README's command; otherwise by what that command starts.
 * @property {boolean} [waits] Until it is ready; true unless said otherwise.
 */

const root = fileURLToPath(new URL('../..', import.meta.url))

/** A port of this machine that was free a moment ago. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}

/**
 * Starts a server with these variables and no others. Give it a `PORT`.
 * @param {Readonly<Record<string, string>>} environment
 * @param {Wishes} [wishes]
 * @returns {Promise<ServerProcess>}
 */
export async function startServer(environment, { by = 'node', waits = true } = {}) {
  const [command, args] =
    by === 'npm' ? ['npm', ['start', '--silent']] : [process.execPath, ['scripts/start.js']]
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, INBOX_SMTP_PORT: '0', ...environment }
  // A group of its own, so that npm's children can be ended with it.
  const child = spawn(command, args, { cwd: root, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text
    })
  }
  const exit = once(child, 'close').then(([code]) => code)
  const { pid } = child
  if (pid === undefined) throw new Error(`${command} could not be started`)
  /** @type {ServerProcess} */
  const server = {
    url: `http://127.0.0.1:${environment.PORT}`,
    pid,
    output: () => output,
    exit,
    kill: async () => {
      killGroup(pid)
      await exit
    },
    stop: () => {
      child.kill('SIGTERM')
      return exit
    },
  }
  try {
    if (waits) await waitUntilReady(server, child)
  } catch (error) {
    await server.kill()
    throw error
  }
  return server
}

/** @param {number} pid */
function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

const startLimitMs = 120_000

/**
 * @param {ServerProcess} server
 * @param {import('node:child_process').ChildProcess} child
 */
async function waitUntilReady(server, child) {
  const deadline = performance.now() + startLimitMs
  while (!(await isReady(server.url))) {
    const hasEnded = child.exitCode !== null || child.signalCode !== null
    if (hasEnded) throw new Error(`the server ended:\n${server.output()}`)
    if (performance.now() > deadline)
      throw new Error(`not ready after ${startLimitMs} ms:\n${server.output()}`)
    await sleep(20)
  }
}

/** @param {string} url */
async function isReady(url) {
  try {
    const response = await fetch(`${url}/v1/health/ready`)
    await response.arrayBuffer()
    return response.status === 200
  } catch {
    return false
  }
}

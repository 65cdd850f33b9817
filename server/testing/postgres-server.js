// A PostgreSQL for the tests: the one that TEST_DATABASE_URL names, or one found on this machine and started in a
// temporary folder. JavaScript, because the measurements in bench/ use it, and Node 20 runs nothing else.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { delimiter, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

/**
 * @typedef {object} PostgresServer
 * @property {string} url
 * @property {() => Promise<void>} stop
 * @property {Own} [own] Where it was started here.
 * @typedef {{ folder: string, restart: () => Promise<void> }} Own The folder of its files; it comes back with cold buffers.
 * @typedef {{ uid?: number, gid?: number }} User
 */

/**
 * A server, or the reason why there is none.
 * @returns {Promise<{ server?: PostgresServer, why?: string }>}
 */
export async function startPostgres() {
  const url = process.env.TEST_DATABASE_URL
  if (url) return { server: { url, stop: async () => {} } }
  const binaries = await findBinaries()
  if (!binaries) return { why: 'no TEST_DATABASE_URL is given and no PostgreSQL was found on this machine.' }
  const user = await serverUser()
  if (!user) return { why: 'PostgreSQL does not start as root, and there is no user "postgres".' }
  return { server: await startIn(await mkdtemp(join(tmpdir(), 'carillon-postgres-')), binaries, user) }
}

/** Debian keeps them off the PATH, a folder for each version. */
async function findBinaries() {
  const versions = await readdir('/usr/lib/postgresql').catch(() => [])
  const folders = [
    ...versions.sort((a, b) => Number(b) - Number(a)).map((version) => `/usr/lib/postgresql/${version}/bin`),
    ...(process.env.PATH ?? '').split(delimiter),
  ]
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
}

/** @returns {Promise<User | undefined>} */
async function serverUser() {
  if (userInfo().uid !== 0) return {}
  const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => output('id', [flag, 'postgres'])))
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {User} [user]
 */
async function output(command, args, user = {}) {
  const child = spawn(command, args, { ...user, stdio: ['ignore', 'pipe', 'pipe'] })
  const [out, error, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ])
  if (code !== 0 && command !== 'id') throw new Error(`${command} failed: ${error}`)
  return code === 0 ? out.trim() : undefined
}

/**
 * @param {string} folder
 * @param {string} binaries
 * @param {User} user
 * @returns {Promise<PostgresServer>}
 */
async function startIn(folder, binaries, user) {
  if (user.uid !== undefined && user.gid !== undefined) await chown(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const initdb = ['-D', data, '-U', 'carillon', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync']
  await output(join(binaries, 'initdb'), initdb, user)

  const port = await freePort()
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=',
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
    'max_connections=200',
    'shared_buffers=64MB',
  ]
  // The shell starts the server anew for each line of its standard input. When that ends, which is also when this process was
  // killed, it ends the server and clears up.
  const script =
    '"$@" & while read -r _; do kill -INT $!; wait $!; "$@" & done; kill -INT $!; wait $!; rm -rf "$0"; exit 0'
  const server = spawn(
    'sh',
    [
      '-c',
      script,
      folder,
      join(binaries, 'postgres'),
      '-D',
      data,
      ...settings.flatMap((setting) => ['-c', setting]),
    ],
    { ...user, stdio: ['pipe', 'ignore', 'ignore'] },
  )
  const stop = async () => {
    server.stdin.end()
    if (server.exitCode === null) await once(server, 'exit')
    await rm(folder, { recursive: true, force: true })
  }
  const url = `postgres://carillon@127.0.0.1:${port}/postgres`
  try {
    await waitUntilReady(url)
  } catch (error) {
    await stop()
    throw error
  }
  const restart = async () => {
    const before = await startedAt(url)
    server.stdin.write('again\n')
    await waitUntilReady(url, before)
  }
  return { url, stop, own: { folder: data, restart } }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}

/**
 * @param {string} url
 * @param {string} [before] When the server started that is to be gone.
 */
async function waitUntilReady(url, before) {
  const deadline = performance.now() + 30_000
  for (;;) {
    try {
      if ((await startedAt(url)) !== before) return
    } catch (error) {
      if (performance.now() > deadline) throw error
    }
    await sleep(50)
  }
}

/**
 * @param {string} url
 * @returns {Promise<string>}
 */
async function startedAt(url) {
  const client = new pg.Client({ connectionString: url })
  // A server that goes away says so on the connection as well.
  client.on('error', () => {})
  await client.connect()
  try {
    const { rows } = await client.query('select pg_postmaster_start_time()::text as at')
    return rows[0].at
  } finally {
    await client.end()
  }
}

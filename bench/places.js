// Where a server that is measured keeps its data, and how it is made cold.
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { startPostgres } from '../server/testing/postgres-server.js'

/**
 * @typedef {object} Place
 * @property {Record<string, string>} env For a server.
 * @property {import('../server/db/database.ts').DatabaseLocation} location
 * @property {() => Promise<void>} cool Forgets what was read, as far as it can be forgotten; no server may run on it.
 * @property {() => Promise<void>} remove
 *
 * @typedef {'embedded' | 'postgres'} Engine
 */

/**
 * @param {Engine} engine
 * @returns {Promise<Place>}
 */
export function aPlace(engine) {
  return engine === 'embedded' ? embedded() : postgres()
}

/** @returns {Promise<Place>} */
async function embedded() {
  const dataDir = await mkdtemp(join(tmpdir(), 'carillon-bench-'))
  return {
    env: { DATA_DIR: dataDir },
    location: { dataDir },
    cool: () => forgetFiles(dataDir),
    remove: () => rm(dataDir, { recursive: true, force: true }),
  }
}

/** @returns {Promise<Place>} */
async function postgres() {
  const { server, why } = await startPostgres()
  if (!server) throw new Error(`There is no PostgreSQL: ${why}`)
  const name = 'carillon_bench'
  const admin = async (/** @type {string} */ statement) => {
    const client = new pg.Client({ connectionString: server.url })
    await client.connect()
    await client.query(statement).finally(() => client.end())
  }
  await admin(`create database ${name}`)
  const url = new URL(server.url)
  url.pathname = name
  const { own } = server
  return {
    env: { DATABASE_URL: url.href, CARILLON_SECRET: Buffer.alloc(32, 7).toString('base64') },
    location: { url: url.href },
    cool: async () => {
      if (!own) return
      await forgetFiles(own.folder)
      await own.restart()
    },
    remove: async () => {
      await admin(`drop database ${name} with (force)`)
      await server.stop()
    },
  }
}

/** GNU's dd asks the operating system to forget the pages of a file; where there is none they stay. @param {string} folder */
async function forgetFiles(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  for (const file of files) {
    const { size } = await stat(file)
    if (size > 256 * 1024)
      await run('dd', [`of=${file}`, 'oflag=nocache', 'conv=notrunc,fdatasync', 'count=0']).catch(() => {})
  }
}

const run = promisify(execFile)

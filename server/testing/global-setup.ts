// Once per run: a migrated template of the embedded database, and a PostgreSQL with one as well, so that each test
// gets a fresh database in a fraction of a second.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { openDatabase } from '../db/database.ts'
import { migrate } from '../db/migrate.ts'
import { openPglite } from '../db/pglite.ts'
import { createLog } from '../log.ts'
import { faultsInEndpointTable } from './called-endpoints.ts'
import { startPostgres } from './postgres-server.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of a dump of a migrated embedded database. */
    pgliteTemplate: string
    /** A server, and the name of a migrated database in it to be copied; null when there is none. */
    postgres: { url: string; template: string } | null
  }
}

const log = createLog('silent')

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const tearDown = await provideDatabases(project)
  return async () => {
    await tearDown()
    const faults = await faultsInEndpointTable(project.vitest.state.getFiles())
    if (faults.length === 0) return
    project.vitest.logger.error(`\ndocs/endpoints.md does not hold:\n${faults.join('\n')}\n`)
    // All tests have been counted by now; vitest ends with this.
    process.exitCode = 1
  }
}

async function provideDatabases(project: TestProject): Promise<() => Promise<void>> {
  project.provide('pgliteTemplate', await pgliteTemplate())
  const { server, why } = await startPostgres()
  if (!server) {
    if (process.env.CARILLON_REQUIRE_POSTGRES === '1')
      throw new Error(`PostgreSQL is required here, but ${why}`)
    project.vitest.logger.warn(`\nThe PostgreSQL part of the tests does NOT run: ${why}\n`)
    project.provide('postgres', null)
    return async () => project.vitest.logger.warn('\nThe PostgreSQL part of the tests did NOT run.\n')
  }
  const template = await postgresTemplate(server.url)
  project.provide('postgres', { url: server.url, template })
  return async () => {
    await withAdmin(server.url, (admin) => admin.query(`drop database if exists "${template}" with (force)`))
    await server.stop()
  }
}

/** Kept from run to run under the hash of what it was made of, because making one takes seconds. */
async function pgliteTemplate(): Promise<string> {
  const folder = fileURLToPath(new URL('../../node_modules/.cache/carillon/', import.meta.url))
  const path = `${folder}test-template-2-${await hashOfSchema()}.tar`
  if (existsSync(path)) return path
  const database = await openPglite({ log })
  await migrate(database.background)
  // Or each copy would replay the migrations from the write-ahead log.
  await sql`checkpoint`.execute(database.background)
  const dump = await database.dump()
  await database.close()
  await mkdir(folder, { recursive: true })
  await writeFile(`${path}.${process.pid}`, withoutUnused(Buffer.from(await dump.arrayBuffer())))
  await rename(`${path}.${process.pid}`, path)
  await removeOld(folder)
  return path
}

async function removeOld(folder: string): Promise<void> {
  for (const file of await readdir(folder)) {
    const { mtimeMs } = await stat(folder + file)
    if (Date.now() - mtimeMs > 24 * 60 * 60 * 1000) await rm(folder + file, { recursive: true, force: true })
  }
}

/**
 * The dump without the files of template0 and template1, databases that nothing here opens: two thirds of its files,
 * and a fifth of the time to load it. A tar file is headers of 512 bytes, each followed by a file in such blocks.
 */
function withoutUnused(dump: Buffer): Buffer {
  const kept: Buffer[] = []
  for (let offset = 0; dump[offset]; ) {
    const name = dump.toString('utf8', offset, dump.indexOf(0, offset))
    const size = Number.parseInt(dump.toString('ascii', offset + 124, offset + 136), 8)
    const end = offset + 512 + Math.ceil(size / 512) * 512
    if (!/^\/?base\/[14]\/./.test(name)) kept.push(dump.subarray(offset, end))
    offset = end
  }
  return Buffer.concat([...kept, Buffer.alloc(1024)])
}

async function hashOfSchema(): Promise<string> {
  // package.json for the exact version of the engine.
  const hash = createHash('sha256').update(await readFile(new URL('../../package.json', import.meta.url)))
  const folder = fileURLToPath(new URL('../db/migrations/', import.meta.url))
  for (const file of (await readdir(folder)).sort()) hash.update(file).update(await readFile(folder + file))
  return hash.digest('hex').slice(0, 16)
}

async function postgresTemplate(url: string): Promise<string> {
  const template = `carillon_test_${process.pid}_template`
  await withAdmin(url, async (admin) => {
    await admin.query(`drop database if exists "${template}" with (force)`)
    await admin.query(`create database "${template}"`)
  })
  const own = new URL(url)
  own.pathname = template
  const database = await openDatabase({ url: own.href }, { log })
  await migrate(database.background)
  await database.close()
  return template
}

async function withAdmin<Result>(url: string, work: (admin: pg.Client) => Promise<Result>): Promise<Result> {
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  return work(admin).finally(() => admin.end())
}

import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { Db } from '../db/database.ts'
import { sweep } from '../delivery/sweep.ts'
import { aServer } from '../testing/app.ts'
import { advance, databases } from '../testing/database.ts'
import { aProject, type TestProject } from '../testing/project.ts'
import { someBytes, upload, uploadChunk, withBucket } from '../testing/upload.ts'
import { storageSweeps } from './sweep.ts'

const mebibyte = 1024 * 1024

describe.each(databases)('sweeping files on $engine', ({ aDatabase }) => {
  async function aProjectWithFiles(): Promise<TestProject> {
    const server = await aServer({ database: await aDatabase() })
    const project = await withBucket(await aProject(server))
    await upload(project, { fileId: 'kept' })
    await upload(project, { fileId: 'gone', content: someBytes(6 * mebibyte) })
    return project
  }

  async function sweepStorage(db: Db): Promise<void> {
    for (const step of storageSweeps) while (await step(db));
  }

  async function rowsOf(db: Db): Promise<Record<string, number>> {
    const { rows } = await sql<{ buckets: number; files: number; chunks: number; pieces: number }>`
      select (select count(*)::int from buckets) as buckets, (select count(*)::int from files) as files,
        (select count(*)::int from file_chunks) as chunks, (select count(*)::int from file_pieces) as pieces
    `.execute(db)
    return { ...rows[0] }
  }

  test('what deleted files held goes, and nothing else', async () => {
    const project = await aProjectWithFiles()
    expect(await rowsOf(project.db)).toEqual({ buckets: 1, files: 2, chunks: 2, pieces: 25 })
    await project.call('DELETE', '/storage/buckets/b/files/gone')
    await sweepStorage(project.db)
    expect(await rowsOf(project.db)).toEqual({ buckets: 1, files: 1, chunks: 1, pieces: 1 })
    expect((await project.call('GET', '/storage/buckets/b/files/kept/view')).text).toBe('Hello')
  })

  test('a deleted bucket goes with all its files', async () => {
    const project = await aProjectWithFiles()
    await withBucket(project, { bucketId: 'other' })
    await upload(project, {}, 'other')
    await project.call('DELETE', '/storage/buckets/b')
    await sweepStorage(project.db)
    expect(await rowsOf(project.db)).toEqual({ buckets: 1, files: 1, chunks: 1, pieces: 1 })
    expect((await project.call('GET', '/storage/buckets/other/files/f/view')).text).toBe('Hello')
  })

  test('what the files of a deleted project hold goes a little at a time', async () => {
    const project = await aProjectWithFiles()
    const headers = await project.signedIn('owner')
    await project.call('DELETE', `/console/projects/${project.id}`, { headers })
    await advance(project.db, '2 minutes')
    const left = [(await rowsOf(project.db)).pieces ?? 0]
    while (!(await sweep(project.db, 0))) left.push((await rowsOf(project.db)).pieces ?? 0)
    const gone = left.slice(1).map((pieces, at) => (left[at] ?? 0) - pieces)
    expect(Math.max(...gone)).toBe(20)
    expect(await rowsOf(project.db)).toEqual({ buckets: 0, files: 0, chunks: 0, pieces: 0 })
  })

  test('an upload that nobody goes on with is given up after a day', async () => {
    const project = await aProjectWithFiles()
    const whole = someBytes(5 * mebibyte + 5)
    await uploadChunk(project, whole, 1)
    await project.db.insertInto('file_chunks').values({ file: null, number: 1 }).execute()
    const before = await rowsOf(project.db)
    await advance(project.db, '23 hours')
    await sweepStorage(project.db)
    expect(await rowsOf(project.db)).toEqual(before)
    await advance(project.db, '2 hours')
    await sweepStorage(project.db)
    expect(await rowsOf(project.db)).toEqual({ buckets: 1, files: 2, chunks: 2, pieces: 25 })
    expect((await project.call('GET', '/storage/buckets/b/files/f')).status).toBe(404)
    expect((await uploadChunk(project, whole, 1)).body.chunksUploaded).toBe(1)
  })
})

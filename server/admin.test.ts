import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { admin } from './admin.ts'
import { ensureOwner } from './administrators/administrators.ts'
import { checkPasswordReset } from './administrators/password-reset.ts'
import { openDatabase } from './db/database.ts'
import { createLog } from './log.ts'

let folder: string
let environment: Record<string, string>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carillon-admin-'))
  environment = { DATA_DIR: join(folder, 'data'), PUBLIC_URL: 'https://bells.example.org' }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const open = () => openDatabase({ dataDir: environment.DATA_DIR ?? '' }, { log: createLog('silent') })

// It opens the embedded database eight times.
test('whoever can run a command on the server gets the last owner in again', {
  timeout: 180_000,
}, async () => {
  await expect(admin(['reset'], environment)).rejects.toThrow('There is no owner yet')
  expect(await admin([], environment)).toContain('no administrator yet')
  expect(await admin(['dance'], environment)).toContain('Usage:')

  const database = await open()
  await ensureOwner(database.db, { email: 'ada@example.org', password: 'a bell and a rope' })
  await expect(admin(['reset'], environment)).rejects.toThrow(/in use by .*\nStop the server/)
  await database.close()

  expect(await admin([], environment)).toContain('owner   ada@example.org')
  await expect(admin(['reset', 'bob@example.org'], environment)).rejects.toThrow('bob@example.org')
  const printed = await admin(['reset'], environment)
  const [, token = ''] = /https:\/\/bells\.example\.org\/reset-password#(\S+)/.exec(printed) ?? []

  const again = await open()
  expect(await checkPasswordReset(again.db, token)).toMatchObject({ email: 'ada@example.org' })
  await ensureOwner(again.db, { email: 'bob@example.org', password: 'a bell and a rope' })
  await again.close()
  await expect(admin(['reset'], environment)).rejects.toThrow('There are several owners')
  expect(await admin(['reset', 'BOB@example.org'], environment)).toContain('bob@example.org')
})

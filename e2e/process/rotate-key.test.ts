// A new secret for an installation that has been running with another.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { aStage, createRelay, engines } from './stage.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

type Shown = { credentials: object }

async function rotateKey(environment: Readonly<Record<string, string>>) {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...environment }
  const child = spawn('npm', ['run', '--silent', 'rotate-key'], { cwd: root, env })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text
    })
  }
  const [code] = await once(child, 'close')
  return { code, output }
}

test.each(engines)('npm run rotate-key makes the old secret needless (%s)', async (engine) => {
  const stage = await aStage(engine)
  const first = await stage.start()
  await createRelay(first.api, stage.sink)
  await first.api.call('PATCH', '/messaging/providers/smtp/relay', {
    username: 'u',
    password: 'open sesame 1234',
  })
  const before = await first.api.call<Shown>('GET', '/messaging/providers/relay')
  expect(before.credentials).toMatchObject({ password: 'open sesame 1234' })
  await first.stop()

  const { DATA_DIR = '', CARILLON_SECRET } = stage.place
  const older = CARILLON_SECRET ?? (await readFile(join(DATA_DIR, 'secret'), 'utf8')).trim()
  const newer = randomBytes(32).toString('base64')
  const wrong = await rotateKey({ ...stage.place, CARILLON_SECRET: newer })
  expect(wrong).toMatchObject({ code: 1, output: expect.stringContaining('Relay') })
  const right = await rotateKey({ ...stage.place, CARILLON_SECRET: `${newer},${older}` })
  expect(right).toMatchObject({ code: 0, output: expect.stringContaining('Sealed 1 of 1 providers') })

  const second = await stage.start({ env: { CARILLON_SECRET: newer } })
  expect((await second.api.call<Shown>('GET', '/messaging/providers/relay')).credentials).toEqual(
    before.credentials,
  )
  await second.stop()
  const third = await stage.start({ env: { CARILLON_SECRET: older }, waits: false })
  expect(await third.exit).not.toBe(0)
  expect(third.output()).toContain('No key opens the secrets of: Relay')
})

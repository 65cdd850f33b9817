import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createSecrets } from '../secrets/secrets.ts'
import { aServer, type TestServer } from '../testing/app.ts'
import { databases } from '../testing/database.ts'
import { aProject } from '../testing/project.ts'
import { resealCredentials } from './reseal.ts'
import { openCredentials } from './settings.ts'

const account = { type: 'service_account', private_key: 'a very private key' }

describe.each(databases)('a new key on $engine', ({ aDatabase }) => {
  /** Providers in two projects, sealed with `older`. */
  async function aFilledServer(older: Buffer) {
    const server = await aServer({ database: await aDatabase(), secrets: [older] })
    for (const project of [await aProject(server), await aProject(server)]) {
      for (let n = 0; n < 5; n++) {
        const body = {
          providerId: `relay-${n}`,
          name: `Relay ${n}`,
          host: 'mail',
          password: `open sesame ${n}`,
        }
        expect((await project.call('POST', '/messaging/providers/smtp', { body })).status).toBe(201)
      }
      const body = { providerId: 'push', name: 'Push', serviceAccountJSON: account }
      expect((await project.call('POST', '/messaging/providers/fcm', { body })).status).toBe(201)
    }
    return server
  }

  const stored = ({ database: { db } }: TestServer) =>
    db.selectFrom('providers').select(['seq', 'kind', 'credentials', 'updated_at']).orderBy('seq').execute()

  async function opened(server: TestServer, key: Buffer) {
    const secrets = createSecrets([key])
    return (await stored(server)).map(({ seq, credentials }) => openCredentials(seq, credentials, secrets))
  }

  test('seals everything with itself, so that the old one can go, and changes nothing else', async () => {
    const [older, newer] = [randomBytes(32), randomBytes(32)]
    const server = await aFilledServer(older)
    const [before, rows] = [await opened(server, older), await stored(server)]

    const done = await resealCredentials(server.database.db, createSecrets([newer, older]), { atOnce: 5 })
    expect(done).toEqual({ providers: 12, resealed: 12, lost: [] })
    expect(await opened(server, newer)).toEqual(before)
    expect(before).toContainEqual({ serviceAccountJSON: account })
    await expect(opened(server, older)).rejects.toThrow('no key')
    const times = (all: typeof rows) => all.map((row) => row.updated_at)
    expect(times(await stored(server))).toEqual(times(rows))
  })

  test('may be interrupted and given again: what is done stays done', async () => {
    const [older, newer] = [randomBytes(32), randomBytes(32)]
    const server = await aFilledServer(older)
    const before = await opened(server, older)
    const secrets = createSecrets([newer, older])
    const interrupt = (looked: number) => {
      if (looked === 6) throw new Error('interrupted')
    }
    const interrupted = resealCredentials(server.database.db, secrets, { atOnce: 3, onChunk: interrupt })
    await expect(interrupted).rejects.toThrow('interrupted')
    const half = await stored(server)

    const again = await resealCredentials(server.database.db, secrets, { atOnce: 3 })
    expect(again).toEqual({ providers: 12, resealed: 6, lost: [] })
    expect((await stored(server)).slice(0, 6)).toEqual(half.slice(0, 6))
    expect(await opened(server, newer)).toEqual(before)
    expect((await resealCredentials(server.database.db, secrets)).resealed).toBe(0)
  })

  test('leaves what no key opens as it is, names it, and goes on with the rest', async () => {
    const [older, newer, foreign] = [randomBytes(32), randomBytes(32), randomBytes(32)]
    const server = await aFilledServer(older)
    const [first] = await stored(server)
    const credentials = {
      password: createSecrets([foreign]).seal('"lost"', `provider/${first?.seq}/password`),
    }
    await server.database.db
      .updateTable('providers')
      .set({ name: 'Lost', credentials: JSON.stringify(credentials) })
      .where('seq', '=', first?.seq ?? 0)
      .execute()
    const done = await resealCredentials(server.database.db, createSecrets([newer, older]))
    expect(done).toEqual({ providers: 12, resealed: 11, lost: ['Lost'] })
    expect((await stored(server))[0]?.credentials).toEqual(credentials)
  })

  test('does not lose what others change meanwhile', async () => {
    const [older, newer] = [randomBytes(32), randomBytes(32)]
    const database = await aDatabase()
    const server = await aServer({ database, secrets: [newer, older] })
    const project = await aProject(server)
    for (let n = 0; n < 20; n++) {
      const body = { providerId: `p${n}`, name: 'P', host: 'mail', password: 'before' }
      await project.call('POST', '/messaging/providers/smtp', { body })
    }
    // Sealed with the newest already: given the keys the other way round, all of it is to be sealed anew.
    const rotation = resealCredentials(database.background, createSecrets([older, newer]), { atOnce: 2 })
    const changes = Array.from({ length: 20 }, (_, n) =>
      project.call('PATCH', `/messaging/providers/smtp/p${n}`, { body: { password: 'after' } }),
    )
    expect((await Promise.all(changes)).map(({ status }) => status)).toEqual(Array(20).fill(200))
    expect((await rotation).providers).toBe(20)
    const { body } = await project.call('GET', '/messaging/providers')
    for (const one of body.providers) expect(one.credentials.password).toBe('after')
  })
})

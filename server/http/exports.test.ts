import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { queries } from '../../contract/queries.ts'
import { aServer, eventually, type TestServer } from '../testing/app.ts'
import { databases } from '../testing/database.ts'
import { aPerson, aTopic } from '../testing/people.ts'
import { aProject, type TestProject } from '../testing/project.ts'
import { createExports } from './exports.ts'

/** The cells of a file, by its lines; every cell is in quotes. */
function cellsOf(text: string): string[][] {
  expect(text.endsWith('\r\n')).toBe(true)
  return text
    .slice(0, -2)
    .split('"\r\n"')
    .map((line) =>
      line
        .replace(/^"|"$/g, '')
        .split('","')
        .map((cell) => cell.replaceAll('""', '"')),
    )
}

describe.each(databases)('lists as files on $engine', ({ aDatabase }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await aServer({ database: await aDatabase(), deliver: true })
    return () => server.engine.stop()
  })

  async function aFilledProject(): Promise<TestProject> {
    const project = await aProject(server)
    const names = ['ada', 'bob', 'cleo']
    const wishes = names.map((name) => [`${name}-mail`, `${name}@example.org`] as const)
    for (const [index, [id, identifier]] of wishes.entries()) {
      await aPerson(project.db, project.seq, names[index] ?? '', [{ id, identifier }])
    }
    await aTopic(
      project.db,
      project.seq,
      'news',
      wishes.map(([id]) => id),
    )
    const provider = { providerId: 'catcher', name: 'Catcher', type: 'email', enabled: true }
    await project.call('POST', '/messaging/providers/inbox', { body: provider })
    const body = { messageId: 'm', subject: 'Hello', content: 'There', topics: ['news'] }
    await project.call('POST', '/messaging/messages/email', { body })
    await eventually(
      () => project.call('GET', '/messaging/messages/m'),
      ({ body }) => body.delivery.phase === 'done',
    )
    return project
  }

  test('every list that can be a file is one of the same rows, filtered and ordered alike', async () => {
    const project = await aFilledProject()
    const lists: [path: string, key: string, query: Record<string, string | string[]>][] = [
      [
        '/messaging/messages/m/deliveries',
        'deliveries',
        { 'queries[]': [queries.notEqual('userId', 'bob')] },
      ],
      ['/messaging/messages/m/deliveries', 'deliveries', { 'queries[]': [queries.equal('status', 'sent')] }],
      ['/messaging/deliveries', 'deliveries', { 'queries[]': [queries.orderDesc('identifier')] }],
      ['/users', 'users', { search: 'ada' }],
      ['/messaging/topics/news/subscribers', 'subscribers', { 'queries[]': [queries.limit(2)] }],
      ['/messaging/subscribers', 'subscribers', { search: 'bob@example.org' }],
      ['/logs', 'logs', { 'queries[]': [queries.equal('event', 'provider.create')] }],
    ]
    for (const [path, key, query] of lists) {
      const list = await project.call('GET', path, { query })
      const file = await project.call('GET', `${path}.csv`, { query })
      expect(file.status, file.text).toBe(200)
      expect(file.headers).toMatchObject({
        'content-type': 'text/csv; charset=utf-8',
        'cache-control': 'no-store',
        'content-disposition': expect.stringContaining(`attachment; filename="${project.id}-`),
      })
      const [header = [], ...rows] = cellsOf(file.text)
      expect(header[0]).toBe('$id')
      expect(list.body[key].length, path).toBeGreaterThan(0)
      expect(rows.map(([id]) => id)).toEqual(list.body[key].map((row: { $id: string }) => row.$id))
    }
  })

  test('what identifies a delivery is in its row, with a name that tells what the file holds', async () => {
    const project = await aFilledProject()
    const { text, headers } = await project.call('GET', '/messaging/messages/m/deliveries.csv')
    const [header = [], first = []] = cellsOf(text)
    const row = Object.fromEntries(header.map((name, index) => [name, first[index]]))
    expect(row).toMatchObject({
      messageId: 'm',
      userId: 'ada',
      identifier: 'ada@example.org',
      status: 'sent',
    })
    expect(headers['content-disposition']).toMatch(/-messages-m-deliveries-\d{4}-\d\d-\d\d\.csv"/)
  })

  test('a browser gets it by its cookie alone, and a wrong query is refused as that of the list', async () => {
    const project = await aFilledProject()
    const { cookie = '' } = await project.signedIn('viewer')
    const headers = { 'x-appwrite-project': '', 'x-appwrite-key': '', cookie }
    const query = { project: project.id, mode: 'admin' }
    expect((await project.call('GET', '/users.csv', { headers, query })).status).toBe(200)
    const wrong = { 'queries[]': [queries.equal('nothing', '1')] }
    const refused = await project.call('GET', '/users.csv', { query: wrong })
    expect(refused).toMatchObject({ status: 400, body: { type: 'general_argument_invalid' } })
    expect((await project.call('GET', '/messaging/topics/none/subscribers.csv')).status).toBe(404)
  })

  test('20,000 people come as a stream, each once, and one who leaves in between gives his place back', async () => {
    const project = await aProject(server)
    await sql`
      insert into users (project, id, name) select ${project.seq}, 'p' || i, repeat('n', 100) from generate_series(1, 20000) as i
    `.execute(project.db)
    const alone = await aServer({ database: server.database, options: { exportLimits: { most: 1 } } })
    const address = await alone.app.listen({ port: 0, host: '127.0.0.1' })
    const headers = await project.keyWith(['users.read'])
    const ask = (signal?: AbortSignal) =>
      fetch(`${address}/v1/users.csv`, { headers, ...(signal && { signal }) })

    const leaving = new AbortController()
    const left = await ask(leaving.signal)
    await left.body?.getReader().read()
    leaving.abort()

    const whole = await eventually(ask, ({ status }) => status !== 429)
    const [, ...rows] = cellsOf(await whole.text())
    expect(new Set(rows.map(([id]) => id)).size).toBe(20_000)
    expect(rows).toHaveLength(20_000)
    // The client has opened a connection or two in advance, which a server that closes would wait for.
    alone.app.server.closeAllConnections()
  })

  test('more than may be written at once are asked to come again', async () => {
    const busy = await aServer({ database: server.database, options: { exportLimits: { most: 0 } } })
    const { status, body, headers } = await busy.call('GET', '/users.csv')
    expect(status).toBe(429)
    expect(body.type).toBe('general_rate_limit_exceeded')
    expect(headers['retry-after']).toBe('5')
  })
})

describe('an export', () => {
  const format = { header: 'header\n', lines: (rows: readonly unknown[]) => `${rows.join()}\n`.repeat(1000) }

  /** Endless rows that know how many were read, and whether their reader has closed them. */
  function someRows() {
    const state = { read: 0, closed: false }
    async function* rows() {
      try {
        while (true) yield [`row ${++state.read}`]
      } finally {
        state.closed = true
      }
    }
    return { state, rows: rows() }
  }

  test('reads no further than its reader does, and ends with him', async () => {
    const { state, rows } = someRows()
    const begin = createExports({ most: 1 })
    const stream = await begin(rows, format)
    for await (const _ of stream) break
    expect(state.read).toBeLessThan(20)
    await eventually(
      () => begin(someRows().rows, format).catch(() => undefined),
      (next) => next?.destroy() !== undefined,
    )
    expect(state.closed).toBe(true)
  })

  test('of a reader who takes nothing ends by itself, also before he took anything', async () => {
    const { state, rows } = someRows()
    const begin = createExports({ most: 1, patienceMs: 20 })
    const stream = await begin(rows, format)
    await expect(begin(someRows().rows, format)).rejects.toMatchObject({
      type: 'general_rate_limit_exceeded',
    })
    stream.once('readable', () => {})
    await eventually(
      () => begin(someRows().rows, format).catch(() => undefined),
      (next) => next?.destroy() !== undefined,
    )
    expect(state.closed).toBe(true)
  })
})

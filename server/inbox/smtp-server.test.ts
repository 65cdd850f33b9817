import net from 'node:net'
import nodemailer from 'nodemailer'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import type { Db } from '../db/database.ts'
import { createLog } from '../log.ts'
import { ensureProject } from '../projects/projects.ts'
import { aDatabase } from '../testing/database.ts'
import { startInboxSmtpServer } from './smtp-server.ts'

let db: Db
beforeAll(async () => {
  db = (await aDatabase()).db
})

async function aMailServer(projects: readonly string[] = ['first', 'second']) {
  await db.deleteFrom('projects').execute()
  for (const id of projects) await ensureProject(db, id)
  const server = await startInboxSmtpServer({ db, port: 0, log: createLog('silent') })
  if (!server) throw new Error('It did not start.')
  onTestFinished(server.close)
  const caught = () =>
    db
      .selectFrom('inbox_items as i')
      .innerJoin('projects as p', 'p.seq', 'i.project')
      .select(['p.id as project', 'i.sender', 'i.recipients', 'i.subject', 'i.body', 'i.size', 'i.message'])
      .orderBy('i.seq')
      .execute()
  return { port: server.port, caught }
}

const mail = {
  from: 'Ann <ann@example.org>',
  to: 'ada@example.net',
  bcc: 'bea@example.net',
  subject: 'Hi',
  text: 'Text',
}

function transport(port: number, user?: string) {
  const options = user === undefined ? {} : { auth: { user, pass: 'any' } }
  return nodemailer.createTransport({ host: '127.0.0.1', port, ...options })
}

test('what is sent to it is caught for the first project', async () => {
  const { port, caught } = await aMailServer()
  const { response } = await transport(port).sendMail(mail)
  expect(response).toMatch(/^250 /)
  expect(await caught()).toMatchObject([
    {
      project: 'first',
      sender: '"Ann" <ann@example.org>',
      recipients: ['ada@example.net', 'bea@example.net'],
      subject: 'Hi',
      body: 'Text',
      message: null,
    },
  ])
})

test.each([
  ['second', 'second'],
  ['first', 'first'],
  ['somebody', 'first'],
])('the user name %s chooses the project %s', async (user, project) => {
  const { port, caught } = await aMailServer()
  await transport(port, user).sendMail(mail)
  expect((await caught()).map((item) => item.project)).toEqual([project])
})

test('any recipient is right', async () => {
  const { port, caught } = await aMailServer()
  await transport(port).sendMail({ ...mail, to: ['root@localhost', 'jörg@bücher.example'], bcc: [] })
  expect((await caught())[0]?.recipients).toHaveLength(2)
})

test('what is too large is refused, announced or not', async () => {
  const { port, caught } = await aMailServer()
  const socket = net.connect(port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  let heard = ''
  socket.on('data', (chunk) => {
    heard += chunk.toString()
  })
  await expect.poll(() => heard, { timeout: 15_000 }).toMatch(/^220 /)
  socket.write('EHLO me\r\nMAIL FROM:<a@example.org> SIZE=30000000\r\n')
  await expect.poll(() => heard, { timeout: 15_000 }).toMatch(/^552 /m)
  heard = ''
  socket.write('MAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n')
  await expect.poll(() => heard, { timeout: 15_000 }).toContain('354')
  socket.write(`${`${'x'.repeat(996)}\r\n`.repeat(26_500)}.\r\n`)
  await expect.poll(() => heard, { timeout: 15_000 }).toMatch(/^552 /m)
  expect(await caught()).toEqual([])
}, 60_000)

test('without a project it asks to come again', async () => {
  const { port } = await aMailServer([])
  await expect(transport(port).sendMail(mail)).rejects.toThrow(/451/)
})

test('a taken port is a warning', async () => {
  const taken = net.createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void taken.close())
  await new Promise((resolve) => taken.once('listening', resolve))
  const { port } = taken.address() as net.AddressInfo
  const lines: string[] = []
  const log = createLog('warn', (line) => lines.push(line))
  expect(await startInboxSmtpServer({ db, port, log })).toBeUndefined()
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ level: 'warn', port }])
})

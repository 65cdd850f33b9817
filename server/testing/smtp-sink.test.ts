import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { startSmtpSink } from './smtp-sink.js'

/** Says everything at once and hears everything until the sink hangs up. */
async function talk(port: number, pieces: readonly (string | Buffer)[]): Promise<string> {
  const socket = net.connect(port, '127.0.0.1')
  for (const piece of pieces) {
    socket.write(piece)
    await new Promise((resolve) => setImmediate(resolve))
  }
  let heard = ''
  socket.on('data', (chunk) => {
    heard += chunk.toString()
  })
  await once(socket, 'close')
  return heard
}

const envelope = 'EHLO me\r\nMAIL FROM:<ann@example.org>\r\nRCPT TO:<ada@example.net>\r\nDATA\r\n'
const message = 'Message-ID: <1@example.org>\r\nX-Carillon-Attempt: 3\r\n\r\n..\r\n...x\r\nend'

test('a message arrives the same, however it is cut in pieces', async () => {
  const sink = await startSmtpSink()
  onTestFinished(sink.close)
  const whole = Buffer.from(`${envelope}${message}\r\n.\r\nQUIT\r\n`)
  for (const size of [1, 2, 3, 4, 5, 7, 50, whole.length]) {
    const pieces = Array.from({ length: Math.ceil(whole.length / size) }, (_, index) =>
      whole.subarray(index * size, (index + 1) * size),
    )
    await talk(sink.port, pieces)
  }
  expect(new Set(sink.transactions.map(({ raw }) => raw.toString()))).toEqual(
    new Set(['Message-ID: <1@example.org>\r\nX-Carillon-Attempt: 3\r\n\r\n.\r\n..x\r\nend\r\n']),
  )
  expect(sink.transactions).toHaveLength(8)
  expect(sink.transactions[0]).toMatchObject({
    messageId: '<1@example.org>',
    attempt: 3,
    accepted: ['ada@example.net'],
  })
})

test('as a process it logs each transaction before it answers, and ends with its input', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sink-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const log = join(folder, 'log.jsonl')
  const file = fileURLToPath(new URL('smtp-sink.js', import.meta.url))
  const script = [{ on: 'body', times: 1, drop: 'before' }]
  const child = spawn(process.execPath, [file, JSON.stringify({ log, script })], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill())
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  const { port } = JSON.parse(line)

  expect(await talk(port, [`${envelope}${message}\r\n.\r\n`])).not.toContain('queued')
  expect(await talk(port, [`${envelope}${message}\r\n.\r\nQUIT\r\n`])).toContain('queued')
  const logged = (await readFile(log, 'utf8'))
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text))
  expect(
    logged.map(({ accepted, answer, from, recipients }) => ({
      accepted,
      answer: answer.slice(0, 3),
      from,
      recipients,
    })),
  ).toEqual([
    {
      accepted: [],
      answer: '',
      from: 'ann@example.org',
      recipients: [{ address: 'ada@example.net', answer: '250 2.1.5 Ok' }],
    },
    {
      accepted: ['ada@example.net'],
      answer: '250',
      from: 'ann@example.org',
      recipients: [{ address: 'ada@example.net', answer: '250 2.1.5 Ok' }],
    },
  ])
  child.stdin.end()
  expect(await once(child, 'exit')).toEqual([0, null])
})

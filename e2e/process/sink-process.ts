// The SMTP server that gets the mail: a process of its own, so that it outlives the kills and has its own clock.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync, readSync, statSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Rule, SinkOptions, Transaction } from '../../server/testing/smtp-sink.js'

const script = fileURLToPath(new URL('../../server/testing/smtp-sink.js', import.meta.url))

export type SinkProcess = {
  readonly port: number
  /** Whatever was handed to it, as it stands in its log. */
  readonly transactions: () => Transaction[]
  readonly setScript: (script: Rule[]) => void
  readonly stop: () => Promise<void>
}

export async function startSink(log: string, options: Omit<SinkOptions, 'log'> = {}): Promise<SinkProcess> {
  writeFileSync(log, '')
  const child = spawn(process.execPath, [script, JSON.stringify({ ...options, log })], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const { port } = JSON.parse(String((await lines.next()).value)) as { port: number }
  return {
    port,
    transactions: createReader(log),
    setScript: (rules) => child.stdin.write(`${JSON.stringify({ script: rules })}\n`),
    stop: async () => {
      child.stdin.end()
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}

/** Each call reads only what is new, and leaves a line that is only half written for the next. */
function createReader(log: string): () => Transaction[] {
  const file = openSync(log, 'r')
  const transactions: Transaction[] = []
  let unread = 0
  return () => {
    const bytes = Buffer.alloc(statSync(log).size - unread)
    const count = readSync(file, bytes, 0, bytes.length, unread)
    const end = bytes.subarray(0, count).lastIndexOf('\n') + 1
    unread += end
    const lines = bytes.toString('utf8', 0, end).split('\n').slice(0, -1)
    transactions.push(...lines.map((line) => JSON.parse(line) as Transaction))
    return [...transactions]
  }
}

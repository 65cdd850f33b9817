// Whole lists, streamed: the next rows are read when the caller has taken those before, and none any more when he has gone.
import { Readable } from 'node:stream'
import { Refusal } from './refusal.ts'

type Format = { readonly header: string; readonly lines: (rows: readonly unknown[]) => string }

/** What is refused is refused here, before anything is sent. */
export type BeginExport = (
  rows: AsyncGenerator<readonly unknown[], void>,
  format: Format,
) => Promise<Readable>

/** At most `most` at once; whoever takes nothing for `patienceMs` is taken for gone. */
export function createExports({ most = 4, patienceMs = 60_000 } = {}): BeginExport {
  let running = 0
  return async (rows, format) => {
    if (running >= most) {
      const message = 'Other lists are being exported just now. Try again in a moment.'
      throw new Refusal('general_rate_limit_exceeded', message, [], { retryAfterSeconds: 5 })
    }
    running++
    try {
      const stream = streamOf(await rows.next(), rows, format, patienceMs)
      return stream.once('close', () => void running--)
    } catch (error) {
      running--
      throw error
    }
  }
}

function streamOf(
  first: IteratorResult<readonly unknown[], void>,
  rest: AsyncGenerator<readonly unknown[], void>,
  { header, lines }: Format,
  patienceMs: number,
): Readable {
  let timer: NodeJS.Timeout | undefined
  const wait = () => {
    clearTimeout(timer)
    if (!stream.closed) timer = setTimeout(() => stream.destroy(), patienceMs)
  }
  async function* pieces() {
    wait()
    yield header + (first.done ? '' : lines(first.value))
    for await (const rows of rest) {
      wait()
      yield lines(rows)
    }
    wait()
  }
  const stream = Readable.from(pieces(), { objectMode: false, highWaterMark: 64 * 1024 })
  return stream.once('close', () => {
    clearTimeout(timer)
    // One that was left before its first piece was taken has not closed what it reads from.
    void rest.return()
  })
}

// A socket whose other end is the worker thread with PGlite: PostgreSQL's wire protocol over messages. The client does
// not notice the difference, and so values, errors and statements are those of a real server.
import { Duplex } from 'node:stream'
import type { Worker } from 'node:worker_threads'

export class PgliteSocket extends Duplex {
  readonly #worker: Worker

  constructor(worker: Worker) {
    super()
    this.#worker = worker
    worker.on('message', (message: unknown) => {
      if (message instanceof Uint8Array)
        this.push(Buffer.from(message.buffer, message.byteOffset, message.byteLength))
    })
  }

  // What the client calls on a socket.
  connect() {
    process.nextTick(() => this.emit('connect'))
  }
  setNoDelay() {}
  setKeepAlive() {}
  ref() {}
  unref() {}

  override _read() {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void) {
    this.#send([chunk])
    done()
  }

  /** The messages of one statement come corked together: one trip to the worker for all of them. */
  override _writev(chunks: { chunk: Buffer }[], done: () => void) {
    this.#send(chunks.map(({ chunk }) => chunk))
    done()
  }

  // Copied, because a Buffer may be a window on memory that it shares and that must not move to another thread.
  #send(chunks: Buffer[]) {
    const bytes = new Uint8Array(chunks.reduce((total, chunk) => total + chunk.length, 0))
    let offset = 0
    for (const chunk of chunks) {
      bytes.set(chunk, offset)
      offset += chunk.length
    }
    this.#worker.postMessage(bytes, [bytes.buffer])
  }
}

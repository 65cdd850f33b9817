// The thread in which PGlite lives, because it computes in the thread that calls it. Plain JavaScript, since a worker
// cannot be started from TypeScript on Node 20, nor by the test runner.
//
// In: bytes of PostgreSQL's wire protocol; 'dump'; 'close'. Out: 'ready' once; bytes; { dump }.
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'

if (!parentPort) throw new Error('This file is the body of a worker thread.')
const port = parentPort

/** @type {{ folder?: string, template?: Blob, engine: any }} */
const { folder, template, engine } = workerData

const database = await PGlite.create({
  ...(folder ? { dataDir: folder } : {}),
  ...(template ? { loadDataDir: template } : {}),
  pgliteWasmModule: engine,
  // Without these the write-ahead log keeps up to 1 GB of files for reuse.
  startParams: [...PGlite.defaultStartParams, '-c', 'max_wal_size=128MB', '-c', 'min_wal_size=32MB'],
})

port.on('message', async (message) => {
  if (message instanceof Uint8Array) answer(message)
  else if (message === 'dump') port.postMessage({ dump: await database.dumpDataDir('none') })
  else if (message === 'close') {
    await database.close()
    port.close()
  }
})
port.postMessage('ready')

/**
 * The raw stream, because the other calls of PGlite parse each answer in this thread as well, and keep it.
 * @param {Uint8Array} request
 */
function answer(request) {
  /** @type {Uint8Array[]} */
  const chunks = []
  let length = 0
  const onRawData = (/** @type {Uint8Array} */ chunk) => {
    // A window on the engine's memory, which moves on.
    chunks.push(chunk.slice())
    length += chunk.length
  }
  // Runs to its end before it returns; the promise is only about file systems that are flushed apart.
  void database.execProtocolRawStream(request, { syncToFs: false, onRawData })
  const bytes = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.length
  }
  port.postMessage(bytes, [bytes.buffer])
}

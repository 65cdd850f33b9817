import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createTurns, type Priority, type Turns } from './turns.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** Takes turns of a given length and writes down when each began. */
function aConnection() {
  const turns = createTurns()
  const began: string[] = []
  const start = performance.now()
  const take = async (priority: Priority, name: string, milliseconds: number) => {
    const end = await turns.take(priority)
    began.push(`${name} at ${performance.now() - start}`)
    setTimeout(end, milliseconds)
  }
  return { turns, began, take }
}

test('a request goes before background work that waited longer', async () => {
  const { began, take } = aConnection()
  void take('background', 'first chunk', 100)
  void take('background', 'second chunk', 100)
  await vi.advanceTimersByTimeAsync(50)
  void take('foreground', 'request', 10)
  await vi.advanceTimersByTimeAsync(200)
  expect(began).toEqual(['first chunk at 0', 'request at 100', 'second chunk at 114'])
})

test('no chunk comes between the statements of one request', async () => {
  const { began, take } = aConnection()
  void take('foreground', 'statement 1', 5)
  void take('background', 'chunk', 100)
  await vi.advanceTimersByTimeAsync(7)
  void take('foreground', 'statement 2', 5)
  await vi.advanceTimersByTimeAsync(7)
  void take('foreground', 'statement 3', 5)
  await vi.advanceTimersByTimeAsync(50)
  expect(began).toEqual(['statement 1 at 0', 'statement 2 at 7', 'statement 3 at 14', 'chunk at 23'])
})

test('background work is not kept waiting for more than a quarter of a second', async () => {
  const { began, take } = aConnection()
  void take('foreground', 'request', 10)
  const chunks = Array.from({ length: 3 }, (_, index) => take('background', `chunk ${index + 1}`, 20))
  const requests = setIntervalOf(() => void take('foreground', 'request', 10), 8)
  await vi.advanceTimersByTimeAsync(1000)
  requests.stop()
  expect(began.filter((turn) => turn.startsWith('chunk'))).toEqual([
    'chunk 1 at 250',
    'chunk 2 at 520',
    'chunk 3 at 790',
  ])
  await Promise.all(chunks)
})

test('upkeep waits until requests have been quiet for seconds', async () => {
  const { began, take } = aConnection()
  void take('foreground', 'request', 10)
  void take('upkeep', 'vacuum', 1000)
  await vi.advanceTimersByTimeAsync(1500)
  void take('foreground', 'request', 10)
  void take('background', 'chunk', 10)
  await vi.advanceTimersByTimeAsync(3000)
  expect(began).toEqual(['request at 0', 'request at 1500', 'chunk at 1514', 'vacuum at 3510'])
})

test('giving back twice does not take the turn from the next one', async () => {
  const { turns, began, take } = aConnection()
  const end = await turns.take('foreground')
  void take('foreground', 'second', 10)
  end()
  await vi.advanceTimersByTimeAsync(0)
  void take('foreground', 'third', 10)
  end()
  await vi.advanceTimersByTimeAsync(5)
  expect(began).toEqual(['second at 0'])
})

test('closing refuses whoever waits or comes later, and waits for the one in turn', async () => {
  const { turns } = aConnection()
  const end = await turns.take('background')
  const waiting = refusalOf(turns, 'foreground')
  let isClosed = false
  const closing = turns.close().then(() => {
    isClosed = true
  })
  await expect(waiting).resolves.toBe('It is closed.')
  await expect(refusalOf(turns, 'foreground')).resolves.toBe('It is closed.')
  expect(isClosed).toBe(false)
  end()
  await closing
})

function refusalOf(turns: Turns, priority: Priority): Promise<string> {
  return turns.take(priority).then(
    () => 'taken',
    (error: Error) => error.message,
  )
}

function setIntervalOf(work: () => void, milliseconds: number): { stop: () => void } {
  let timer = setTimeout(again, milliseconds)
  function again() {
    work()
    timer = setTimeout(again, milliseconds)
  }
  return { stop: () => clearTimeout(timer) }
}

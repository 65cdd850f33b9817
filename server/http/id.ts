import { randomBytes } from 'node:crypto'

/** Appwrite's form: 20 lower-case hex digits, 13 of the time in µs and 7 random. */
export function generateId(): string {
  const micros = BigInt(Date.now()) * 1000n + ((process.hrtime.bigint() / 1000n) % 1000n)
  return micros.toString(16).padStart(13, '0').slice(-13) + randomBytes(4).toString('hex').slice(0, 7)
}

/** The id that a client asked for: its own, or one of ours for `unique()`. */
export function chosenId(wanted: string): string {
  return wanted === 'unique()' ? generateId() : wanted
}

/** Where a thing is known by its place in the order of insertion: that number in base 36. */
export function shortId(seq: number): string {
  return seq.toString(36)
}

/** Undefined where the text is no such id. */
export function seqOfShortId(id: string): number | undefined {
  const seq = /^[1-9a-z][0-9a-z]{0,10}$/.test(id) ? Number.parseInt(id, 36) : Number.NaN
  return Number.isSafeInteger(seq) ? seq : undefined
}

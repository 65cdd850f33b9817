import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { Refusal } from '../http/refusal.ts'

// OWASP's password storage sheet: scrypt with N = 2^17, r = 8, p = 1; each hash takes 128 MiB while it runs.
export const passwordCost = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 } as const
let cost: Readonly<Record<keyof typeof passwordCost, number>> = passwordCost

/** For tests that are about something else: they would spend most of their time on hashes. */
export function setPasswordCost(N: number): void {
  cost = { ...passwordCost, N }
  dummy = unmatchable()
}

/** More at once would take the memory of a small machine. */
const atOnce = 2

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const hash = await derive(password, salt)
  return `scrypt$${cost.N}$${cost.r}$${cost.p}$${salt.toString('base64url')}$${hash.toString('base64url')}`
}

/** Without a stored hash it works just as long, so that the time does not tell whether an account exists. */
export async function verifyPassword(
  password: string,
  stored: string | undefined,
  turn: Turn = 'limited',
): Promise<boolean> {
  const [, N, r, p, salt, hash] = (stored ?? dummy).split('$')
  if (!salt || !hash) return false
  const options = { N: Number(N), r: Number(r), p: Number(p), maxmem: cost.maxmem }
  const derived = await derive(password, Buffer.from(salt, 'base64url'), options, turn)
  const matches = timingSafeEqual(derived, Buffer.from(hash, 'base64url'))
  return matches && stored !== undefined
}

/** What unknown accounts are compared with: made at no cost, since nothing ever matches it. */
let dummy = unmatchable()

function unmatchable(): string {
  const [salt, hash] = [randomBytes(16), randomBytes(32)]
  return `scrypt$${cost.N}$${cost.r}$${cost.p}$${salt.toString('base64url')}$${hash.toString('base64url')}`
}

let running = 0
const waiting: (() => void)[] = []
/** Each waits about a sixth of a second for each before it. */
const mostWaiting = 60

/**
 * `limited`: for strangers, who are refused where too many wait. `first`: for whoever is known, so that a flood of strangers
 * does not keep him out. `queued`: for what somebody who may is doing.
 */
type Turn = 'limited' | 'first' | 'queued'

async function derive(
  password: string,
  salt: Buffer,
  options: ScryptOptions = cost,
  turn: Turn = 'queued',
): Promise<Buffer> {
  await takeTurn(turn)
  try {
    return await new Promise((resolve, reject) => {
      scrypt(password.normalize('NFKC'), salt, 32, options, (error, key) =>
        error ? reject(error) : resolve(key),
      )
    })
  } finally {
    endTurn()
  }
}

async function takeTurn(turn: Turn): Promise<void> {
  if (running < atOnce) {
    running++
    return
  }
  if (turn === 'limited' && waiting.length >= mostWaiting) {
    throw new Refusal('general_rate_limit_exceeded', 'Too many people sign in just now.', [], {
      retryAfterSeconds: 10,
    })
  }
  await new Promise<void>((resolve) => (turn === 'first' ? waiting.unshift(resolve) : waiting.push(resolve)))
}

/** Who waits has it at once: whoever came in between would be one too many. */
function endTurn(): void {
  const next = waiting.shift()
  if (next) next()
  else running--
}

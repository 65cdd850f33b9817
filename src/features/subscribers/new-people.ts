// Whoever of a list nobody here has can become a person, with just that address or number.
import { users } from '../../../contract/users.ts'
import { isEmailAddress, isPhoneNumber } from '../../../contract/wire.ts'
import { ApiError } from '../../lib/api-error.ts'
import { call } from '../../lib/client.ts'
import type { Addition } from './additions.ts'
import { inPieces } from './subscriber-batches.ts'

/** A device's token tells nobody's name, and needs its app. */
export const canBecomePerson = ({ verdict, wish: { identifier = '' } = {} }: Addition): boolean =>
  verdict === 'unknown' && (isEmailAddress(identifier) || isPhoneNumber(identifier))

const atOnce = 8

/** Those who have become people can be subscribed then. What fails ends it; what was done before it stands. */
export async function becomePeople(additions: readonly Addition[]): Promise<Addition[]> {
  const chosen = additions.filter(canBecomePerson)
  const { results, error } = await inPieces(
    chosen,
    () => {},
    (piece) => Promise.all(piece.map(becomePerson)),
    atOnce,
  )
  if (results.length === 0 && error) throw error
  const byWritten = new Map(results.map((addition) => [addition.written, addition]))
  return additions.map((addition) => byWritten.get(addition.written) ?? addition)
}

async function becomePerson(addition: Addition): Promise<Addition> {
  const { identifier = '' } = addition.wish ?? {}
  const own = identifier.includes('@') ? { email: identifier } : { phone: identifier }
  try {
    await call(users.create, { body: { userId: 'unique()', ...own } })
  } catch (error) {
    if (!(error instanceof ApiError) || error.code >= 500 || error.code === 401) throw error
    // Somebody has it by now: whether it can be subscribed will be told then.
    if (error.code !== 409) return { ...addition, verdict: 'unread', detail: error.message }
  }
  return { ...addition, verdict: 'new', detail: 'a new person' }
}

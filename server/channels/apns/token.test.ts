import { generateKeyPairSync } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import type { ApnsSettings } from './settings.ts'
import { createTokens } from './token.ts'

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const settings: ApnsSettings = {
  key: privateKey,
  keyId: 'KEY4567890',
  teamId: 'TEAM567890',
  bundleId: 'org.example.bells',
  origin: 'http://127.0.0.1',
  secrets: [],
}
const nine = Date.UTC(2026, 2, 1, 9)
const minutes = (count: number) => count * 60_000

function tokensAt(start: number) {
  let now = start
  const tokens = createTokens(settings, () => now)
  const at = (instant: number) => {
    now = instant
  }
  return { tokens, at }
}

test('a token is signed with the key, and says whose it is and since when, nothing more', async () => {
  const { jwt } = await tokensAt(nine + minutes(7)).tokens.current()
  await jwtVerify(jwt, publicKey, { algorithms: ['ES256'], currentDate: new Date(nine) })
  expect(decodeProtectedHeader(jwt)).toEqual({ alg: 'ES256', kid: 'KEY4567890' })
  expect(decodeJwt(jwt)).toEqual({ iss: 'TEAM567890', iat: nine / 1_000 })
})

test('it is the same for half an hour, in every process as of the same moment, and never too old', async () => {
  const { tokens, at } = tokensAt(nine)
  const first = await tokens.current()
  at(nine + minutes(30) - 1)
  expect(await tokens.current()).toBe(first)
  at(nine + minutes(30))
  const second = await tokens.current()
  expect(second.issuedAt - first.issuedAt).toBe(1_800)
  const other = await tokensAt(nine + minutes(45)).tokens.current()
  expect(other.issuedAt).toBe(second.issuedAt)
})

test('of many who ask at once all get one', async () => {
  const { tokens } = tokensAt(nine)
  const all = await Promise.all(Array.from({ length: 20 }, () => tokens.current()))
  expect(new Set(all.map(({ jwt }) => jwt)).size).toBe(1)
})

test('one that Apple finds too old is made anew once, and not before it is twenty minutes old', async () => {
  const { tokens, at } = tokensAt(nine)
  const first = await tokens.current()
  at(nine + minutes(19))
  expect(await tokens.renewed(first)).toBeUndefined()
  at(nine + minutes(21))
  const [one, other] = await Promise.all([tokens.renewed(first), tokens.renewed(first)])
  expect(one).toBe(other)
  expect(one?.issuedAt).toBe((nine + minutes(21)) / 1_000)
  expect(await tokens.current()).toBe(one)
  if (one) expect(await tokens.renewed(one)).toBeUndefined()
})

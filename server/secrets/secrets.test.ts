import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { createSecrets, isSealed } from './secrets.ts'

const [older, newer] = [randomBytes(32), randomBytes(32)]
const place = 'provider/7/password'

test('a secret opens in its place, and nowhere else', () => {
  const { seal, open } = createSecrets([newer])
  const sealed = seal('open sesame', place)
  expect(isSealed(sealed)).toBe(true)
  expect(sealed).not.toContain('sesame')
  expect(open(sealed, place)).toBe('open sesame')
  for (const other of ['provider/8/password', 'provider/7/apiKey', ''])
    expect(() => open(sealed, other)).toThrow()
})

test('the same secret is never sealed alike', () => {
  const { seal } = createSecrets([newer])
  expect(seal('open sesame', place)).not.toBe(seal('open sesame', place))
})

test('a ciphertext of which anything was changed or cut off does not open', () => {
  const { seal, open } = createSecrets([newer])
  const sealed = seal('open sesame', place)
  const start = 'sealed:00000000:'.length
  const body = Buffer.from(sealed.slice(start), 'base64url')
  const withBody = (bytes: Buffer) => sealed.slice(0, start) + bytes.toString('base64url')
  expect(open(withBody(body), place)).toBe('open sesame')
  for (let at = 0; at < body.length; at++) {
    const changed = Buffer.from(body)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(() => open(withBody(changed), place)).toThrow()
    expect(() => open(withBody(body.subarray(0, at)), place)).toThrow()
  }
})

test('an older key opens what it sealed, and what is sealed now is the newest one’s', () => {
  const before = createSecrets([older]).seal('open sesame', place)
  const both = createSecrets([newer, older])
  expect(both.open(before, place)).toBe('open sesame')
  expect([both.knows(before), both.isCurrent(before)]).toEqual([true, false])
  const after = both.seal('open sesame', place)
  expect(both.isCurrent(after)).toBe(true)
  expect(createSecrets([newer]).open(after, place)).toBe('open sesame')
})

test('a ciphertext names its key; without that key it stays shut', () => {
  const sealed = createSecrets([older]).seal('open sesame', place)
  const others = createSecrets([newer])
  expect(others.knows(sealed)).toBe(false)
  expect(() => others.open(sealed, place)).toThrow(`no key for the secret at ${place}`)
  expect(sealed.slice(7, 15)).toMatch(/^[0-9a-f]{8}$/)
  expect(sealed.slice(7, 15)).not.toBe(others.seal('', place).slice(7, 15))
})

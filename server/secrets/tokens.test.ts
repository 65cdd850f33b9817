import { randomBytes } from 'node:crypto'
import { SignJWT, UnsecuredJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { createSecrets } from './secrets.ts'
import { readToken, signToken } from './tokens.ts'

const claims = { userId: 'ada', exp: 2_000_000_000 }
const [older, newer] = [randomBytes(32), randomBytes(32)]
const before = createSecrets([older])
const after = createSecrets([newer, older])

describe('a token', () => {
  test('gives back what was signed', async () => {
    expect(await readToken(before, 'userTokens', await signToken(before, 'userTokens', claims))).toEqual(
      claims,
    )
  })

  test('is signed with the newest secret and read with older ones, too', async () => {
    const old = await signToken(before, 'userTokens', claims)
    expect(await readToken(after, 'userTokens', old)).toEqual(claims)
    const fresh = await signToken(after, 'userTokens', claims)
    expect(await readToken(before, 'userTokens', fresh)).toBeUndefined()
    expect(await readToken(createSecrets([newer]), 'userTokens', fresh)).toEqual(claims)
  })

  const kid = before.keysFor('userTokens')[0]?.id ?? ''
  const foreign = (key: Uint8Array, alg: string) =>
    new SignJWT(claims).setProtectedHeader({ alg, kid }).sign(key)
  const own = before.keyFor('userTokens')
  test.each<[string, () => string | Promise<string>]>([
    ['without a signature', () => new UnsecuredJWT(claims).encode()],
    ['without a signature, but with our name for the key', () => unsigned({ alg: 'none', kid })],
    ['of another secret', () => signToken(createSecrets([newer]), 'userTokens', claims)],
    ['of another secret under our name for the key', () => foreign(randomBytes(32), 'HS256')],
    ['by another algorithm', () => foreign(Buffer.concat([own, own]), 'HS512')],
    ['of another purpose', () => signToken(before, 'fileLinks', claims)],
    ['that names no key', () => new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(own)],
    ['with other claims', async () => tampered(await signToken(before, 'userTokens', claims))],
    ['that is none', () => 'abc'],
    ['of empty parts', () => '..'],
  ])('%s is refused', async (_, make) => {
    expect(await readToken(before, 'userTokens', await make())).toBeUndefined()
  })
})

function unsigned(header: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part(header)}.${part(claims)}.`
}

function tampered(token: string): string {
  const [header, , signature] = token.split('.')
  const other = Buffer.from(JSON.stringify({ ...claims, userId: 'bob' })).toString('base64url')
  return `${header}.${other}.${signature}`
}

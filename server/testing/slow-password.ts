import { scryptSync } from 'node:crypto'

/**
 * A password as it is stored, of which it takes a quarter of a second or more to say whether it is the right one: so that something can happen
 * meanwhile.
 */
export function slowlyHashed(password: string): string {
  const [N, r, p] = [2 ** 14, 8, 10]
  const salt = Buffer.from('a grain of salt!')
  const hash = scryptSync(password.normalize('NFKC'), salt, 32, { N, r, p, maxmem: 256 * 1024 * 1024 })
  return `scrypt$${N}$${r}$${p}$${salt.toString('base64url')}$${hash.toString('base64url')}`
}

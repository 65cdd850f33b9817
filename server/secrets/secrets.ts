// Keys and ciphertexts. CARILLON_SECRET itself encrypts nothing: HKDF (RFC 5869) makes one key of it per purpose.
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'

export type Purpose = 'credentials' | 'userTokens' | 'fileLinks' | 'erasure' | 'browsers'

/** `id`: four bytes of the key's hash in hex, by which ciphertexts and tokens name it. */
export type Key = { readonly id: string; readonly bytes: Buffer }

export type Secrets = {
  /** `place` is bound to the ciphertext: moved to another row or field it does not open. */
  readonly seal: (plain: string, place: string) => string
  /** Throws where no key fits or the ciphertext was changed. */
  readonly open: (sealed: string, place: string) => string
  readonly knows: (sealed: string) => boolean
  /** Whether the newest key sealed it. */
  readonly isCurrent: (sealed: string) => boolean
  /** The newest key of a purpose, for signatures and keyed hashes. */
  readonly keyFor: (purpose: Purpose) => Buffer
  /** All keys of a purpose, the newest first: older ones still verify what they signed. */
  readonly keysFor: (purpose: Purpose) => readonly Key[]
}

const prefix = 'sealed:'

export function isSealed(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith(prefix)
}

/** `masters`: the newest first; older ones still open what they sealed. */
export function createSecrets(masters: readonly Buffer[]): Secrets {
  const keys = masters.map((master) => derive(master, 'credentials'))
  const [newest] = keys
  const [newestMaster] = masters
  if (!newest || !newestMaster) throw new Error('at least one secret is needed')

  return {
    seal: (plain, place) => seal(newest, plain, place),
    open: (sealed, place) => {
      const key = keys.find((candidate) => sameId(candidate.id, keyIdOf(sealed)))
      if (!key) throw new Error(`no key for the secret at ${place}`)
      return open(key, sealed, place)
    },
    knows: (sealed) => keys.some((key) => sameId(key.id, keyIdOf(sealed))),
    isCurrent: (sealed) => sameId(newest.id, keyIdOf(sealed)),
    keyFor: (purpose) => derive(newestMaster, purpose).bytes,
    keysFor: (purpose) => masters.map((master) => derive(master, purpose)),
  }
}

function derive(master: Buffer, purpose: Purpose): Key {
  const bytes = Buffer.from(hkdfSync('sha256', master, '', `carillon/${purpose}`, 32))
  return { id: createHash('sha256').update(bytes).digest().subarray(0, 4).toString('hex'), bytes }
}

/** AES-256-GCM with a random 96-bit nonce (NIST SP 800-38D §8.2.2): `sealed:<key id>:<nonce, ciphertext, tag>`. */
function seal(key: Key, plain: string, place: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce).setAAD(Buffer.from(place))
  const body = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return `${prefix}${key.id}:${body.toString('base64url')}`
}

function open(key: Key, sealed: string, place: string): string {
  const body = Buffer.from(sealed.slice(prefix.length + 9), 'base64url')
  // Without its length a tag that was cut would be taken as well.
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, body.subarray(0, 12), { authTagLength: 16 })
  decipher.setAAD(Buffer.from(place))
  decipher.setAuthTag(body.subarray(-16))
  return Buffer.concat([decipher.update(body.subarray(12, -16)), decipher.final()]).toString('utf8')
}

function keyIdOf(sealed: string): string {
  return sealed.slice(prefix.length, prefix.length + 8)
}

function sameId(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))
}

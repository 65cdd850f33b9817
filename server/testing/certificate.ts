// A self-signed certificate for tests, good as its own authority. DER by hand (X.690, RFC 5280): Node can read certificates
// but not make them, and not every machine has openssl.
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'

export type Certificate = { readonly key: string; readonly cert: string }

type Wishes = {
  readonly names?: readonly string[]
  readonly notBefore?: Date
  readonly notAfter?: Date
}

const year = 365 * 24 * 60 * 60 * 1000

/** For `localhost` and 127.0.0.1 unless told otherwise, valid from a year ago to a year from now. */
export function makeCertificate({
  names = ['localhost', '127.0.0.1'],
  notBefore = new Date(Date.now() - year),
  notAfter = new Date(Date.now() + year),
}: Wishes = {}): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const subject = sequence(set(sequence(commonName, utf8('Carillon test'))))
  const body = sequence(
    tagged(0xa0, der(0x02, Buffer.of(2))), // version 3
    der(0x02, Buffer.concat([Buffer.of(0x01), randomBytes(8)])),
    sequence(ecdsaWithSha256),
    subject,
    sequence(time(notBefore), time(notAfter)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(alternativeNames(names), authority)),
  )
  const signature = sign('sha256', body, privateKey)
  const certificate = sequence(
    body,
    sequence(ecdsaWithSha256),
    der(0x03, Buffer.concat([Buffer.of(0), signature])),
  )
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64').replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
  }
}

function der(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.of(tag), length(content.length), content])
}

function length(bytes: number): Buffer {
  if (bytes < 0x80) return Buffer.of(bytes)
  return bytes < 0x100 ? Buffer.of(0x81, bytes) : Buffer.of(0x82, bytes >> 8, bytes & 0xff)
}

function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts))
}

function set(...parts: Buffer[]): Buffer {
  return der(0x31, Buffer.concat(parts))
}

function tagged(tag: number, part: Buffer): Buffer {
  return der(tag, part)
}

function utf8(text: string): Buffer {
  return der(0x0c, Buffer.from(text))
}

/** GeneralizedTime */
function time(date: Date): Buffer {
  return der(0x18, Buffer.from(`${date.toISOString().replaceAll(/[-:T]|\.\d+/g, '')}`))
}

const commonName = Buffer.from('0603550403', 'hex')
const ecdsaWithSha256 = Buffer.from('06082a8648ce3d040302', 'hex')
const subjectAltName = Buffer.from('0603551d11', 'hex')
const basicConstraints = Buffer.from('0603551d13', 'hex')
const truly = Buffer.from('0101ff', 'hex')

const authority = sequence(basicConstraints, truly, der(0x04, sequence(truly)))

function alternativeNames(names: readonly string[]): Buffer {
  const entries = names.map((name) =>
    /^[\d.]+$/.test(name)
      ? der(0x87, Buffer.from(name.split('.').map(Number)))
      : der(0x82, Buffer.from(name)),
  )
  return sequence(subjectAltName, der(0x04, sequence(...entries)))
}

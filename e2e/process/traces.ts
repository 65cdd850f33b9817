// Finds texts in bytes, however they were written down: as they are, in UTF-16, in hexadecimal, in base64, and in pieces, as a
// database's compression leaves them (pglz puts a byte of its own behind eight of the text's).

/** Long enough not to be there by chance: 41 bits in random letters and digits. */
const piece = 8
/** An encoding needs more bytes for as much chance. */
const encodedPiece = 16

type Piece = { readonly name: string; readonly bytes: Buffer }

export type TraceFinder = {
  /** The names of the texts of which there is a trace in these bytes. */
  readonly tracesIn: (bytes: Buffer) => string[]
}

/** `texts` by their names; each of at least 16 random letters and digits. */
export function createTraceFinder(texts: Readonly<Record<string, string>>): TraceFinder {
  const pieces = new Map<string, Piece[]>()
  // Three bytes decide quickly that there is nothing at a place, which is so nearly everywhere.
  const beginnings = new Uint8Array(2 ** 24)
  for (const [name, text] of Object.entries(texts)) {
    for (const bytes of piecesOf(text)) {
      const start = bytes.toString('latin1', 0, piece)
      pieces.set(start, [...(pieces.get(start) ?? []), { name, bytes }])
      beginnings[beginningAt(bytes, 0)] = 1
    }
  }
  const found = (bytes: Buffer, index: number): string[] =>
    (pieces.get(bytes.toString('latin1', index, index + piece)) ?? [])
      .filter((one) => one.bytes.equals(bytes.subarray(index, index + one.bytes.length)))
      .map(({ name }) => name)
  return {
    tracesIn: (bytes) => {
      const names = new Set<string>()
      for (let index = 0; index + piece <= bytes.length; index++) {
        if (beginnings[beginningAt(bytes, index)]) for (const name of found(bytes, index)) names.add(name)
      }
      return [...names]
    },
  }
}

function beginningAt(bytes: Buffer, index: number): number {
  return ((bytes[index] ?? 0) << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0)
}

function piecesOf(text: string): Buffer[] {
  const plain = Buffer.from(text)
  const wide = Buffer.from(text, 'utf16le')
  const hex = plain.toString('hex')
  const encoded = [hex, hex.toUpperCase(), ...base64sOf(plain)].map((form) => Buffer.from(form))
  return [
    ...windows(plain, piece),
    ...[wide, Buffer.from(wide).swap16(), ...encoded].flatMap((form) => windows(form, encodedPiece)),
  ]
}

function windows(bytes: Buffer, length: number): Buffer[] {
  const count = Math.max(0, bytes.length - length + 1)
  return Array.from({ length: count }, (_, index) => bytes.subarray(index, index + length))
}

/** It looks different depending on where in three bytes it begins; what its neighbours have a part in is left away. */
function base64sOf(plain: Buffer): string[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), plain])
    const whole = bytes.subarray(0, bytes.length - (bytes.length % 3))
    const own = before === 0 ? 0 : 4
    return [whole.toString('base64').slice(own), whole.toString('base64url').slice(own)]
  })
}

// Into how many SMS a text is cut: by 3GPP TS 23.038 (the letters), and TS 23.040 §9.2.3.24.1 (the header of a part, 6 bytes of 140).

/** The default alphabet; each of them is one septet. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)

/** Its extension: an escape, and one septet more. */
const extended = new Set('\f^{}\\[~]|€')

const room = { gsm: { one: 160, part: 153 }, unicode: { one: 70, part: 67 } } as const

export interface SmsSegments {
  readonly count: number
  /** How much of the room is used: septets, or UTF-16 units. */
  readonly used: number
  /** The most that a text of one SMS, or a part of several, has room for. */
  readonly each: number
  /** The first letter that the alphabet lacks, which makes the whole text take more room. */
  readonly oddLetter: string | undefined
}

export function smsSegments(text: string): SmsSegments {
  const letters = [...text]
  const oddLetter = letters.find((letter) => !basic.has(letter) && !extended.has(letter))
  const sizes = letters.map((letter) =>
    oddLetter === undefined ? (extended.has(letter) ? 2 : 1) : letter.length,
  )
  const used = sizes.reduce((sum, size) => sum + size, 0)
  const { one, part } = room[oddLetter === undefined ? 'gsm' : 'unicode']
  if (used <= one) return { count: 1, used, each: one, oddLetter }
  return { count: partsOf(sizes, part), used, each: part, oddLetter }
}

/** An escape stays with its letter, and a pair of surrogates together: a part may end a little early. */
function partsOf(sizes: readonly number[], room: number): number {
  let count = 1
  let taken = 0
  for (const size of sizes) {
    if (taken + size > room) {
      count += 1
      taken = 0
    }
    taken += size
  }
  return count
}

/** "Fits into 1 SMS: 112 of 160 characters." */
export function smsSegmentsText(text: string): string {
  const { count, used, each, oddLetter } = smsSegments(text)
  const room =
    oddLetter === undefined
      ? ''
      : ` “${oddLetter}” is not in the alphabet of SMS, which leaves room for ${each} characters${count > 1 ? ' in each' : ''}.`
  if (count === 1) return `Fits into 1 SMS: ${used} of ${each} characters.${room}`
  const parts = `Goes out, and is charged, as ${count.toLocaleString()} SMS: ${used.toLocaleString()} characters`
  return oddLetter === undefined ? `${parts}, ${each} in each.` : `${parts}.${room}`
}

// A pasted list of addresses, numbers and device tokens: one a line, or several with commas, semicolons or tabs between them,
// as they come out of spreadsheets and mail programs.
import { isEmailAddress, isPhoneNumber } from '../../../contract/wire.ts'

export interface PastedEntry {
  /** As it was written. */
  readonly written: string
  /** What it names, in the API's form; undefined where it cannot be read. */
  readonly identifier: string | undefined
  /** Why it cannot be read. */
  readonly problem: string | undefined
}

export interface PastedList {
  /** Each once, in their order. */
  readonly entries: readonly PastedEntry[]
  /** How many were written again. */
  readonly repeated: number
  /** Names and other words beside what could be read. */
  readonly remarks: number
}

export function readPastedList(text: string): PastedList {
  const lines = text.split(/\r?\n/).map((line) => piecesOf(line).map(readPiece))
  const remarks = lines.flatMap((line) => (line.some(isRead) ? line.filter(isRemark) : []))
  const beside = new Set(remarks)
  const found = lines.flat().filter((entry) => !beside.has(entry))
  const byKey = new Map(found.map((entry) => [keyOf(entry), entry]).reverse() as [string, PastedEntry][])
  const first = new Set(byKey.values())
  const entries = found.filter((entry) => first.has(entry))
  return { entries, repeated: found.length - entries.length, remarks: remarks.length }
}

const isRead = ({ identifier }: PastedEntry) => identifier !== undefined
/** What may stand beside an address: a name, a date. What looks like an address or a number is none. */
const isRemark = ({ identifier, written }: PastedEntry) => identifier === undefined && !/[@+]/.test(written)
const keyOf = ({ identifier, written }: PastedEntry) =>
  identifier?.includes('@') ? identifier.toLowerCase() : (identifier ?? written)

/** Commas within quotes part nothing; blanks do between addresses. */
function piecesOf(line: string): string[] {
  const pieces = line.match(/(?:"(?:[^"]|"")*"|[^,;\t"]|"(?![^"]*"))+/g) ?? []
  return pieces
    .flatMap((piece) => {
      const words = piece.trim().split(/\s+/)
      return words.length > 1 && words.every(isEmailAddress) ? words : [piece.trim()]
    })
    .filter((piece) => piece !== '')
}

function readPiece(written: string): PastedEntry {
  const named = /<([^<>]*)>\s*$/.exec(written)?.[1]
  const text = (named ?? written.replace(/^"(.*)"$/s, '$1').replaceAll('""', '"'))
    .trim()
    .replace(/^mailto:/i, '')
  const read = (identifier: string) => ({ written, identifier, problem: undefined })
  const unread = (problem: string) => ({ written, identifier: undefined, problem })
  if (isEmailAddress(text)) return read(text)
  if (text.includes('@')) return unread('not an e-mail address')
  if (isLikeNumber(text)) {
    const number = text.replace(/[\s().\-/]/g, '').replace(/^00/, '+')
    return isPhoneNumber(number) ? read(number) : unread('a number begins with + and its country')
  }
  if (isLikeToken(text)) return read(text)
  return unread('not an address, a number or a device token')
}

const isLikeNumber = (text: string) =>
  /^[+(\d][\d\s().\-/]*$/.test(text) && text.replace(/\D/g, '').length >= 5

/** Tokens are long, hold digits, and no blanks. */
const isLikeToken = (text: string) => /^\S{8,4096}$/.test(text) && /\d/.test(text)

// What a person types into a search field, taken apart.
import { type RawBuilder, sql } from 'kysely'

export type SearchTerms = {
  /** For `search @@ …` on a vector made by `app.words`: any of the words, the last by its beginning; or a phrase. Undefined without words. */
  readonly tsquery: RawBuilder<unknown> | undefined
  /**
   * Words with `@` or a leading `+`, in lower case: compared as a whole with addresses and numbers, by their beginning (which
   * finds the equal one too).
   */
  readonly identifiers: readonly string[]
  /** The other words as they were typed: an id is one of them. Of a phrase, the whole. */
  readonly words: readonly string[]
  /** Nothing but addresses and numbers that look whole: few can begin with them. */
  readonly isNarrow: boolean
}

/** Undefined where nothing is searched for. A text wholly in double quotes is a phrase, unless it is one identifier. */
export function readSearch(text: string): SearchTerms | undefined {
  // NUL has no place in PostgreSQL's text, nor has half a character.
  const clean = text.replace(/[\p{Cc}\p{Surrogate}]/gu, ' ').trim()
  if (clean === '') return undefined
  const quoted = /^"([^"]+)"$/.exec(clean)?.[1]?.trim()
  if (quoted && !(isIdentifier(quoted) && !/\s/.test(quoted))) return phrase(quoted)

  const typed = (quoted ?? clean).split(/\s+/)
  const words = typed.filter((word) => !isIdentifier(word))
  const isLastAWord = !isIdentifier(typed.at(-1) ?? '')
  const identifiers = typed.filter(isIdentifier).map((word) => word.toLowerCase())
  return {
    tsquery: anyWord(words, isLastAWord),
    identifiers,
    words,
    isNarrow: words.length === 0 && identifiers.every(looksWhole),
  }
}

function looksWhole(identifier: string): boolean {
  return /^(?:[^@]+@[^@]+\.[^@]|\+\d{7})/.test(identifier)
}

function isIdentifier(word: string): boolean {
  return word.includes('@') || word.startsWith('+')
}

function phrase(text: string): SearchTerms {
  const plain = lettersAndDigits(text).join(' ')
  const tsquery = plain === '' ? undefined : sql`phraseto_tsquery('simple'::regconfig, ${plain}::text)`
  return { tsquery, identifiers: [], words: [text], isNarrow: false }
}

/** The parts of one typed word (`order-42`) are words of their own, as they are in the vector. */
function anyWord(typed: readonly string[], isLastByBeginning: boolean): RawBuilder<unknown> | undefined {
  const words = typed.flatMap(lettersAndDigits)
  if (words.length === 0) return undefined
  // In quotes a word is a word, whatever PostgreSQL's locale makes of its letters; quotes themselves are blanks by now.
  const terms = words.map((word) => `'${word}'`)
  return sql`to_tsquery('simple'::regconfig, ${terms.join(' | ') + (isLastByBeginning ? ':*' : '')}::text)`
}

/** The same blanks as in `app.words`: ASCII that is neither letter nor digit. */
function lettersAndDigits(text: string): string[] {
  return text.split(/[\0-/:-@[-`{-\x7f\s]+/).filter((word) => word !== '')
}

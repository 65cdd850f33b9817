// What a person types into a search field, taken apart.
import type { RawBuilder } from 'kysely'

export type SearchTerms = {
  /** For `search @@ …` on a vector made by `app.words`: any of the words, the last by its beginning; or a phrase. Undefined without words. */
  readonly tsquery: RawBuilder<unknown> | undefined
  /** Words with `@` or a leading `+`, in lower case: compared as a whole with addresses and numbers (equal, then by their beginning). */
  readonly identifiers: readonly string[]
  /** The other words as they were typed: an id is one of them. */
  readonly words: readonly string[]
}

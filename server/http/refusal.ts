// How the server says no: thrown anywhere below a handler, answered in Appwrite's envelope.
import type { ErrorType } from '../../contract/errors.ts'

/** One wrong field: its path in what was sent (`subject`, `queries.2`), and what is wrong with it. */
export type RefusedParam = { path: string; message: string }

/** The caller's to mend; `type` decides the HTTP status (`errorStatuses`). Without a message the type's own words are said. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly type: ErrorType
  readonly params: readonly RefusedParam[]
  readonly retryAfterSeconds: number | undefined

  constructor(
    type: ErrorType,
    message: string = wordsOf(type),
    params: readonly RefusedParam[] = [],
    options: ErrorOptions & { retryAfterSeconds?: number } = {},
  ) {
    super(message, options)
    this.type = type
    this.params = params
    this.retryAfterSeconds = options.retryAfterSeconds
  }
}

/** `user_email_already_exists` → `User email already exists.` */
function wordsOf(type: ErrorType): string {
  const words = type.replaceAll('_', ' ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
}

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

/** One param is wrong, in the words that every wrong param is refused with. */
export function wrongParam(
  path: string,
  message: string,
  type: ErrorType = 'general_argument_invalid',
): Refusal {
  return new Refusal(type, `Invalid \`${path}\` param: ${message}.`, [{ path, message }])
}

/** `user_email_already_exists` → `User email already exists.` */
function wordsOf(type: ErrorType): string {
  const words = type.replaceAll('_', ' ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
}

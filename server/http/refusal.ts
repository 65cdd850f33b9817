// How the server says no: thrown anywhere below a handler, answered in Appwrite's envelope.
import type { ErrorType } from '../../contract/errors.ts'

/** One wrong field: its path in what was sent (`subject`, `queries.2`), and what is wrong with it. */
export type RefusedParam = { path: string; message: string }

/** The caller's to mend; `type` decides the HTTP status (`errorStatuses`). */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly type: ErrorType
  readonly params?: readonly RefusedParam[]

  constructor(type: ErrorType, message: string, params?: readonly RefusedParam[], options?: ErrorOptions) {
    super(message, options)
    this.type = type
    if (params) this.params = params
  }
}

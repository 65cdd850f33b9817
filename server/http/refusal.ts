// How the server says no: thrown anywhere below a handler, answered in Appwrite's envelope.
import type { ErrorType } from '../../contract/errors.ts'

/** One wrong field: its path in what was sent (`subject`, `queries.2`), and what is wrong with it. */
type RefusedParam = { path: string; message: string }

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

/** What is said where the place that refuses has nothing to add. */
function wordsOf(type: ErrorType): string {
  return sentences[type] ?? sentenceOfName(type)
}

/** `message_phase_conflict` → `Message phase conflict.` */
function sentenceOfName(type: ErrorType): string {
  const words = type.replaceAll('_', ' ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
}

const sentences: Partial<Record<ErrorType, string>> = {
  general_unauthorized_scope: 'Nobody is signed in, or the API key is unknown or lacks the scope.',
  general_unknown_origin: 'Calls from this page are not allowed.',
  general_route_not_found: 'There is no such route.',
  general_cursor_not_found: 'The cursor names nothing that exists.',
  project_not_found: 'There is no project with this id.',
  project_key_expired: 'The API key has expired.',
  project_id_missing: 'The API key belongs to another project.',
  provider_not_found: 'There is no provider with this id.',
  provider_already_exists: 'There is a provider with this id already.',
  provider_incorrect_type: 'The provider is of another kind.',
  provider_missing_credentials: 'Something is missing that the provider needs before it can be on.',
  topic_not_found: 'There is no topic with this id.',
  topic_already_exists: 'There is a topic with this id already.',
  subscriber_not_found: 'There is no subscriber with this id.',
  subscriber_already_exists: 'The target is subscribed already, or there is a subscriber with this id.',
  suppression_not_found: 'There is no suppression with this id.',
  suppression_already_exists: 'There is a suppression with this id or for this address already.',
  message_not_found: 'There is no message with this id.',
  message_already_exists: 'There is a message with this id already.',
  message_missing_target: 'The message names no topic, person or target.',
  message_target_not_email: 'A target does not exist or is not an e-mail address.',
  message_target_not_sms: 'A target does not exist or is not a phone number.',
  message_target_not_push: 'A target does not exist or is not a device.',
  message_already_sent: 'The message has been sent.',
  message_already_processing: 'The message is being sent.',
  message_already_failed: 'The message has been tried and failed.',
  message_already_scheduled: 'The time of the message has come.',
  message_missing_schedule: 'A scheduled message needs a time.',
  message_changed: 'Somebody has changed the message since.',
  delivery_not_found: 'There is no delivery with this id.',
  delivery_not_in_doubt: 'The delivery is not in doubt.',
  storage_bucket_not_found: 'There is no bucket with this id.',
  storage_bucket_already_exists: 'There is a bucket with this id already.',
  storage_file_not_found: 'There is no file with this id.',
  storage_file_already_exists: 'There is a file with this id already.',
  storage_file_empty: 'There is no file in the form, or nothing in the file.',
  storage_invalid_content_range: 'The content range does not fit what was sent.',
  storage_invalid_appwrite_id: 'The header "x-appwrite-id" holds no id.',
  storage_invalid_range: 'The file has no such range of bytes.',
  user_not_found: 'There is no person with this id.',
  user_already_exists: 'There is a person with this id, e-mail address or phone number already.',
  user_target_not_found: 'The person has no target with this id.',
  user_target_already_exists: 'There is a target with this id or identifier already.',
  user_invalid_credentials: 'The e-mail address or the password is wrong.',
  user_jwt_invalid: 'The JWT is not valid: it is malformed, has expired, or its session has ended.',
  user_jwt_and_cookie_set: 'A session and a JWT came with one request: send one of them.',
  user_blocked: 'This person is blocked.',
  user_session_not_found: 'There is no such session.',
  general_invalid_email: 'The identifier is not an e-mail address.',
  general_invalid_phone: 'The identifier is not a phone number.',
  administrator_not_found: 'There is no administrator with this id.',
  administrator_last_owner: 'Somebody has to own Carillon: make another administrator an owner first.',
  invitation_not_found: 'There is no open invitation with this id.',
  console_link_invalid: 'This link has been used, has expired, or has been replaced by a newer one.',
  key_not_found: 'There is no API key with this id.',
  administrator_already_exists: 'There is an administrator with this e-mail address already.',
  setup_already_done: 'This installation has been set up. Sign in instead.',
  setup_token_invalid: 'The set-up link is not valid. The newest one stands in the output of the server.',
  inbox_item_not_found: 'The test inbox holds no such item.',
  log_not_found: 'The activity holds no such entry.',
}

// Why a delivery failed or is in doubt, in plain words: the one table from which lists, errors and explanations take them.
import type { FailureCause, FailureRemedy } from '../../contract/explanations.ts'
import type { Cause } from './ledger.ts'

type Explanation = { readonly happened: string; readonly toDo: string; readonly remedy: FailureRemedy }

export const explanations: Readonly<Record<FailureCause, Explanation>> = {
  noSuchRecipient: {
    happened: 'The address, number or device does not exist, or does not any more.',
    toDo: 'Sending to it again cannot help. Ask the person for another one, or remove it.',
    remedy: 'mendTargets',
  },
  unfitIdentifier: {
    happened: 'This cannot be sent to: the provider takes no address or number of this form.',
    toDo: 'Correct the address or number.',
    remedy: 'mendTargets',
  },
  refusedRecipient: {
    happened: 'The provider refused to send this to the recipient, for good.',
    toDo: 'Read what the provider says below. Trying the same again does not help by itself.',
    remedy: 'mendTargets',
  },
  policy: {
    happened: 'The receiving side refused the message by its rules, for instance as spam.',
    toDo: "Check that the sender's domain allows this provider (SPF, DKIM, DMARC), and what the message says. Then try again.",
    remedy: 'openProvider',
  },
  mailboxFull: {
    happened: 'The mailbox was full for as long as it was tried.',
    toDo: 'Try again in a day or so; if it stays full, nobody reads it.',
    remedy: 'retry',
  },
  tooLarge: {
    happened: 'The message is larger than may be sent.',
    toDo: 'Make it smaller, above all its attachments, and send it anew.',
    remedy: 'mendMessage',
  },
  emptyContent: {
    happened: 'There is nothing in the message that a device could show.',
    toDo: 'Give it a title, a text or data, and send it anew.',
    remedy: 'mendMessage',
  },
  missingAttachment: {
    happened: 'An attachment was deleted before the message could be sent.',
    toDo: 'Upload it again under the same id and try again, or send the message anew without it.',
    remedy: 'mendMessage',
  },
  ownFault: {
    happened: 'Something went wrong in Carillon before the provider took anything.',
    toDo: "Try again. If it happens again, the server's log says more.",
    remedy: 'retry',
  },
  noProvider: {
    happened: 'No provider of this type is switched on.',
    toDo: 'Switch one on, then try again.',
    remedy: 'openProvider',
  },
  providerOff: {
    happened: 'The provider was switched off or deleted before this could be sent.',
    toDo: 'Switch it on, or another one; then try again.',
    remedy: 'openProvider',
  },
  providerRefuses: {
    happened: 'The provider refused every call for too long: check its credentials.',
    toDo: 'Check its connection in its settings, mend what is said there, then try again.',
    remedy: 'openProvider',
  },
  unsupportedKind: {
    happened: 'Carillon cannot send through a provider of this kind yet: nothing was sent.',
    toDo: 'Switch on a provider of another kind, then try again.',
    remedy: 'openProvider',
  },
  credentials: {
    happened: "The provider refused Carillon's credentials.",
    toDo: "Correct them in the provider's settings, check the connection, then try again.",
    remedy: 'openProvider',
  },
  settings: {
    happened: "Something in the provider's settings keeps it from sending.",
    toDo: 'Read what the provider says below, correct its settings, then try again.',
    remedy: 'openProvider',
  },
  encryption: {
    happened: 'No encrypted connection to the provider could be made.',
    toDo: "Check the encryption in the provider's settings, and the server's certificate; then try again.",
    remedy: 'openProvider',
  },
  unreachable: {
    happened: 'The provider could not be reached, or did not answer, for as long as it was tried.',
    toDo: "Check the host in the provider's settings and the network between; then try again.",
    remedy: 'openProvider',
  },
  throttled: {
    happened: 'The provider takes only so much at a time, and the time for trying ran out.',
    toDo: 'Try again later, or ask the provider for a higher limit.',
    remedy: 'retry',
  },
  putOff: {
    happened: 'The provider put it off again and again until the time for trying ran out.',
    toDo: 'Read what the provider says below, and try again later.',
    remedy: 'retry',
  },
  noAnswer: {
    happened: 'The whole message had been handed over, but no answer came: it may have arrived.',
    toDo: 'Look into the log of the provider. Then count it as sent, or send it again and risk a second copy.',
    remedy: 'settle',
  },
  processEnded: {
    happened: 'The process that was sending ended before the answer came.',
    toDo: 'Look into the log of the provider. Then count it as sent, or send it again and risk a second copy.',
    remedy: 'settle',
  },
}

/** Where the code alone tells, whoever says it. Capitals are ours. */
const byCode: Readonly<Record<string, FailureCause>> = {
  NO_SUCH_RECIPIENT: 'noSuchRecipient',
  INVALID_ADDRESS: 'unfitIdentifier',
  TOO_LARGE: 'tooLarge',
  ATTACHMENTS_TOO_LARGE: 'tooLarge',
  EMPTY_PUSH: 'emptyContent',
  ATTACHMENT_GONE: 'missingAttachment',
  NOT_COMPOSED: 'ownFault',
  WRONG_CONTENT: 'ownFault',
  INTERNAL: 'ownFault',
  INBOX_UNAVAILABLE: 'ownFault',
  NO_PROVIDER: 'noProvider',
  PROVIDER_OFF: 'providerOff',
  PROVIDER_REFUSED: 'providerRefuses',
  KIND_CANNOT_SEND: 'unsupportedKind',
  TLS: 'encryption',
  TLS_REQUIRED: 'encryption',
  DNS: 'unreachable',
  CONNECTION_REFUSED: 'unreachable',
  CONNECTION_LOST: 'unreachable',
  UNREACHABLE: 'unreachable',
  TIMEOUT: 'unreachable',
  PROTOCOL: 'unreachable',
  BUSY: 'throttled',
  '429': 'throttled',
  TooManyRequests: 'throttled',
  PayloadTooLarge: 'tooLarge',
  '452': 'throttled',
  WORKER_GONE: 'processEnded',
}

/** RFC 3463's detail codes, as SMTP servers add them: `550 5.7.1`. */
const byEnhancedCode: readonly (readonly [RegExp, FailureCause])[] = [
  [/ [45]\.2\.2$/, 'mailboxFull'],
  [/ 5\.(2\.3|3\.4)$/, 'tooLarge'],
  [/ 5\.7\.\d+$/, 'policy'],
  [/ 4\.7\.\d+$/, 'throttled'],
]

const byLedgerCause: Readonly<Record<Cause, FailureCause>> = {
  rejected: 'refusedRecipient',
  expired: 'noSuchRecipient',
  transient: 'putOff',
  auth: 'credentials',
  config: 'settings',
  unknown: 'noAnswer',
  noProvider: 'noProvider',
}

/** Who it is about is the ledger's to say, and comes first: a refused sign-in is no matter of the recipient's, whatever its code. */
export function failureCauseOf(cause: Cause, code: string): FailureCause {
  if (cause === 'unknown') return code === 'WORKER_GONE' ? 'processEnded' : 'noAnswer'
  if (cause === 'auth' || cause === 'expired') return byLedgerCause[cause]
  // Said of nearly everybody: server/delivery/answers.
  if (cause === 'config' && code === 'NO_SUCH_RECIPIENT') return 'settings'
  if (cause === 'rejected' && code === 'SMTPUTF8') return 'unfitIdentifier'
  return byCode[code] ?? byEnhancedCode.find(([form]) => form.test(code))?.[1] ?? byLedgerCause[cause]
}

/** What our own codes mean, for people. */
export function explainCode(code: string): string {
  const cause = byCode[code]
  return cause === undefined ? code : explanations[cause].happened
}

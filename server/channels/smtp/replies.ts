// What a server's replies mean. RFC 5321 §4.2 (codes), RFC 3463 (enhanced codes), RFC 4954 §6 (AUTH).
import type { AttemptOutcome } from '../../../contract/deliveries.ts'

export type Stage = 'greeting' | 'ehlo' | 'startTls' | 'auth' | 'mail' | 'rcpt' | 'data' | 'body'

export type SmtpReply = {
  readonly code: number
  /** `5.1.1`, where the server gives one and it is of the code's own class. */
  readonly enhanced: string | undefined
}

/** Undefined where the text does not begin as a reply must. */
export function readReply(text: string): SmtpReply | undefined {
  const [, code, enhanced] = /^([2-5]\d\d)(?:[ -](\d\.\d{1,3}\.\d{1,3})(?![.\d]))?/.exec(text) ?? []
  if (!code || !/^\d{3}(?:[ \r\n-]|$)/.test(text)) return undefined
  return { code: Number(code), enhanced: enhanced?.charAt(0) === code.charAt(0) ? enhanced : undefined }
}

/** The server's own code as it is stored and filtered by: `550 5.1.1`, or `550`. */
export function showReplyCode({ code, enhanced }: SmtpReply): string {
  return enhanced ? `${code} ${enhanced}` : String(code)
}

export type Refused = Exclude<AttemptOutcome, 'accepted' | 'unknown'>

export type Circumstances = {
  /** Whether the transaction has this one recipient only, so that what is said of the message is said of him. */
  readonly alone: boolean
  /** Whether the provider insists on STARTTLS. */
  readonly tlsRequired: boolean
}

const deadMailbox = new Set(['5.1.1', '5.1.2', '5.1.3', '5.1.6', '5.1.10'])
/** About the sender's address, wherever they are said: most servers judge the sender only at RCPT. */
const badSender = new Set(['5.1.7', '5.1.8'])

/** What a refusal at this stage means for the recipients it is about. */
export function judgeRefusal(stage: Stage, reply: SmtpReply, { alone, tlsRequired }: Circumstances): Refused {
  const { code, enhanced } = reply
  if (stage === 'startTls') return tlsRequired && code !== 421 ? 'config' : 'transient'
  if (code < 500 || enhanced === '5.2.2') return 'transient'
  if (stage === 'auth' || [530, 534, 535, 538].includes(code)) return 'auth'
  if (stage === 'greeting' || stage === 'ehlo' || (enhanced && badSender.has(enhanced))) return 'config'
  if (stage === 'mail') return [550, 551, 553, 554].includes(code) ? 'config' : 'rejected'
  return isDead(stage, reply, alone) ? 'expired' : 'rejected'
}

function isDead(stage: Stage, { code, enhanced }: SmtpReply, alone: boolean): boolean {
  if (!enhanced || !(stage === 'rcpt' || alone)) return false
  if (code === 550) return deadMailbox.has(enhanced)
  return code === 553 && stage === 'rcpt' && enhanced.startsWith('5.1.')
}

// What went wrong before a server would take an e-mail, in our own words: a class and at most the reply's number, never what
// the peer said, or checking a connection would be a port scanner that shows banners.
import type { OutboundProblem } from '../outbound.ts'
import { type HostEntry, showHost } from './hosts.ts'
import type { Refused, SmtpReply } from './replies.ts'

export type ConnectProblem =
  | OutboundProblem
  | 'noEncryption'
  | 'encryptionRefused'
  | 'encryptionFailed'
  | 'certificateUntrusted'
  | 'certificateExpired'
  | 'certificateOfAnother'
  | 'noSignIn'
  | 'signInRefused'
  | 'signInBusy'
  | 'busy'
  | 'turnedAway'
  | 'closed'
  | 'notSmtp'

type Facts = { readonly code: string; readonly outcome: Refused; readonly says: string }

const facts: Record<ConnectProblem, Facts> = {
  notAllowed: {
    code: 'ADDRESS_NOT_ALLOWED',
    outcome: 'config',
    says: 'is at an address that providers may not reach here (CARILLON_PROVIDER_NETWORKS)',
  },
  unknownName: { code: 'DNS', outcome: 'transient', says: 'is a name that cannot be found' },
  lookUpFailed: { code: 'DNS', outcome: 'transient', says: 'could not be looked up' },
  refused: { code: 'CONNECTION_REFUSED', outcome: 'transient', says: 'refused the connection' },
  unreachable: { code: 'UNREACHABLE', outcome: 'transient', says: 'cannot be reached' },
  timedOut: { code: 'TIMEOUT', outcome: 'transient', says: 'did not answer in time' },
  aborted: { code: 'ABORTED', outcome: 'transient', says: 'was given up before anything was sent' },
  noEncryption: {
    code: 'TLS_REQUIRED',
    outcome: 'config',
    says: 'offers no encryption (STARTTLS), which is required',
  },
  encryptionRefused: {
    code: 'TLS',
    outcome: 'transient',
    says: 'offered encryption (STARTTLS), then refused it',
  },
  encryptionFailed: { code: 'TLS', outcome: 'transient', says: 'and we could not agree on encryption (TLS)' },
  certificateUntrusted: {
    code: 'TLS',
    outcome: 'transient',
    says: 'shows a certificate that is not trusted',
  },
  certificateExpired: {
    code: 'TLS',
    outcome: 'transient',
    says: 'shows a certificate that is not valid today',
  },
  certificateOfAnother: { code: 'TLS', outcome: 'transient', says: 'shows a certificate for another name' },
  noSignIn: {
    code: 'AUTH_NOT_OFFERED',
    outcome: 'auth',
    says: 'offers no sign-in, but a user name and password are set',
  },
  signInRefused: { code: 'AUTH', outcome: 'auth', says: 'refused the user name and password' },
  signInBusy: { code: 'AUTH', outcome: 'transient', says: 'cannot check the user name and password now' },
  busy: { code: 'BUSY', outcome: 'transient', says: 'takes no connections now' },
  turnedAway: { code: 'TURNED_AWAY', outcome: 'config', says: 'turns us away' },
  closed: { code: 'CONNECTION_LOST', outcome: 'transient', says: 'closed the connection' },
  notSmtp: { code: 'PROTOCOL', outcome: 'transient', says: 'does not answer as a mail server does' },
}

/** No server could be brought to the point where it takes e-mail: nothing was sent. */
export class ConnectFailure extends Error {
  override readonly name = 'ConnectFailure'
  readonly problem: ConnectProblem
  readonly outcome: Refused
  /** Ours, in capitals. */
  readonly code: string

  constructor(
    entry: HostEntry,
    problem: ConnectProblem,
    details: { reply?: SmtpReply | undefined; outcome?: Refused; cause?: unknown } = {},
  ) {
    const { reply, outcome = facts[problem].outcome, cause } = details
    const number = reply ? ` (${reply.code})` : ''
    super(`${showHost(entry)} ${facts[problem].says}${number}.`, { cause })
    this.problem = problem
    this.outcome = outcome
    this.code = facts[problem].code
  }
}

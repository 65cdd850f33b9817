// What every channel is: a function from a provider, a content and recipients to one outcome per recipient.
import type { AttemptOutcome } from '../../contract/deliveries.ts'
import type { ProviderKind, SendingKind } from '../../contract/provider-kind.ts'

/** A provider as a channel sees it: secrets open. */
export type ChannelProvider = {
  readonly seq: number
  readonly project: number
  readonly kind: ProviderKind
  readonly name: string
  readonly credentials: Readonly<Record<string, unknown>>
  readonly options: Readonly<Record<string, unknown>>
  /** Changes with every change of the provider: connections made for an older one are not used again. */
  readonly version: string
}

export type EmailContent = {
  readonly type: 'email'
  readonly subject: string
  readonly content: string
  readonly html: boolean
  /** Addresses for the `Cc` header; delivering to them is a matter of their own rows. */
  readonly cc: readonly string[]
  /** The only `to` recipient, where the message has just one: its copies then all name him in `To`. */
  readonly soleRecipient: string | undefined
  readonly attachments: readonly { name: string; mimeType: string; content: () => Promise<Buffer> }[]
}

export type SmsContent = { readonly type: 'sms'; readonly content: string }

export type PushContent = { readonly type: 'push'; readonly payload: Readonly<Record<string, unknown>> }

/** One object per message, the same for all its calls: what is computed from it may be kept by it. */
export type Content = EmailContent | SmsContent | PushContent

export type Recipient = {
  /** The delivery: message `seq` and its number. The same in every attempt, so what makes copies recognizable is derived from it. */
  readonly message: number
  readonly n: number
  readonly role: 'to' | 'cc' | 'bcc'
  readonly identifier: string
  /** 1 for the first. */
  readonly attempt: number
}

/**
 * What became of one recipient. `code` is the provider's own (or ours, in capitals, where it never answered); `response` is its
 * text, without secrets, cut at 4 KB. `permanent` follows from the outcome.
 */
export type Outcome =
  | { readonly outcome: 'accepted'; readonly providerMessageId: string; readonly response: string }
  | {
      readonly outcome: Exclude<AttemptOutcome, 'accepted'>
      readonly code: string
      readonly response: string
      /** Not before this many ms from now; the provider's own wish. */
      readonly retryAfterMs?: number
      /** Of what is expired: as of when the provider knows it. Who was registered later is another one. */
      readonly since?: string
    }

export type Check = { readonly ok: boolean; readonly detail: string }

export type Channel = {
  /** Recipients in one call. */
  readonly batchSize: number
  /** Calls at once for one provider in this process. */
  readonly concurrency: number
  /** Whether a call that was perhaps made may be made again without a second copy. */
  readonly idempotent: boolean
  /** Sends nothing: connects and authenticates. */
  readonly check: (provider: ChannelProvider, options: { signal: AbortSignal }) => Promise<Check>
  /** One outcome per recipient, in their order. Never throws. */
  readonly send: (
    provider: ChannelProvider,
    content: Content,
    recipients: readonly Recipient[],
    options: { signal: AbortSignal },
  ) => Promise<readonly Outcome[]>
  readonly close: () => Promise<void>
}

export type Channels = Readonly<Record<SendingKind, Channel>>

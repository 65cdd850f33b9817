// The test provider: what it sends lands in the test inbox and reaches nobody. It can be told to fail.
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod'
import { inboxFailure } from '../../../contract/provider-kinds.ts'
import type { Channel, ChannelProvider, Content, EmailContent, Outcome, Recipient } from '../channel.ts'
import { composeCopy, needsUtf8, type Sender, toWireAddress } from '../email-mime.ts'
import type { CaughtItem, Receive } from './caught.ts'

export type InboxChannelOptions = { readonly receive: Receive }

export function createInboxChannel({ receive }: InboxChannelOptions): Channel {
  return {
    batchSize: 100,
    concurrency: 1,
    idempotent: true,
    check: async () => ({ ok: true, detail: 'What this sends lands in the test inbox and reaches nobody.' }),
    send: async (provider, content, recipients, { signal }) => {
      const settings = readSettings(provider)
      if (signal.aborted || !(await hasPassed(settings.latencyMs, signal)))
        return recipients.map(() => aborted)
      const decided = recipients.map(
        (recipient) => failureOf(recipient, settings) ?? refusalOf(content, recipient),
      )
      const caught = recipients.filter((_, index) => decided[index] === undefined)
      const outcomes = (await keep(receive, provider, content, caught))[Symbol.iterator]()
      return decided.map((outcome) => outcome ?? outcomes.next().value ?? lost)
    },
    close: async () => {},
  }
}

// --- Failures -------------------------------------------------------------------------------------------------------

type Failure = z.infer<typeof inboxFailure>
type Settings = { readonly failureRate: number; readonly failure: Failure; readonly latencyMs: number }

const options = z.object({
  failureRate: z.number().catch(0),
  failure: inboxFailure.catch('permanent'),
  latencyMs: z.number().catch(0),
})

function readSettings(provider: ChannelProvider): Settings {
  return options.parse(provider.options)
}

const aborted: Outcome = {
  outcome: 'transient',
  code: 'ABORTED',
  response: 'Sending was stopped before it began.',
}
const lost: Outcome = {
  outcome: 'transient',
  code: 'INBOX_UNAVAILABLE',
  response: 'The test inbox could not take it just now.',
}

const failures: Record<Failure, Outcome> = {
  permanent: { outcome: 'rejected', code: 'REFUSED', response: 'Refused, as the test provider was told to.' },
  expired: {
    outcome: 'expired',
    code: 'NO_SUCH_RECIPIENT',
    response: 'There is no such recipient, as the test provider was told to say.',
  },
  transient: {
    outcome: 'transient',
    code: 'TRY_LATER',
    response: 'Not now, as the test provider was told to say the first time.',
  },
  timeout: {
    outcome: 'unknown',
    code: 'TIMEOUT',
    response: 'No answer, as the test provider was told; whether it took it is not known.',
  },
}

/**
 * Whom it hits follows from the delivery alone, so that trying again changes nothing, except that what is transient passes.
 */
function failureOf(
  { message, n, attempt }: Recipient,
  { failureRate, failure }: Settings,
): Outcome | undefined {
  if (failure === 'transient' && attempt > 1) return undefined
  return chanceOf(message, n) < failureRate ? failures[failure] : undefined
}

/** 0 up to 1. */
function chanceOf(message: number, n: number): number {
  return createHash('sha256').update(`${message}-${n}`).digest().readUInt32BE(0) / 2 ** 32
}

function refusalOf(content: Content, { identifier }: Recipient): Outcome | undefined {
  if (content.type !== 'email' || toWireAddress(identifier) !== undefined) return undefined
  return { outcome: 'rejected', code: 'INVALID_ADDRESS', response: 'This is not an e-mail address.' }
}

/** False where it was stopped meanwhile. */
async function hasPassed(ms: number, signal: AbortSignal): Promise<boolean> {
  if (ms === 0) return true
  return sleep(ms, true, { signal }).catch(() => false)
}

// --- Catching -------------------------------------------------------------------------------------------------------

async function keep(
  receive: Receive,
  provider: ChannelProvider,
  content: Content,
  recipients: readonly Recipient[],
): Promise<readonly Outcome[]> {
  if (recipients.length === 0) return []
  try {
    const items = await Promise.all(recipients.map((recipient) => caughtItem(provider, content, recipient)))
    const ids = await receive(items)
    return ids.map((id) => ({
      outcome: 'accepted',
      providerMessageId: id,
      response: 'Caught by the test inbox.',
    }))
  } catch {
    // Perhaps some of it was kept: another attempt finds that and adds nothing.
    return recipients.map(() => lost)
  }
}

async function caughtItem(
  provider: ChannelProvider,
  content: Content,
  recipient: Recipient,
): Promise<CaughtItem> {
  const { project, name } = provider
  const base = { project, message: recipient.message, n: recipient.n, recipient: recipient.identifier }
  switch (content.type) {
    case 'email':
      return { ...base, type: 'email', ...(await composeFor(provider, content, recipient)) }
    case 'sms':
      return { ...base, type: 'sms', sender: name, text: content.content }
    case 'push':
      return { ...base, type: 'push', sender: name, payload: content.payload }
  }
}

async function composeFor(provider: ChannelProvider, content: EmailContent, recipient: Recipient) {
  const sender = senderOf(provider)
  const utf8 = needsUtf8(recipient.identifier)
  const { head, body } = await composeCopy(sender, content, [recipient], { utf8 })
  return { sender: `${sender.from.name} <${sender.from.address}>`, subject: content.subject, head, body }
}

const senders = new WeakMap<ChannelProvider, Sender>()

/** A test provider has no sender of its own. */
function senderOf(provider: ChannelProvider): Sender {
  let sender = senders.get(provider)
  if (!sender) {
    const from = { name: provider.name, address: 'test-provider@carillon.test' }
    sender = { from, replyTo: from, mailer: '' }
    senders.set(provider, sender)
  }
  return sender
}

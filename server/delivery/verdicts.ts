// The verdicts themselves: which code, and in which words. Pure; what they are about is read in why.ts.
import type { DeliveryDetail } from '../../contract/deliveries.ts'
import type { Verdict } from '../../contract/explanations.ts'
import type { ChannelType } from '../../contract/resource.ts'
import type { Unsubscription } from '../logs/deletions.ts'
import type { MessageAudience } from '../messages/progress.ts'
import { providerOf, type Routing } from '../providers/routing.ts'
import { explanations, failureCauseOf } from './failure-causes.ts'
import { causeOf, viaBits } from './ledger.ts'
import type { Way } from './ways.ts'
import type { AskedPerson, AskedTarget } from './why-asked.ts'

export type LedgerRow = {
  readonly target: number | null
  readonly identifier_key: string
  readonly via: number
  readonly cause: number | null
  readonly delivery: DeliveryDetail
}

export type Circumstances = {
  readonly message: MessageAudience
  /** By the targets' `seq`. */
  readonly ways: ReadonlyMap<number, readonly Way[]>
  readonly routing: Routing
  /** From topics of the message, before it started; the last first. */
  readonly unsubscriptions: readonly Unsubscription[]
  /** The first topic that the message names and that is not there (any more), and when it was deleted, if that is known. */
  readonly missingTopic: { readonly id: string; readonly deletedAt: string | null } | undefined
}

const nothing = {
  userId: null,
  userName: '',
  targetId: null,
  identifier: null,
  providerType: null,
  delivery: null,
  ways: [],
  provider: null,
  skipped: null,
  at: null,
  topicId: null,
} as const satisfies Omit<Verdict, 'code' | 'text'>

// --- With a row -----------------------------------------------------------------------------------------------------

/** `target`: the one that was asked for, where there is one. */
export function verdictOfRow(row: LedgerRow, now: readonly Way[], target?: AskedTarget): Verdict {
  const { delivery } = row
  const ways = waysOfRow(
    row,
    now.filter(({ late }) => !late),
  )
  return {
    ...nothing,
    code: delivery.status,
    text: [becameOf(row), ...asides(row, ways, target)].join(' '),
    userId: delivery.userId,
    userName: target?.user_id === delivery.userId ? (target?.user_name ?? '') : '',
    targetId: delivery.targetId,
    identifier: delivery.identifier,
    providerType: delivery.providerType,
    delivery,
    ways,
    skipped: delivery.reason === 'expired' || delivery.reason === 'suppressed' ? delivery.reason : null,
    at: delivery.sentAt ?? delivery.$updatedAt,
  }
}

function becameOf({ delivery, cause }: LedgerRow): string {
  const { status, attempts, reason, error } = delivery
  const explained =
    cause === null ? '' : explanations[failureCauseOf(causeOf(cause), error?.code ?? '')].happened
  switch (status) {
    case 'pending':
      return attempts === 0
        ? 'It waits for its turn.'
        : `It was put off ${attempts === 1 ? 'once' : `${attempts} times`}, and is tried again.`
    case 'sending':
      return 'It is being sent just now.'
    case 'sent':
      return delivery.inboxItemId === null
        ? 'The provider took it.'
        : 'The test inbox caught it: it reached nobody.'
    case 'failed':
      return `It failed. ${explained}`.trim()
    case 'inDoubt':
      return `It may have arrived, or not. ${explained}`.trim()
    case 'cancelled':
      return 'What was left of the message was cancelled before its turn came.'
    case 'skipped':
      return skippedBecause[reason ?? 'personDeleted']
  }
}

const skippedBecause = {
  expired: 'It was skipped, because the device had expired.',
  suppressed: 'It was skipped, because the address or number is on the suppression list.',
  personDeleted: 'It was skipped, because the person was deleted before its turn came.',
} as const

function asides({ target: seq, delivery }: LedgerRow, ways: readonly Way[], target?: AskedTarget): string[] {
  const { role, identifier } = delivery
  const isSame = target === undefined || seq === target.seq
  const key = (text: string) => text.toLowerCase()
  return [
    role === 'to' ? '' : `It was a copy (${role}).`,
    ways.length > 1 ? `It was reached in ${ways.length} ways, and is one copy all the same.` : '',
    isSame ? '' : 'The address was another target at that time.',
    target && isSame && key(identifier) !== key(target.identifier)
      ? `It went to ${identifier}, which the target was at that time.`
      : '',
  ].filter((text) => text !== '')
}

const kindsOfBits = [
  ['topic', viaBits.topic],
  ['user', viaBits.user],
  ['target', viaBits.target],
] as const

/** The ledger knows by which kinds of ways; which they were, only as far as they are still there. */
function waysOfRow({ via, delivery }: LedgerRow, now: readonly Way[]): Way[] {
  const lost = { id: null, name: '', subscriberId: null, since: null, late: false }
  const { role } = delivery
  const kinds = kindsOfBits.flatMap(([kind, bit]) => ((via & bit) === 0 ? [] : [kind]))
  const all = role === 'to' ? kinds : [role]
  return all.flatMap((kind) => {
    const known = now.filter((way) => way.kind === kind)
    return known.length > 0 ? known : [{ ...lost, kind }]
  })
}

// --- Without one ----------------------------------------------------------------------------------------------------

export function verdictOfTarget(target: AskedTarget, circumstances: Circumstances): Verdict {
  const { message } = circumstances
  const ways = circumstances.ways.get(target.seq) ?? []
  const facts = {
    ...nothing,
    userId: target.user_id,
    userName: target.user_name,
    targetId: target.id,
    identifier: target.identifier,
    providerType: target.type,
    ways: [...ways],
  }
  if (target.type !== message.type) {
    const text = `This is ${aTarget[target.type]}, and the message is sent ${by[message.type]}.`
    return { ...facts, code: 'otherType', text, ways: [] }
  }
  if (ways.length === 0) return { ...facts, ...notNamed(target, circumstances) }
  return message.startedAt === null
    ? { ...facts, ...wouldBecome(target, circumstances, ways) }
    : { ...facts, ...missed(target, message, ways) }
}

type Judgement = Pick<Verdict, 'code' | 'text'> & Partial<Verdict>

function notNamed(target: AskedTarget, circumstances: Circumstances): Judgement {
  const { message, missingTopic: gone, unsubscriptions } = circumstances
  if (message.swept) return swept
  const left = unsubscriptions.find(({ targetId }) => targetId === target.id)
  if (left) {
    const text = `It was unsubscribed from "${left.topicId}"${message.startedAt === null ? '' : ' before the message started'}.`
    return { code: 'unsubscribed', text, topicId: left.topicId, at: left.at }
  }
  const past = message.startedAt !== null
  const text = past
    ? 'It was in none of the topics of the message when it started, and the message did not name it otherwise.'
    : 'It is in none of the topics of the message, and the message does not name it otherwise.'
  if (!gone) return { code: 'notNamed', text }
  const aside = `The topic "${gone.id}", which the message names, ${gone.deletedAt ? 'was deleted' : 'does not exist'}.`
  return { code: 'topicDeleted', text: `${text} ${aside}`, topicId: gone.id, at: gone.deletedAt }
}

function wouldBecome(target: AskedTarget, { routing }: Circumstances, ways: readonly Way[]): Judgement {
  const provider = providerOf(routing, target.provider_id)
  const through = provider && { providerId: provider.id, name: provider.name, test: provider.test }
  if (target.expired) {
    return {
      code: 'wouldBeSkipped',
      text: 'It would be skipped: the device has expired.',
      skipped: 'expired',
    }
  }
  if (target.suppressed) {
    const text = 'It would be skipped: the address or number is on the suppression list.'
    return { code: 'wouldBeSkipped', text, skipped: 'suppressed' }
  }
  if (!through) {
    const text = 'It would fail: no provider of this type is switched on.'
    return { code: 'wouldFail', text, provider: { providerId: null, name: '', test: false } }
  }
  const asCopy = ways.every(({ kind }) => kind === 'cc' || kind === 'bcc')
    ? ` as a copy (${ways[0]?.kind})`
    : ''
  const aside =
    ways.length > 1 ? ` It is reached in ${ways.length} ways, and gets one copy all the same.` : ''
  const reach = through.test ? ', a test provider that reaches nobody' : ''
  return {
    code: 'wouldReceive',
    text: `It would get the message${asCopy} through ${through.name}${reach}.${aside}`,
    provider: through,
  }
}

const swept: Judgement = {
  code: 'swept',
  text: 'What became of the recipients of this message has been removed, because its time was up.',
}

/** The message names it today, and yet it has no row. */
function missed(target: AskedTarget, message: MessageAudience, ways: readonly Way[]): Judgement {
  if (message.swept) return swept
  const early = ways.find(({ late }) => !late)
  if (early && message.phase === 'preparing') {
    return { code: 'preparing', text: 'The recipients are still being collected: its turn has not come.' }
  }
  const named = ways.find(({ kind }) => kind !== 'topic')
  if (named) {
    return { code: 'addedLater', text: 'It was added after the message had started.', at: target.created_at }
  }
  const [subscription] = ways
  return {
    code: 'subscribedLater',
    text: `It was subscribed to "${subscription?.name}" after the message had started.`,
    at: subscription?.since ?? null,
    topicId: subscription?.id ?? null,
  }
}

export function verdictOfPerson(person: AskedPerson, { type }: MessageAudience): Verdict {
  const text = `${person.name || 'The person'} has ${noTarget[type]}.`
  const facts = { ...nothing, userId: person.id, userName: person.name, providerType: type }
  return { ...facts, code: 'noTargetOfType', text }
}

export function verdictOfDeleted(id: string, what: 'user' | 'target', at: string): Verdict {
  return what === 'user'
    ? { ...nothing, code: 'personDeleted', text: 'This person has been deleted.', userId: id, at }
    : { ...nothing, code: 'targetDeleted', text: 'This target has been deleted.', targetId: id, at }
}

export function verdictOfUnknown(type: ChannelType): Verdict {
  const text = `There is no such person, and nothing (${aTarget[type]}, for instance) that is called so.`
  return { ...nothing, code: 'unknown', text }
}

const aTarget: Readonly<Record<ChannelType, string>> = {
  email: 'an e-mail address',
  sms: 'a phone number',
  push: 'a device',
}
const noTarget: Readonly<Record<ChannelType, string>> = {
  email: 'no e-mail address',
  sms: 'no phone number',
  push: 'no device',
}
const by: Readonly<Record<ChannelType, string>> = { email: 'by e-mail', sms: 'by SMS', push: 'to devices' }

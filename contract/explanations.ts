// What went wrong with a message, by cause; and of one person or address, what became of it, or why nothing did.
import * as z from 'zod'
import { delivery, deliveryDetail } from './deliveries.ts'
import { deliveryStatus } from './delivery-status.ts'
import type { Endpoint } from './endpoint.ts'
import { skipReason, wayKind } from './messages.ts'
import { channelType } from './resource.ts'
import { instant, text } from './wire.ts'

/** What providers' many codes come down to. */
export const failureCause = z.enum([
  'noSuchRecipient',
  'unfitIdentifier',
  'refusedRecipient',
  'policy',
  'mailboxFull',
  'tooLarge',
  'emptyContent',
  'missingAttachment',
  'ownFault',
  'noProvider',
  'providerOff',
  'providerRefuses',
  'unsupportedKind',
  'credentials',
  'settings',
  'encryption',
  'unreachable',
  'throttled',
  'putOff',
  'noAnswer',
  'processEnded',
])
export type FailureCause = z.infer<typeof failureCause>

/** What helps against a cause: in the console, the button beside it. */
export const failureRemedy = z.enum(['retry', 'openProvider', 'mendTargets', 'mendMessage', 'settle'])
export type FailureRemedy = z.infer<typeof failureRemedy>

export const failureGroup = z.object({
  status: deliveryStatus.extract(['failed', 'inDoubt']),
  /** The provider's own, or ours in capitals: what the filter `error.code` and a retry take. */
  code: z.string(),
  cause: failureCause,
  happened: z.string(),
  toDo: z.string(),
  remedy: failureRemedy,
  /** Trying the same again cannot help. */
  permanent: z.boolean(),
  count: z.int(),
  firstAt: instant,
  lastAt: instant,
  /** The last ones, with what the provider said. */
  samples: z.array(delivery),
})
export type FailureGroup = z.infer<typeof failureGroup>

/** `causes` has the most frequent first, and at most a hundred; `total` counts all. */
const failureGroups = z.object({ total: z.int(), causes: z.array(failureGroup) })

export const failures = z.object({ failed: failureGroups, inDoubt: failureGroups })
export type Failures = z.infer<typeof failures>

/** What became of somebody, or would: the status of his delivery; or, without one, why there is none. */
export const verdictCode = z.enum([
  ...deliveryStatus.options,
  // As long as the message has not started:
  'wouldReceive',
  'wouldBeSkipped',
  'wouldFail',
  // Nobody:
  'unknown',
  'personDeleted',
  'targetDeleted',
  // Somebody, but not for this message:
  'noTargetOfType',
  'otherType',
  'notNamed',
  'subscribedLater',
  'unsubscribed',
  'addedLater',
  'topicDeleted',
  // Nothing is known (yet):
  'preparing',
  'swept',
])
export type VerdictCode = z.infer<typeof verdictCode>

/** One way by which a message names somebody. */
export const recipientWay = z.object({
  kind: wayKind,
  /** Of the topic, the person or the target; null where only the ledger still knows that there was one. */
  id: z.string().nullable(),
  name: z.string(),
  /** By a topic: the subscription, and since when there is one. */
  subscriberId: z.string().nullable(),
  since: instant.nullable(),
})
export type RecipientWay = z.infer<typeof recipientWay>

export const routedTo = z.object({ providerId: z.string().nullable(), name: z.string(), test: z.boolean() })

export const verdict = z.object({
  code: verdictCode,
  /** The whole of it in plain words, with names and without times: those are facts below. */
  text: z.string(),
  userId: z.string().nullable(),
  userName: z.string(),
  targetId: z.string().nullable(),
  identifier: z.string().nullable(),
  providerType: channelType.nullable(),
  /** The row and its attempts, where there is one. */
  delivery: deliveryDetail.nullable(),
  /** How the message reached it, or would; for `subscribedLater`, how it would today. */
  ways: z.array(recipientWay),
  /** Through which it would go. */
  provider: routedTo.nullable(),
  skipped: skipReason.nullable(),
  /** When what the code tells of came about: sent, subscribed, unsubscribed, added, deleted. */
  at: instant.nullable(),
  /** The topic that the code tells of. */
  topicId: z.string().nullable(),
})
export type Verdict = z.infer<typeof verdict>

export const why = z.object({
  /** Null: what is said of it is what would happen if it started now. */
  startedAt: instant.nullable(),
  verdicts: z.array(verdict),
  /** More was found than is shown: ask more narrowly. */
  hasMore: z.boolean(),
})
export type Why = z.infer<typeof why>

const read = { kind: 'project', scope: 'messages.read', role: 'viewer' } as const
/** What is told of people who got nothing is for whoever may see people. */
const readPeople = { ...read, and: ['users.read', 'targets.read'] } as const

export const explanations = {
  failures: {
    method: 'GET',
    path: '/messaging/messages/:messageId/failures',
    summary: 'Tell why recipients of a message failed or are in doubt, and what to do about it',
    access: read,
    reply: failures,
  },
  why: {
    method: 'GET',
    path: '/messaging/messages/:messageId/why',
    summary: 'Tell of one person, address, number or device what became of it, or why it gets nothing',
    access: readPeople,
    /** A person's id, name, address or number; a target's id or identifier. */
    query: z.object({ q: text(1, 4096) }),
    reply: why,
  },
} as const satisfies Record<string, Endpoint>

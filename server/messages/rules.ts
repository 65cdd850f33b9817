// What has to hold before a message is saved, in the order in which the API checks it.
import {
  type EmailData,
  type MessageStatus,
  missingEmailContent,
  missingSmsContent,
  type SmsData,
} from '../../contract/messages.ts'
import type { ChannelType } from '../../contract/resource.ts'
import type { Db } from '../db/database.ts'
import { Refusal, wrongParam } from '../http/refusal.ts'
import { findProvider } from '../providers/providers.ts'
import { notTargets } from '../targets/target.ts'
import { isToCome } from './message.ts'

type Recipients = {
  readonly topics: readonly string[]
  readonly users: readonly string[]
  readonly targets: readonly string[]
}

/**
 * What `draft` and `scheduledAt` ask for; undefined: it stays as it is. `draft: false` alone sends at once, even where an
 * instant is stored.
 */
export function wantedStatus(wish: {
  readonly draft?: boolean | undefined
  readonly scheduledAt?: string | undefined
}): 'draft' | 'scheduled' | 'processing' | undefined {
  if (wish.draft) return 'draft'
  if (wish.scheduledAt !== undefined) return 'scheduled'
  return wish.draft === false ? 'processing' : undefined
}

export const firstPhase = { draft: 'draft', scheduled: 'scheduled', processing: 'preparing' } as const

/** Belongs to the params' own checks, though only the database knows the time. */
export async function refusePast(db: Db, scheduledAt: string | undefined): Promise<void> {
  if (scheduledAt !== undefined && !(await isToCome(db, scheduledAt))) {
    throw wrongParam('scheduledAt', 'must not be in the past')
  }
}

/** Cc and bcc alone are nobody to send to. */
export function refuseNobody({ topics, users, targets }: Recipients): void {
  if (topics.length + users.length + targets.length > 0) return
  throw new Refusal('message_missing_target', 'The message names no topic, no user and no target to go to.')
}

const refusedOnceStarted = {
  processing: 'message_already_processing',
  sent: 'message_already_sent',
  failed: 'message_already_failed',
} as const

export function refuseStarted(status: MessageStatus): void {
  if (status === 'draft' || status === 'scheduled') return
  throw new Refusal(refusedOnceStarted[status])
}

/** Lists of target ids by the params that name them. */
export type Named = Readonly<Partial<Record<'targets' | 'cc' | 'bcc', readonly string[] | undefined>>>

/** Each has to exist and to be of the message's type, drafts' too. */
export async function refuseWrongTargets(
  db: Db,
  project: number,
  type: ChannelType,
  named: Named,
): Promise<void> {
  const wrong = await notTargets(
    db,
    project,
    type,
    Object.values(named).flatMap((ids) => ids ?? []),
  )
  if (wrong.size === 0) return
  const params = Object.entries(named).flatMap(([path, ids]) => {
    const missing = (ids ?? []).filter((id) => wrong.has(id))
    return missing.length > 0
      ? [{ path, message: `not a target of the type ${type}: ${shortList(missing)}` }]
      : []
  })
  throw new Refusal(
    `message_target_not_${type}`,
    `Not a target of the type ${type}: ${shortList([...wrong])}.`,
    params,
  )
}

function shortList(ids: readonly string[]): string {
  const shown = ids.slice(0, 5).join(', ')
  return ids.length > 5 ? `${shown} and ${ids.length - 5} more` : shown
}

/** A provider that was named once and is gone meanwhile does no harm: the default one sends. */
export async function refuseWrongProvider(
  db: Db,
  project: number,
  type: ChannelType,
  providerId: string | undefined,
): Promise<void> {
  if (!providerId) return
  const provider = await findProvider(db, project, providerId)
  if (!provider) throw wrongParam('providerId', 'there is no such provider', 'provider_not_found')
  if (provider.type !== type) {
    throw wrongParam(
      'providerId',
      `sends ${provider.type}, the message is ${type}`,
      'provider_incorrect_type',
    )
  }
}

const missingContent: Readonly<Record<ChannelType, (data: Readonly<Record<string, unknown>>) => string[]>> = {
  email: (data) => missingEmailContent(data as EmailData),
  sms: (data) => missingSmsContent(data as SmsData),
  // An empty push is accepted, and fails when it is sent.
  push: () => [],
}

export function refuseMissingContent(type: ChannelType, data: Readonly<Record<string, unknown>>): void {
  const missing = missingContent[type](data)
  if (missing.length === 0) return
  throw new Refusal(
    'message_missing_content',
    `Before the message can be sent it needs ${missing.join(' and ')}.`,
    missing.map((path) => ({ path, message: 'must not be empty' })),
  )
}

/** `If-Match` names the `$updatedAt` that the caller knows, quoted as HTTP's tags are or not. */
export function refuseStale(ifMatch: string | undefined, updatedAt: string): void {
  if (ifMatch === undefined) return
  const tags = ifMatch.split(',').map((tag) => tag.trim().replace(/^W\//, '').replaceAll('"', ''))
  if (tags.includes('*') || tags.includes(updatedAt)) return
  throw new Refusal('message_changed', 'Somebody else has changed the message in the meantime.')
}

// The composer's fields, and the e-mail they come to.
import * as z from 'zod'
import { type EmailMessage, emailDraft, missingEmailContent } from '../../../contract/messages.ts'
import { type LocalTime, toLocalTime } from '../../lib/time.ts'

/** The fields; what is right in them is the contract's to say. */
const fields = z.object({
  description: z.string(),
  topics: z.array(z.string()),
  users: z.array(z.string()),
  targets: z.array(z.string()),
  cc: z.array(z.string()),
  bcc: z.array(z.string()),
  subject: z.string(),
  format: z.enum(['text', 'html']),
  content: z.string(),
  providerId: z.string(),
  when: z.enum(['now', 'later']),
  at: z.object({ date: z.string(), time: z.string(), zone: z.string() }),
  /** Which one is meant where clocks show a time twice, or skip it: see `resolveLocalTime`. */
  reading: z.enum(['first', 'other']),
})
export type EmailValues = z.output<typeof fields>

/** What the fields are called in errors. */
export const emailLabels = {
  description: 'Internal name',
  topics: 'Audience',
  users: 'People',
  targets: 'Single addresses',
  cc: 'Cc',
  bcc: 'Bcc',
  subject: 'Subject',
  format: 'Format',
  content: 'Content',
  providerId: 'Provider',
  at: 'Time',
} as const

/** What may be saved: anything that the contract can hold. */
export const emailDraftForm = fields.superRefine((values, context) => {
  for (const { path, message } of emailDraft.safeParse(toEmailDraft(values)).error?.issues ?? [])
    context.addIssue({ code: 'custom', path: fieldPath(path), message })
})

/** What may be sent: nothing is missing. */
export const emailForm = emailDraftForm.superRefine((values, context) => {
  const refuse = (path: string, message: string) =>
    context.addIssue({ code: 'custom', path: [path], message })
  if (!hasAudience(values)) refuse('topics', 'must name a topic, a person or an address')
  for (const field of missingEmailContent(values)) refuse(field, 'must not be empty')
  if (values.when === 'later' && (values.at.date === '' || values.at.time === ''))
    refuse('at', 'must have a date and a time')
})

/** Cc and Bcc alone are nobody to send to. */
export const hasAudience = ({ topics, users, targets }: EmailValues) =>
  topics.length + users.length + targets.length > 0

/** The contract's names of fields that are called otherwise here. */
export const fieldPath = (path: readonly PropertyKey[]): PropertyKey[] =>
  path[0] === 'html' ? ['format'] : path[0] === 'scheduledAt' || path[0] === 'timeZone' ? ['at'] : [...path]

/**
 * The draft that is saved. `instant` is the chosen time, where there is one and it is to come; without a zone the draft goes
 * at once, whatever time was stored with it before.
 */
export function toEmailDraft(values: EmailValues, instant?: string | undefined) {
  const { when, at, format, reading: _, ...rest } = values
  return {
    messageId: 'unique()',
    ...rest,
    html: format === 'html',
    draft: true,
    timeZone: when === 'later' ? at.zone : '',
    ...(when === 'later' && instant !== undefined && { scheduledAt: instant }),
  }
}

export interface Zones {
  project: string
  viewer: string
}

/** What may be known before anything is written: when it is to go out, and to which topic. */
export interface KnownOfEmail {
  readonly at?: LocalTime | undefined
  readonly topic?: string | undefined
}

export function emptyEmail({ project, viewer }: Zones, { at, topic }: KnownOfEmail = {}): EmailValues {
  return {
    description: '',
    topics: topic === undefined ? [] : [topic],
    users: [],
    targets: [],
    cc: [],
    bcc: [],
    subject: '',
    format: 'text',
    content: '',
    providerId: '',
    when: at ? 'later' : 'now',
    at: at ?? tomorrowAtNine(project || viewer),
    reading: 'first',
  }
}

export function emailValues(message: EmailMessage, zones: Zones): EmailValues {
  const { description, topics, users, targets, data, providerId, timeZone, scheduledAt, delivery } = message
  const isPlanned = timeZone !== '' && delivery.phase === 'draft'
  return {
    ...emptyEmail(zones),
    description,
    topics,
    users,
    targets,
    cc: data.cc,
    bcc: data.bcc,
    subject: data.subject,
    format: data.html ? 'html' : 'text',
    content: data.content,
    providerId,
    ...(isPlanned && { when: 'later' }),
    ...(isPlanned &&
      scheduledAt && {
        at: toLocalTime(scheduledAt, timeZone),
        reading: isSecondOfTwo(scheduledAt, timeZone) ? 'other' : 'first',
      }),
  }
}

/** Whether the zone's clocks have shown the same time shortly before, because they were put back. */
function isSecondOfTwo(at: string, zone: string): boolean {
  const { date, time } = toLocalTime(at, zone)
  return [30, 60, 120].some((minutes) => {
    const before = toLocalTime(Date.parse(at) - minutes * 60_000, zone)
    return before.date === date && before.time === time
  })
}

const day = 86_400_000

function tomorrowAtNine(zone: string): LocalTime {
  return { ...toLocalTime(Date.now() + day, zone), time: '09:00' }
}

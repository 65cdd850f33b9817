import type { Log } from '../../../contract/logs.ts'

const events: Record<string, string> = {
  'message.create': 'Created',
  'message.send': 'Sent',
  'message.cancel': 'Stopped',
  'message.retry': 'Sent again',
  'message.delete': 'Deleted',
}

const fields: Record<string, string> = {
  description: 'internal name',
  subject: 'subject',
  content: 'content',
  html: 'format',
  topics: 'topics',
  users: 'people',
  targets: 'addresses',
  cc: 'Cc',
  bcc: 'Bcc',
  attachments: 'attachments',
  providerId: 'provider',
  scheduledAt: 'time',
  timeZone: 'time zone',
}

/** A log entry of a message in words. */
export function eventText({ event, changes }: Pick<Log, 'event' | 'changes'>): {
  what: string
  detail: string
} {
  if (event === 'message.update')
    return { what: updateText(after(changes.status)), detail: editedText(changes) }
  const again = event === 'message.retry' && after(changes.recipients)
  return {
    what: events[event] ?? event,
    detail: typeof again === 'number' ? `to ${again.toLocaleString()}` : '',
  }
}

function updateText(status: unknown): string {
  if (status === 'draft') return 'Taken back to a draft'
  if (status === 'scheduled') return 'Scheduled'
  if (status === 'processing') return 'Sent at once'
  return 'Edited'
}

const after = (change: unknown): unknown => (Array.isArray(change) ? change[1] : undefined)

/** What is not known by a name here is left out. */
function editedText(changes: Log['changes']): string {
  const names = Object.keys(changes).flatMap((field) => fields[field] ?? [])
  const text = names.join(', ')
  return text && text[0]?.toUpperCase() + text.slice(1)
}

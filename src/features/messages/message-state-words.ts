import type { MessageStateFilter } from './message-search.ts'

/** The states that lists are filtered by, as a person reads them. */
export const messageStateWords: Readonly<Record<MessageStateFilter, string>> = {
  draft: 'Draft',
  scheduled: 'Scheduled',
  missed: 'Missed',
  sending: 'Sending',
  sent: 'Sent',
  partly: 'Partly sent',
  failed: 'Failed',
  cancelled: 'Cancelled',
}

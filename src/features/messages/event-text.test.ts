import { expect, test } from 'vitest'
import { eventText } from './event-text.ts'

test.each([
  ['message.create', {}, 'Created', ''],
  ['message.update', { subject: ['a', 'b'], content: ['c', 'd'] }, 'Edited', 'Subject, content'],
  ['message.update', { status: ['draft', 'scheduled'], scheduledAt: [null, 'x'] }, 'Scheduled', 'Time'],
  ['message.update', { status: ['scheduled', 'draft'] }, 'Taken back to a draft', ''],
  ['message.update', { status: ['scheduled', 'processing'] }, 'Sent at once', ''],
  ['message.retry', { recipients: [null, 1204] }, 'Sent again', 'to 1,204'],
  ['message.dance', {}, 'message.dance', ''],
])('%s with %o', (event, changes, what, detail) => {
  expect(eventText({ event, changes })).toEqual({ what, detail })
})

import { describe, expect, test } from 'vitest'
import type { DeliveryCounts, EmailMessage, MessagePhase } from '../../../contract/messages.ts'
import { isMoving, messageState, percentDone, testShare } from './message-state.ts'
import { messageTitle } from './message-title.ts'

const none: DeliveryCounts = {
  pending: 0,
  sending: 0,
  sent: 0,
  failed: 0,
  inDoubt: 0,
  cancelled: 0,
  skipped: 0,
}

interface Given extends Partial<Omit<EmailMessage, 'delivery' | 'data'>> {
  phase?: MessagePhase
  counts?: Partial<DeliveryCounts>
  testTotal?: number
  subject?: string
}

function aMessage({
  phase = 'draft',
  counts = {},
  testTotal = 0,
  subject = '',
  ...rest
}: Given): EmailMessage {
  const all = { ...none, ...counts }
  return {
    $id: 'm',
    $createdAt: '2026-03-01T08:00:00.000+00:00',
    $updatedAt: '2026-03-01T08:00:00.000+00:00',
    providerType: 'email',
    topics: [],
    users: [],
    targets: [],
    scheduledAt: null,
    deliveredAt: null,
    deliveryErrors: [],
    deliveredTotal: 0,
    status: 'draft',
    description: '',
    timeZone: '',
    providerId: '',
    data: { subject, content: '', html: false, cc: [], bcc: [], attachments: [] },
    delivery: {
      phase,
      counts: all,
      total: Object.values(all).reduce((sum, count) => sum + count, 0),
      testTotal,
      startedAt: null,
      finishedAt: null,
    },
    ...rest,
  }
}

describe('a finished message', () => {
  const done = (status: 'sent' | 'failed', counts: Partial<DeliveryCounts>) =>
    messageState(aMessage({ phase: 'done', status, counts }))

  test.each([
    ['sent', { sent: 3, skipped: 1 }, 'sent'],
    ['failed', { sent: 2, failed: 1 }, 'partly'],
    ['failed', { sent: 2, inDoubt: 1 }, 'partly'],
    ['failed', { failed: 2, skipped: 1 }, 'failed'],
    ['failed', { inDoubt: 1 }, 'failed'],
    ['failed', { skipped: 4 }, 'nobody'],
    ['failed', {}, 'nobody'],
  ] as const)('%s with %o is %s', (status, counts, state) => {
    expect(done(status, counts)).toBe(state)
  })
})

describe('a scheduled message', () => {
  const scheduled = (scheduledAt: string, timeZone = '') =>
    aMessage({ phase: 'scheduled', status: 'scheduled', scheduledAt, timeZone })

  test('can be taken back for the seconds after "Send"', () => {
    expect(messageState(scheduled('2026-03-01T08:00:10.000+00:00'))).toBe('undoable')
  })
  test('is scheduled where somebody chose its time, however near', () => {
    expect(messageState(scheduled('2026-03-01T08:00:10.000+00:00', 'UTC'))).toBe('scheduled')
  })
  test('is scheduled where the API named a later time', () => {
    expect(messageState(scheduled('2026-03-01T09:00:00.000+00:00'))).toBe('scheduled')
  })
  test('moves from a minute before its time on', () => {
    const message = scheduled('2026-03-01T09:00:00.000+00:00', 'UTC')
    expect(isMoving(message, Date.parse('2026-03-01T08:58:59Z'))).toBe(false)
    expect(isMoving(message, Date.parse('2026-03-01T08:59:01Z'))).toBe(true)
  })
})

test('a cancelled message moves while something of it is on the wire', () => {
  expect(isMoving(aMessage({ phase: 'cancelled', counts: { sending: 1 } }))).toBe(true)
  expect(isMoving(aMessage({ phase: 'cancelled', counts: { cancelled: 1 } }))).toBe(false)
})

test('the internal name comes before the subject', () => {
  expect(messageTitle(aMessage({ description: 'Spring', subject: 'Hello' }))).toBe('Spring')
  expect(messageTitle(aMessage({ subject: 'Hello' }))).toBe('Hello')
  expect(messageTitle(aMessage({}))).toBe('Without a subject')
})

test('the share that is done is never rounded up to all', () => {
  expect(percentDone(aMessage({ phase: 'sending', counts: { pending: 1, sent: 999 } }))).toBe(99)
  expect(percentDone(aMessage({ phase: 'preparing' }))).toBe(0)
})

test('skipped recipients do not hide that all others went to the test inbox', () => {
  expect(testShare(aMessage({ counts: { sent: 2, skipped: 1 }, testTotal: 2 }))).toBe('all')
  expect(testShare(aMessage({ counts: { sent: 2 }, testTotal: 1 }))).toBe('some')
  expect(testShare(aMessage({ counts: { sent: 2 } }))).toBe('none')
})

import { describe, expect, test } from 'vitest'
import type { EmailMessage } from '../../../contract/messages.ts'
import {
  type EmailValues,
  emailDraftForm,
  emailForm,
  emailValues,
  emptyEmail,
  toEmailDraft,
} from './email-form.ts'

const zones = { project: 'Europe/Berlin', viewer: 'America/New_York' }
const values = (change: Partial<EmailValues> = {}): EmailValues => ({ ...emptyEmail(zones), ...change })
const later = { when: 'later', at: { date: '2030-06-03', time: '09:00', zone: 'Europe/Berlin' } } as const
const instant = '2030-06-03T07:00:00.000+00:00'

const wrongFields = (schema: typeof emailForm, given: EmailValues) =>
  schema.safeParse(given).error?.issues.map(({ path }) => path.join('.')) ?? []

describe('the time of a draft', () => {
  test('goes with its zone', () => {
    expect(toEmailDraft(values(later), instant)).toMatchObject({
      scheduledAt: instant,
      timeZone: 'Europe/Berlin',
    })
  })
  test('is left behind when one goes back to "Now"', () => {
    const draft = toEmailDraft(values({ ...later, when: 'now' }), instant)
    expect(draft).not.toHaveProperty('scheduledAt')
    expect(draft.timeZone).toBe('')
  })
  test('is first meant in the project’s zone', () => {
    expect(values().at).toMatchObject({ time: '09:00', zone: 'Europe/Berlin' })
    expect(emptyEmail({ ...zones, project: '' }).at.zone).toBe('America/New_York')
  })
})

test('an unfinished e-mail may be saved, and not sent', () => {
  expect(wrongFields(emailDraftForm, values())).toEqual([])
  expect(wrongFields(emailForm, values())).toEqual(['topics', 'subject', 'content'])
})

test('copies alone are nobody to send to', () => {
  expect(wrongFields(emailForm, values({ cc: ['a'], subject: 'Hi', content: 'Hi' }))).toEqual(['topics'])
})

test('what the contract refuses is refused at its field, before it is asked', () => {
  expect(wrongFields(emailDraftForm, values({ subject: 'x'.repeat(999) }))).toEqual(['subject'])
  expect(wrongFields(emailDraftForm, values({ topics: ['not an id'] }))).toEqual(['topics.0'])
})

test('a chosen time must be whole before it is sent', () => {
  const given = values({
    ...later,
    at: { ...later.at, time: '' },
    users: ['a'],
    subject: 'Hi',
    content: 'Hi',
  })
  expect(wrongFields(emailForm, given)).toEqual(['at'])
  expect(wrongFields(emailDraftForm, given)).toEqual([])
})

describe('a stored draft', () => {
  const stored = (change: Partial<EmailMessage>) =>
    emailValues(
      {
        description: '',
        topics: [],
        users: [],
        targets: [],
        providerId: '',
        data: { subject: '', content: '', html: true, cc: [], bcc: [], attachments: [] },
        scheduledAt: null,
        timeZone: '',
        delivery: { phase: 'draft' },
        ...change,
      } as EmailMessage,
      zones,
    )

  test('without a zone goes at once, whatever time an undone "Send" has left in it', () => {
    expect(stored({ scheduledAt: instant }).when).toBe('now')
  })
  test('shows its time as the clocks of its zone do', () => {
    expect(stored({ scheduledAt: instant, timeZone: 'Asia/Tokyo' })).toMatchObject({
      when: 'later',
      at: { date: '2030-06-03', time: '16:00', zone: 'Asia/Tokyo' },
      reading: 'first',
    })
  })
  test.each([
    ['2026-10-25T00:30:00.000+00:00', 'first'],
    ['2026-10-25T01:30:00.000+00:00', 'other'],
  ])('at %s keeps which of two equal times is meant: the %s', (scheduledAt, reading) => {
    expect(stored({ scheduledAt, timeZone: 'Europe/Berlin' })).toMatchObject({
      at: { time: '02:30' },
      reading,
    })
  })
})

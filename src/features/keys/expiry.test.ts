import { expect, test } from 'vitest'
import { expiryInstant, expiryState, expiryText } from './expiry.ts'

const now = Date.parse('2026-03-01T09:00:00Z')

test.each([
  [null, 'never', ''],
  ['2026-03-04T10:00:00.000+00:00', 'soon', 'in 3 days'],
  ['2026-03-01T14:30:00.000+00:00', 'soon', 'in 5 hours'],
  ['2026-06-01T09:00:00.000+00:00', 'later', 'in 92 days'],
  ['2026-02-27T08:00:00.000+00:00', 'expired', '2 days ago'],
  ['2026-03-01T08:59:00.000+00:00', 'expired', '1 minute ago'],
  ['2026-03-01T09:20:00.000+00:00', 'soon', 'in 20 minutes'],
] as const)('%s is %s', (expiresAt, state, text) => {
  expect(expiryState({ expiresAt }, now)).toBe(state)
  expect(expiryText({ expiresAt }, now, 'en')).toBe(text)
})

test.each([
  ['keep', '', undefined],
  ['never', '', ''],
  ['7', '', '2026-03-08T09:00:00.000Z'],
  ['date', '2026-06-03', '2026-06-03T21:59:00.000+00:00'],
  ['date', '', undefined],
] as const)('"%s" with the date "%s" ends it at %s', async (expires, date, instant) => {
  expect(await expiryInstant({ expires, date }, now, 'Europe/Berlin')).toBe(instant)
})

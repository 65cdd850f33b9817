import { describe, expect, test } from 'vitest'
import { refuseMissingContent, refuseStale, wantedStatus } from './rules.ts'

const at = '2030-03-01T09:00:00.000+00:00'

test.each([
  [{}, undefined],
  [{ draft: true }, 'draft'],
  [{ draft: true, scheduledAt: at }, 'draft'],
  [{ scheduledAt: at }, 'scheduled'],
  [{ draft: false, scheduledAt: at }, 'scheduled'],
  [{ draft: false }, 'processing'],
])('%j asks for %s', (wish, status) => {
  expect(wantedStatus(wish)).toBe(status)
})

test.each([
  [undefined, true],
  [at, true],
  [`"${at}"`, true],
  [`W/"${at}"`, true],
  [`"older", "${at}"`, true],
  ['*', true],
  ['2030-03-01T08:59:59.999+00:00', false],
  ['""', false],
])('If-Match %s fits: %s', (ifMatch, fits) => {
  const check = () => refuseStale(ifMatch, at)
  if (fits) expect(check).not.toThrow()
  else expect(check).toThrow(expect.objectContaining({ type: 'message_changed' }))
})

describe('what is to be sent may not lack', () => {
  test.each([
    ['email', { subject: 'a', content: 'b' }, []],
    ['email', { subject: '', content: '' }, ['subject', 'content']],
    ['sms', { content: '' }, ['content']],
    ['push', {}, []],
  ] as const)('%s %j', (type, data, missing) => {
    const check = () => refuseMissingContent(type, data)
    if (missing.length === 0) return expect(check).not.toThrow()
    const params = missing.map((path) => expect.objectContaining({ path }))
    return expect(check).toThrow(expect.objectContaining({ type: 'message_missing_content', params }))
  })
})

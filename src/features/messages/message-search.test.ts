import { expect, test } from 'vitest'
import { messageListQuery, messageSearch } from './message-search.ts'

const asked = (search: Parameters<typeof messageListQuery>[0]) =>
  messageListQuery(search).queries.map((query) => JSON.parse(query) as { method: string; values: unknown[] })

test('without a filter the newest come first', () => {
  expect(asked({})).toEqual([
    { method: 'orderDesc', attribute: '$createdAt', values: [] },
    { method: 'limit', values: [26] },
  ])
})

test('one state is one condition, several are alternatives', () => {
  expect(asked({ state: ['draft'] })[0]).toMatchObject({ method: 'equal', values: ['draft'] })
  expect(asked({ state: ['draft', 'sent'] })[0]).toMatchObject({
    method: 'or',
    values: [
      { method: 'equal', attribute: 'phase', values: ['draft'] },
      { method: 'equal', attribute: 'status', values: ['sent'] },
    ],
  })
})

test('channels stand beside states, and narrow them', () => {
  expect(asked({ state: ['draft'], channel: ['sms', 'push'] }).slice(0, 2)).toEqual([
    { method: 'equal', attribute: 'providerType', values: ['sms', 'push'] },
    { method: 'equal', attribute: 'phase', values: ['draft'] },
  ])
})

test('partly sent is told from failed by whether anybody got it', () => {
  const last = (state: 'partly' | 'failed') => asked({ state: [state] })[0]?.values.at(-1)
  expect(last('partly')).toMatchObject({ method: 'greaterThan', attribute: 'deliveredTotal' })
  expect(last('failed')).toMatchObject({ method: 'equal', attribute: 'deliveredTotal', values: [0] })
})

test('what an address bar may hold besides is left out', () => {
  expect(messageSearch.parse({ q: 42, state: ['draft', 'asleep'], size: 'many', after: '' })).toEqual({
    q: '42',
  })
})

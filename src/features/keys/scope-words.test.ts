import { expect, test } from 'vitest'
import { type Scope, scopes, secretsScope } from '../../../contract/scopes.ts'
import { scopeRows, scopeSummary } from './scope-words.ts'

const reading = scopes.filter((scope) => scope.endsWith('.read'))

test.each<[readonly Scope[], string]>([
  [scopes, 'Everything'],
  [[...scopes, secretsScope], 'Everything, provider secrets'],
  [reading, 'Reads everything'],
  [[secretsScope], 'Provider secrets'],
  [['messages.read', 'messages.write'], 'Messages'],
  [['messages.write', 'topics.read'], 'Messages (write), topics (read)'],
  [['logs.read'], 'Activity'],
  [['messages.read', 'topics.read', 'users.read'], 'Messages (read), topics (read), people (read)'],
  [['messages.read', 'topics.read', 'users.read', 'files.read'], 'Messages (read), topics (read) and 2 more'],
])('%j is "%s"', (chosen, summary) => {
  expect(scopeSummary(chosen)).toBe(summary)
})

test('every scope but that of the secrets has its tick', () => {
  const ticks = scopeRows.flatMap(({ read, write }) => [read, write ?? []].flat())
  expect([...ticks].sort()).toEqual([...scopes].sort())
})

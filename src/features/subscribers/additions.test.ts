import { expect, test } from 'vitest'
import type { SubscriberBatchResult } from '../../../contract/subscribers.ts'
import { additionsOf, openWishes, withResults } from './additions.ts'
import { readPastedList } from './pasted-list.ts'

const result = (status: 'added' | 'failed', type?: string, userName = '') =>
  ({
    status,
    subscriber: userName ? { userName, userId: 'u' } : null,
    error: type ? { type, message: `It is ${type}.` } : null,
  }) as SubscriberBatchResult

const additions = additionsOf(
  readPastedList('ada@example.org\nnobody@\ngrace@example.org\nalan@example.org\nedsger@example.org').entries,
)
const said = (some: ReturnType<typeof withResults>) => some.map(({ verdict, detail }) => [verdict, detail])

test('only what can be read is asked for, and the answers come to their rows', () => {
  expect(openWishes(additions)).toEqual(
    ['ada', 'grace', 'alan', 'edsger'].map((name) => ({ identifier: `${name}@example.org` })),
  )
  const known = withResults(
    additions,
    {
      results: [
        result('added', undefined, 'Ada'),
        result('failed', 'subscriber_already_exists', 'Grace'),
        result('failed', 'user_target_not_found'),
        result('failed', 'something_else'),
      ],
      error: null,
    },
    'try',
  )
  expect(said(known)).toEqual([
    ['new', 'Ada'],
    ['unread', 'not an e-mail address'],
    ['there', 'Grace'],
    ['unknown', ''],
    ['failed', 'It is something_else.'],
  ])
  // What would be added, and what failed, is what is asked for next.
  expect(openWishes(known)).toEqual([{ identifier: 'ada@example.org' }, { identifier: 'edsger@example.org' }])
})

test('what comes after a call that failed waits, and can be tried again', () => {
  const broken = withResults(
    additions,
    { results: [result('added', undefined, 'Ada')], error: new Error() },
    'deed',
  )
  expect(said(broken).map(([verdict]) => verdict)).toEqual([
    'added',
    'unread',
    'waiting',
    'waiting',
    'waiting',
  ])
  expect(openWishes(broken)).toEqual(
    ['grace', 'alan', 'edsger'].map((name) => ({ identifier: `${name}@example.org` })),
  )
})

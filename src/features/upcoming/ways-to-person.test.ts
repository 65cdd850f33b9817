import { describe, expect, test } from 'vitest'
import type { Message } from '../../../contract/messages.ts'
import type { Subscriber } from '../../../contract/subscribers.ts'
import type { User } from '../../../contract/users.ts'
import { conditionsFor, waysOf, waysTo } from './ways-to-person.ts'

const target = ($id: string, providerType: string, expired = false) => ({ $id, providerType, expired })
const ada = {
  $id: 'ada',
  targets: [target('mail', 'email'), target('dead', 'push', true), target('number', 'sms')],
} as unknown as User
const subscription = (topicId: string, targetId: string, providerType: string) =>
  ({ topicId, targetId, providerType }) as Subscriber
const subscriptions = [
  subscription('news', 'mail', 'email'),
  subscription('alarms', 'dead', 'push'),
  subscription('alarms', 'number', 'sms'),
]
const message = (providerType: string, named: Partial<Message>) =>
  ({ providerType, users: [], targets: [], topics: [], ...named }) as unknown as Message

describe('the ways to a person', () => {
  const ways = waysTo(ada, subscriptions)

  test('lead by living targets only, each by its own channel', () => {
    expect(ways).toEqual({
      email: { userId: 'ada', targetIds: ['mail'], topicIds: ['news'] },
      sms: { userId: 'ada', targetIds: ['number'], topicIds: ['alarms'] },
    })
  })

  test.each([
    ['the person', message('email', { users: ['bob', 'ada'] }), { isNamed: true, topicIds: [] }],
    ['a target', message('sms', { targets: ['number'] }), { isNamed: true, topicIds: [] }],
    ['a topic', message('email', { topics: ['news', 'other'] }), { isNamed: false, topicIds: ['news'] }],
    [
      'a topic of another channel',
      message('email', { topics: ['alarms'] }),
      { isNamed: false, topicIds: [] },
    ],
    ['the person, without a device', message('push', { users: ['ada'] }), { isNamed: false, topicIds: [] }],
  ])('are told of a message that names %s', (_, named, expected) => {
    expect(waysOf(named, ways)).toEqual(expected)
  })

  test('are asked for in conditions that are not too long', () => {
    const many = Array.from({ length: 500 }, (_, n) => subscription(`t${n}`.padEnd(36, 'x'), 'mail', 'email'))
    const conditions = conditionsFor(waysTo(ada, many))
    expect(Math.max(...conditions.map(({ length }) => length))).toBeLessThan(4096)
    const asked = conditions.join().match(/t\d+x+/g)
    expect(new Set(asked).size).toBe(500)
  })
})

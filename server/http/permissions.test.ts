import { describe, expect, test } from 'vitest'
import type { Actor } from './context.ts'
import { hasAnyRole, rolesOf } from './permissions.ts'

const ada: Actor = {
  type: 'user',
  seq: 1,
  id: 'ada',
  name: 'Ada',
  email: 'ada@example.org',
  session: undefined,
  byJwt: false,
  verified: false,
  labels: ['vip'],
}
const verified: Actor = { ...ada, id: 'bob', verified: true, labels: [] }
const guest: Actor = { type: 'guest' }
const key: Actor = { type: 'keyProject', id: 'k', name: 'A key', scopes: new Set() }

describe('what is open', () => {
  test.each([
    { to: 'any', is: 'ada, bob, guest' },
    { to: 'guests', is: 'guest' },
    { to: 'users', is: 'ada, bob' },
    { to: 'users/verified', is: 'bob' },
    { to: 'users/unverified', is: 'ada' },
    { to: 'user:ada', is: 'ada' },
    { to: 'user:Ada', is: '' },
    { to: 'user:ada/unverified', is: 'ada' },
    { to: 'user:ada/verified', is: '' },
    { to: 'user:bob/verified', is: 'bob' },
    { to: 'label:vip', is: 'ada' },
    { to: 'label:VIP', is: '' },
    { to: 'team:ada', is: '' },
    { to: 'member:ada', is: '' },
    { to: '', is: '' },
  ])('to $to is open to: $is', ({ to, is }) => {
    const people = { ada, bob: verified, guest }
    const open = Object.entries(people).filter(([, actor]) => hasAnyRole(actor, [to]))
    expect(open.map(([name]) => name).join(', ')).toBe(is)
  })

  test('one role of several is enough, none is open to nobody', () => {
    expect(hasAnyRole(ada, ['label:other', 'user:ada'])).toBe(true)
    expect(hasAnyRole(ada, [])).toBe(false)
  })

  test('to a key everything is open', () => {
    expect(rolesOf(key)).toBeUndefined()
    expect(hasAnyRole(key, [])).toBe(true)
  })
})

import { expect, test } from 'vitest'
import { subscribeWords } from './subscribe-words.ts'

test.each([
  ['Nobody', []],
  ['Signed-in users', ['users']],
  ['Verified users', ['users/verified']],
  ['Everybody', ['any']],
  ['Label vip and team crew as admin', ['label:vip', 'team:crew/admin']],
  ['User ada, verified', ['user:ada/verified']],
  ['Team crew, membership m1 and 2 more', ['team:crew', 'member:m1', 'label:a', 'label:b']],
  ['Something new', ['something new']],
] as const)('"%s" may subscribe', (words, roles) => {
  expect(subscribeWords(roles)).toBe(words)
})

import { expect, test } from 'vitest'
import type { Topic } from '../../../contract/topics.ts'
import { changeOf, emptyTopic, toDraft, topicForm, topicValues } from './topic-form.ts'

const topic = (more: Partial<Topic> = {}) =>
  ({ name: 'News', description: '', subscribe: ['users'], ...more }) as Topic

const problems = (more: object) =>
  topicForm
    .safeParse({ ...emptyTopic, name: 'News', ...more })
    .error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`)

test.each([
  ['nobody', []],
  ['users', ['users']],
  ['verified', ['users/verified']],
  ['roles', ['label:vip', 'users']],
  ['roles', ['any']],
])('whom a topic lets in is one choice of four, and goes back as it came: %s', (opening, subscribe) => {
  const values = topicValues(topic({ subscribe }))
  expect(values.opening).toBe(opening)
  expect(toDraft(values).subscribe).toEqual(subscribe)
  expect(changeOf(topic({ subscribe }), values)).toBeUndefined()
})

test('roles that were typed and then not chosen are no reason to refuse, nor are they sent', () => {
  const values = { ...emptyTopic, name: 'News', opening: 'users', roles: ['what?'] } as const
  expect(problems(values)).toBeUndefined()
  expect(toDraft({ ...values, roles: [...values.roles] }).subscribe).toEqual(['users'])
})

test('a wrong role is named, in the words of the contract', () => {
  expect(problems({ opening: 'roles', roles: ['users', 'everybody'] })).toEqual([
    'roles hold “everybody”, which must be a role such as "users", "user:ID", "team:ID/role" or "label:name"',
  ])
  expect(problems({ opening: 'roles', roles: [] })).toEqual(['roles must name at least one'])
  expect(problems({ opening: 'roles', roles: Array(101).fill('users') })).toEqual([
    'roles must have at most 100 entries',
  ])
})

test('a name of blanks is none, and the ID may be left to the server', () => {
  expect(problems({ name: '  ' })).toEqual(['name must not be empty'])
  expect(problems({ topicId: '-' })?.[0]).toContain('topicId must be 1 to 36 characters')
  expect(toDraft({ ...emptyTopic, name: 'News' }).topicId).toBe('unique()')
})

test('only what has changed is sent', () => {
  const before = topic({ description: 'Old', subscribe: ['a', 'b'] })
  expect(changeOf(before, { ...topicValues(before), roles: ['b', 'a'] })).toBeUndefined()
  expect(changeOf(before, { ...topicValues(before), name: 'Letters', description: '' })).toEqual({
    name: 'Letters',
    description: '',
  })
  expect(changeOf(before, { ...topicValues(before), opening: 'nobody' })).toEqual({ subscribe: [] })
})

import { expect, test } from 'vitest'
import { actorName, changeText, eventWords, fieldChanges, whatWords } from './activity-words.ts'

test.each([
  ['topic.create', 'Topic created'],
  ['user.update', 'Person changed'],
  ['inboxItem.delete', 'Test inbox item deleted'],
  ['session.create', 'Signed in'],
  ['message.start', 'Sending began'],
  ['message.dance', 'Message dance'],
  ['steamEngine.blowUp', 'Steam engine blow up'],
])('%s is told as "%s"', (event, words) => {
  expect(eventWords(event)).toBe(words)
})

test.each([
  [{ subject: ['a', 'b'] }, 'Message changed'],
  [{ status: ['draft', 'scheduled'], scheduledAt: [null, 'x'] }, 'Message scheduled'],
  [{ status: ['scheduled', 'draft'] }, 'Taken back to a draft'],
  [{ status: ['scheduled', 'processing'] }, 'Sent at once'],
])('the change %o of a message is told as "%s"', (changes, words) => {
  expect(whatWords({ event: 'message.update', changes })).toBe(words)
})

test.each([
  [{}, ''],
  [{ name: ['News', 'Old'] }, 'Name: News → Old'],
  [{ description: ['', 'Spring'] }, 'Internal name: Spring'],
  [{ description: ['Spring', ''] }, 'Internal name: Spring → nothing'],
  [{ enabled: [false, true] }, 'Switched on: no → yes'],
  [{ users: [[], ['ada', 'bob']] }, 'People: ada, bob'],
  [{ password: true }, 'Password'],
  [{ subject: ['a', 'b'], content: ['c', 'd'] }, 'Subject, content'],
  [{ content: ['c'.repeat(40), 'd'.repeat(40)] }, 'Content'],
])('%o is summed up as "%s"', (changes, text) => {
  expect(changeText({ event: 'topic.update', changes })).toBe(text)
})

test('a secret that changed has no before and after', () => {
  expect(fieldChanges({ changes: { apiKey: true, replyToEmail: ['', 'a@example.org'] } })).toEqual([
    { field: 'api key', isSecret: true, before: '', after: '' },
    { field: 'reply to e-mail', isSecret: false, before: '', after: 'a@example.org' },
  ])
})

test.each([
  [{ userType: 'admin', userName: 'Ada', userEmail: 'ada@example.org' }, 'Ada'],
  [{ userType: 'admin', userName: '', userEmail: 'ada@example.org' }, 'ada@example.org'],
  [{ userType: 'keyProject', userName: '', userEmail: 'app.shop@service.carillon' }, 'id'],
  [{ userType: 'system', userName: 'System', userEmail: '' }, 'Carillon itself'],
  [{ userType: 'guest', userName: '', userEmail: '' }, 'Nobody signed in'],
])('%o is called "%s"', (actor, name) => {
  expect(actorName({ userId: 'id', ...actor })).toBe(name)
})

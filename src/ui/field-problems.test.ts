import { expect, test } from 'vitest'
import { fieldProblems } from './field-problems.ts'

test('errors of nested values and lists come out flat, in order, with their paths', () => {
  const errors = {
    subject: { type: 'custom', message: 'Enter a subject', ref: { name: 'subject' } },
    data: { image: { type: 'custom', message: 'Choose a picture' } },
    to: [undefined, { address: { type: 'custom', message: 'This is no address' } }],
  }
  expect(fieldProblems(errors)).toEqual([
    { path: 'subject', message: 'Enter a subject' },
    { path: 'data.image', message: 'Choose a picture' },
    { path: 'to.1.address', message: 'This is no address' },
  ])
})

test('no errors are no problems', () => {
  expect(fieldProblems({})).toEqual([])
  expect(fieldProblems(undefined)).toEqual([])
})

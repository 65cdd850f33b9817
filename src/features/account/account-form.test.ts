import { expect, test } from 'vitest'
import { passwordHint, profileForm } from './account-form.ts'

test.each([
  ['', /^8 characters or more/],
  ['bells', /^3 more characters/],
  ['seven b', /^1 more character at/],
  ['seven bells', /^Long enough/],
  ['🔔🔔🔔🔔🔔🔔🔔🔔', /^Long enough/],
  ['a tower of seven bells', /^Good/],
])('of "%s" it is said %s', (typed, hint) => {
  expect(passwordHint(typed)).toMatch(hint)
})

test.each([
  ['ada@example.org', '', true],
  ['ada@home.example.org', '', false],
  ['ada@home.example.org', 'a tower of seven bells', true],
])('the address %s with the password "%s" fits: %s', (email, password, fits) => {
  const { success } = profileForm('ada@example.org').safeParse({ name: 'Ada', email, password })
  expect(success).toBe(fits)
})

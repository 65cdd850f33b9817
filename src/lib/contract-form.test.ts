import { expect, test } from 'vitest'
import { setUpDraft, signInDraft } from '../../contract/console.ts'
import { ApiError } from './api-error.ts'
import { contractResolver, problemBeside, showAtFields } from './contract-form.ts'

const labels = { email: 'E-mail address', password: 'Password', to: 'Recipient' }
const options = { fields: {}, shouldUseNativeValidation: false } as const

const refusal = (...paths: string[]) =>
  new ApiError({
    message: 'Invalid.',
    code: 400,
    type: 'general_argument_invalid',
    version: '1',
    params: paths.map((path) => ({ path, message: 'is taken' })),
  })

test('what the contract says becomes a sentence about the field', async () => {
  const resolve = contractResolver(signInDraft, labels)
  const { errors } = await resolve({ email: '', password: '' }, undefined, options)
  expect(errors.email?.message).toBe('E-mail address must not be empty')
  expect(errors.password?.message).toBe('Password must not be empty')
})

test('right values come out as the contract promises them', async () => {
  const resolve = contractResolver(setUpDraft, labels)
  const values = { token: 't', email: 'ada@example.org', password: 'long enough', withExamples: 'true' }
  expect(await resolve(values, undefined, options)).toMatchObject({
    errors: {},
    values: { email: 'ada@example.org', name: '', withExamples: true },
  })
})

test('what the server found wrong stands at the fields that the form shows', () => {
  const shown: unknown[] = []
  showAtFields(
    (...problem: unknown[]) => void shown.push(problem),
    refusal('email', 'to.3', 'secret'),
    labels,
  )
  expect(shown).toEqual([
    ['email', { type: 'server', message: 'E-mail address is taken' }],
    ['to.3', { type: 'server', message: 'Recipient is taken' }],
  ])
})

test('it is said above the form only where a field for it is missing', () => {
  expect(problemBeside(refusal('email'), labels)).toBeNull()
  expect(problemBeside(refusal('email', 'secret'), labels)).toMatchObject({ message: 'Invalid.' })
  expect(problemBeside(refusal(), labels)).toMatchObject({ message: 'Invalid.' })
  expect(problemBeside(null, labels)).toBeNull()
})

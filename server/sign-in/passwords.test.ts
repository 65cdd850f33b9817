import { expect, test } from 'vitest'
import { Refusal } from '../http/refusal.ts'
import { hashPassword, verifyPassword } from './passwords.ts'

test('F38: of strangers who try at one moment two are looked at and sixty wait; whoever is known goes before them', async () => {
  const stored = await hashPassword('a bell, a rope and a Sunday')
  const ended: string[] = []
  const strangers = Array.from({ length: 500 }, () =>
    verifyPassword('wrong', undefined).finally(() => ended.push('stranger')),
  )
  const known = verifyPassword('a bell, a rope and a Sunday', stored, 'first').finally(() =>
    ended.push('known'),
  )
  const answers = await Promise.allSettled(strangers)
  const refusals = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []))
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(62)
  expect(refusals).toHaveLength(438)
  for (const refusal of refusals) {
    expect(refusal).toBeInstanceOf(Refusal)
    expect(refusal).toMatchObject({ type: 'general_rate_limit_exceeded', retryAfterSeconds: 10 })
  }
  expect(await known).toBe(true)
  // After those who were refused at once, the two that were under way, and one that ran beside it.
  expect(ended.indexOf('known')).toBeLessThanOrEqual(438 + 3)
})

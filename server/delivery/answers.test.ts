import { describe, expect, test } from 'vitest'
import type { Outcome } from '../channels/channel.ts'
import { createAnswers } from './answers.ts'

const accepted: Outcome = { outcome: 'accepted', providerMessageId: '1', response: 'ok' }
const gone: Outcome = { outcome: 'expired', code: '550 5.1.1', response: 'No such user' }
const otherwiseGone: Outcome = { ...gone, code: '550 5.1.10' }
const rejected: Outcome = { outcome: 'rejected', code: '550 5.7.1', response: 'Spam' }
const later: Outcome = { outcome: 'transient', code: '451', response: 'Later' }

/** What became of recipients 1, 2, 3 … who were answered one after the other. */
function told(answered: readonly Outcome[]) {
  const answers = createAnswers<number>()
  const dead: number[] = []
  const mistaken: number[] = []
  const kept = answered.map((outcome, index) => {
    const [judged] = answers.judge([outcome])
    if (judged?.outcome === 'expired') answers.wait(judged.code, index + 1)
    const verdicts = answers.verdicts()
    dead.push(...verdicts.dead)
    mistaken.push(...verdicts.mistaken)
    return judged?.outcome
  })
  return { dead, mistaken, kept }
}

const times = (count: number, outcome: Outcome) => Array.from({ length: count }, () => outcome)

describe('a recipient of whom the provider says that he is no more', () => {
  test.each([
    ['is dead beside one who was reached before', [accepted, gone], [2]],
    ['waits for one who is reached', [gone], []],
    ['is dead as soon as somebody else is reached', [gone, later, accepted], [1]],
    ['waits while most are answered so', [accepted, gone, gone, gone], [2]],
    ['is told once', [accepted, gone, accepted, accepted], [2]],
    ['is not held up by others who are gone for another reason', [otherwiseGone, gone, accepted], [1, 2]],
    ['waits where others are only refused', [rejected, gone, rejected, rejected], []],
    ['waits where others are only put off', [later, gone, later], []],
  ])('%s', (_, answered, dead) => {
    expect(told(answered)).toMatchObject({ dead, mistaken: [] })
  })
})

describe('a provider that answers nearly everybody so', () => {
  test('is wrong from twenty answers on, and those who wait for a verdict are not dead', () => {
    const { dead, mistaken, kept } = told([accepted, ...times(24, gone)])
    expect(dead).toEqual([2])
    expect(kept).toEqual(
      [...times(1, accepted), ...times(18, gone), ...times(6, gone)].map((_, n) => kept[n]),
    )
    expect(kept.slice(0, 19)).toEqual(['accepted', ...Array(18).fill('expired')])
    expect(kept.slice(19)).toEqual(Array(6).fill('config'))
    expect(mistaken).toEqual(Array.from({ length: 17 }, (_, index) => index + 3))
  })

  test('is not wrong where a quarter is taken or refused for another reason', () => {
    const mixed = times(10, gone).flatMap(() => [gone, gone, gone, rejected])
    expect(told(mixed)).toMatchObject({ dead: [], mistaken: [] })
  })

  test('is right again when it takes others', () => {
    const { kept, dead } = told([...times(20, gone), ...times(10, accepted), gone])
    expect(kept.slice(19, 20)).toEqual(['config'])
    expect(kept.at(-1)).toBe('expired')
    expect(dead).toEqual([31])
  })

  test('of a whole call at once, all of it is judged by all of it', () => {
    const answers = createAnswers<number>()
    expect(answers.judge(times(100, gone)).every(({ outcome }) => outcome === 'config')).toBe(true)
  })
})

import { describe, expect, test } from 'vitest'
import { smsSegments, smsSegmentsText } from './sms-segments.ts'

describe('the SMS that a text comes to', () => {
  test.each([
    ['nothing', '', 1, 0],
    ['what just fits', 'a'.repeat(160), 1, 160],
    ['one letter more', 'a'.repeat(161), 2, 161],
    ['two full parts', 'a'.repeat(306), 2, 306],
    ['more than two parts', 'a'.repeat(307), 3, 307],
    ['a letter that takes two places', '€'.repeat(80), 1, 160],
    ['an escape that would be cut off', `${'a'.repeat(152)}€${'a'.repeat(153)}`, 3, 307],
    ['letters beyond the alphabet', 'ж'.repeat(70), 1, 70],
    ['one of them more', 'ж'.repeat(71), 2, 71],
    ['a curly quote among plain letters', `${'a'.repeat(70)}’`, 2, 71],
    ['a pair of surrogates that would be cut', `${'ж'.repeat(66)}😀${'ж'.repeat(66)}`, 3, 134],
  ])('%s', (_, text, count, used) => {
    expect(smsSegments(text)).toMatchObject({ count, used })
  })

  test('are told in words, with the letter that costs room', () => {
    expect(smsSegmentsText('Hello')).toBe('Fits into 1 SMS: 5 of 160 characters.')
    expect(smsSegmentsText('a'.repeat(200))).toBe(
      'Goes out, and is charged, as 2 SMS: 200 characters, 153 in each.',
    )
    expect(smsSegmentsText('“Hi”')).toBe(
      'Fits into 1 SMS: 4 of 70 characters. ““” is not in the alphabet of SMS, which leaves room for 70 characters.',
    )
    expect(smsSegmentsText('ж'.repeat(71))).toMatch(/2 SMS: 71 characters\. “ж” .* 67 characters in each\.$/)
  })
})

import { expect, test } from 'vitest'
import { deviceWords } from './device-words.ts'

test.each([
  [['Firefox', '128.0.1', 'GNU/Linux', ''], 'Firefox 128 on GNU/Linux'],
  [['Mobile Safari', '17.4', 'iOS', 'iPhone'], 'Mobile Safari 17 on iOS (iPhone)'],
  [['Chrome', '', '', ''], 'Chrome'],
  [['', '', 'Android', 'Pixel 9'], 'Android (Pixel 9)'],
  [['', '', '', ''], 'A browser that does not say what it is'],
] as const)('%j is called "%s"', ([clientName, clientVersion, osName, deviceModel], words) => {
  expect(deviceWords({ clientName, clientVersion, osName, deviceModel })).toBe(words)
})

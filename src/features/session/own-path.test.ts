import { expect, test } from 'vitest'
import { isOwnPath } from './own-path.ts'

test.each(['/', '/p/shop/messages?search=%2F%2Fx#top', '/p/a//b'])('%s stays here', (path) => {
  expect(isOwnPath(path)).toBe(true)
})

test.each([
  '',
  'p/shop',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  'https://evil.example',
  'javascript:alert(1)',
])('%j does not', (path) => {
  expect(isOwnPath(path)).toBe(false)
})

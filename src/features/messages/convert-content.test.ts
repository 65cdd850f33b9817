import { expect, test } from 'vitest'
import { textToHtml } from './convert-content.ts'

test.each([
  ['Hello', '<p>Hello</p>'],
  ['Hello\nAda', '<p>Hello<br>\nAda</p>'],
  ['Hello\n\nAda\n', '<p>Hello</p>\n<p>Ada</p>'],
  ['1 < 2 & "so"', '<p>1 &lt; 2 &amp; &quot;so&quot;</p>'],
  ['', ''],
])('%j becomes %j', (text, html) => {
  expect(textToHtml(text)).toBe(html)
})

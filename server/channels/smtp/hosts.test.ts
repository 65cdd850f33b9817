import { expect, test } from 'vitest'
import { readHosts, showHost } from './hosts.ts'

const defaults = { port: 587, encryption: 'none', autoTLS: true } as const

test.each([
  ['mail.example.org', ['mail.example.org:587 offered']],
  ['mail.example.org:25', ['mail.example.org:25 offered']],
  ['ssl://a:465;tls://b;c:25', ['a:465 implicit', 'b:587 required', 'c:25 offered']],
  [' SSL://a ; ; b ;', ['a:587 implicit', 'b:587 offered']],
  ['[::1]:2525', ['[::1]:2525 offered']],
  ['ssl://[::1]', ['[::1]:587 implicit']],
  ['fd12::1', ['[fd12::1]:587 offered']],
  ['tls://::1', ['[::1]:587 required']],
  ['a:0;b:65536;c:99999999;d:x', []],
  ['http://a;a/b;a b;;', []],
  ['', []],
])('%j is read as %j', (text, expected) => {
  expect(readHosts(text, defaults).map((entry) => `${showHost(entry)} ${entry.security}`)).toEqual(expected)
})

test.each([
  ['none', true, 'offered'],
  ['none', false, 'none'],
  ['tls', true, 'required'],
  ['tls', false, 'required'],
  ['ssl', true, 'implicit'],
  ['ssl', false, 'implicit'],
] as const)(
  'an entry without a prefix is as %s with autoTLS=%s says: %s',
  (encryption, autoTLS, expected) => {
    expect(readHosts('a', { port: 25, encryption, autoTLS })).toEqual([
      { name: 'a', port: 25, security: expected },
    ])
  },
)

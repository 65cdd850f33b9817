// What has broken servers before, as values in the place of good ones. Each has a name, by which a failure is told.

import { Verbatim } from './json.ts'
import type { Random } from './random.ts'

export type Hostile = readonly [name: string, value: unknown]

const times = (text: string, count: number) => text.repeat(count)
const nested = (depth: number, open: string, close: string) =>
  new Verbatim(times(open, depth) + times(close, depth))

const texts: readonly Hostile[] = [
  ['a NUL', '\u0000'],
  ['a text with a NUL', 'before\u0000after'],
  ['a lone high surrogate', 'x\ud800y'],
  ['a lone low surrogate', '\udc00'],
  ['an empty text', ''],
  ['blanks', ' \t '],
  ['a line break', 'one\r\ntwo'],
  ['a mail header', 'x\r\nBcc: victim@example.org\r\n\r\n.\r\n'],
  ['a lone dot', '\r\n.\r\n'],
  ['control characters', '\u0001\u001b[31m\u007f\u0085'],
  ['what turns the direction', '\u202egnp.exe\u2066\u200f'],
  ['a byte order mark', '\ufeffx'],
  ['a noncharacter', '\uffff\u{10ffff}'],
  ['line separators', 'a\u2028b\u2029c'],
  ['many marks on one letter', `a${times('\u0301', 500)}`],
  ['a text that grows in upper case', times('ß\u0149\ufb03', 100)],
  ['a dotless i', 'İI\u0130ı'],
  ['SQL', "'; drop table users; --"],
  ['wildcards of LIKE', '%_\\%'],
  ['a placeholder', '$1 :name ? {{constructor}} %s %n'],
  ['HTML', '<script>alert(1)</script>'],
  ['a formula', '=cmd|"/c calc"!A1'],
  ['a word of a query parser', '& | ! <-> :*'],
  ['256 characters', times('x', 256)],
  ['257 characters', times('x', 257)],
  ['5,000 characters', times('x', 5000)],
  ['70,000 characters', times('ä', 70_000)],
  ['a million characters', times('x', 1_000_000)],
  ['more than the body may have', times('x', 2_200_000)],
  ['a mask of a secret', '••••1234'],
]

const names: readonly Hostile[] = [
  ['an id of 36 characters', times('i', 36)],
  ['an id of 37 characters', times('i', 37)],
  ['an id with dots', 'a.b..c'],
  ['an id that begins with a dot', '.id'],
  ['two dots', '..'],
  ['a path upwards', '../../etc/passwd'],
  ['an encoded path upwards', '%2e%2e%2f'],
  ['a word of JavaScript', 'constructor'],
  ['another word of JavaScript', '__proto__'],
  ['a number of base 36', 'zzzzzzzzzzz'],
  ['two numbers of base 36', 'zzzzzzzzzzz-zzzzzzzzzzz'],
  ['a delivery that is none', '1-1'],
  ['a large delivery', '1-zzzzzz'],
  ['zero', '0'],
  ['unique()', 'unique()'],
  ['current', 'current'],
  ['an id with a colon', 'a:b:c'],
]

const numbers: readonly Hostile[] = [
  ['2^31 - 1', 2 ** 31 - 1],
  ['2^31', 2 ** 31],
  ['-2^31 - 1', -(2 ** 31) - 1],
  ['2^53', 2 ** 53],
  ['2^53 + 2', 2 ** 53 + 2],
  ['2^63', new Verbatim('9223372036854775808')],
  ['40 digits', new Verbatim(times('9', 40))],
  ['1e400', new Verbatim('1e400')],
  ['-1e400', new Verbatim('-1e400')],
  ['1e-400', new Verbatim('1e-400')],
  ['-0', new Verbatim('-0')],
  ['-1', -1],
  ['a half', 0.5],
  ['a number as text', '12'],
  ['2^53 as text', '9007199254740992'],
  ['16 digits as text', '9999999999999999'],
  ['NaN as text', 'NaN'],
  ['Infinity as text', 'Infinity'],
  ['hexadecimal', '0x10'],
  ['digits of another script', '١٢'],
]

const shapes: readonly Hostile[] = [
  ['null', null],
  ['true', true],
  ['true as text', 'true'],
  ['yes', 'yes'],
  ['an object', {}],
  ['a list', []],
  ['a list in a list', [[]]],
  ['a list with null', [null]],
  ['101 entries', Array.from({ length: 101 }, (_, index) => `entry-${index}`)],
  ['10,001 entries', Array.from({ length: 10_001 }, (_, index) => `entry-${index}`)],
  ['10,001 equal entries', Array.from({ length: 10_001 }, () => 'a:b')],
  ['an indexed object', { 0: 'a', 1: 'b' }],
  ['an indexed object with a gap', { 999999999: 'a' }],
  ['an object with a length', { length: 1e9, 0: 'a' }],
  ['an object that says what it is', { toString: 'x', toJSON: 'y', valueOf: null }],
  ['a prototype', new Verbatim('{"__proto__":{"enabled":true,"role":"owner"}}')],
  ['a constructor', { constructor: { prototype: { polluted: true } } }],
  ['duplicated keys', new Verbatim('{"a":1,"a":"two","a":null}')],
  ['lists 65 deep', nested(65, '[', ']')],
  ['lists 10,000 deep', nested(10_000, '[', ']')],
  ['objects 10,000 deep', new Verbatim(`${times('{"a":', 10_000)}1${times('}', 10_000)}`)],
  ['a key with a NUL', { 'a\u0000b': 1 }],
  ['a key with a lone surrogate', { '\ud800': 1 }],
  ['10,000 keys', Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`k${index}`, index]))],
]

const jsonTexts: readonly Hostile[] = [
  ['a truncated object as text', '{"a":'],
  ['a list as text', '[]'],
  ['null as text', 'null'],
  ['a prototype as text', '{"__proto__":{"a":1}}'],
  ['a NUL inside a text of JSON', '{"a":"\\u0000"}'],
  ['a lone surrogate inside a text of JSON', '{"a\\ud800":1}'],
  ['1e400 inside a text of JSON', '{"a":1e400}'],
  ['10,000 deep as text', times('[', 10_000) + times(']', 10_000)],
  ['objects 10,000 deep as text', `${times('{"a":', 10_000)}1${times('}', 10_000)}`],
]

const addresses: readonly Hostile[] = [
  ['a quoted address', '"a b"@example.org'],
  ['an address with a quote in its quotes', '"a\\"b"@example.org'],
  ['an address of another script', 'анна@пример.рф'],
  ['an address of 320 characters', `${times('l', 64)}@${times(`${times('d', 61)}.`, 4)}example`],
  ['an address of 2,000 characters', `${times('l', 1000)}@${times('d', 1000)}.org`],
  ['an address with two @', 'a@b@example.org'],
  ['an address without a dot', 'root@localhost'],
  ['an address with an address', 'a@[127.0.0.1]'],
  ['an address with a display name', 'Ada <ada@example.org>'],
  ['two addresses', 'a@example.org, b@example.org'],
  ['an address with a line break', 'a@example.org\r\nBcc: b@example.org'],
  ['an address with blanks', ' a@example.org '],
  ['an address with a NUL', 'a\u0000@example.org'],
  ['a number', '+14155550123'],
  ['a number with a zero', '+0123456789'],
  ['a number of 16 digits', '+1234567890123456'],
  ['a host with everything', 'tls://a:b@c.example:99999/x?y#z;;;[::1]:25'],
  ['an origin', 'https://user:password@example.org:99999/path'],
]

const dates: readonly Hostile[] = [
  ['a date without a zone', '2026-03-29T02:30:00'],
  ['a day', '2097-06-01'],
  ['a day that is none', '2026-02-30'],
  ['a month that is none', '2026-13-45T25:61:61Z'],
  ['the last year', '9999-12-31T23:59:59.999Z'],
  ['beyond the last year', '9999-12-31T23:59:59-14:00'],
  ['year 0', '0000-01-01T00:00:00Z'],
  ['year 1', '0001-01-01T00:00:00+14:00'],
  ['a far year', '+275760-09-13T00:00:00Z'],
  ['a year before Christ', '-000001-01-01T00:00:00Z'],
  ['an absurd zone', '2026-01-01T00:00:00+99:99'],
  ['a leap second', '2016-12-31T23:59:60Z'],
  ['ten digits of a second', '2097-01-01T00:00:00.1234567891Z'],
  ['a date in words', 'Tue, 3 Jun 2098 09:00:00 GMT'],
  ['a word', 'tomorrow 1999'],
  ['infinity', 'infinity'],
  ['milliseconds', 1_900_000_000_000],
  ['the past', '1970-01-01T00:00:00Z'],
  ['a time zone with a path', '../Europe/Berlin'],
  ['an offset as a zone', '+01:00'],
]

/** Of the query language; as texts of one query each. */
const badQueries: readonly Hostile[] = [
  ['a query that is no JSON', '{"method":"equal"'],
  ['a query that is no object', '[1,2]'],
  ['a query that is null', 'null'],
  ['an unknown method', '{"method":"explode","values":[]}'],
  ['a method that is inherited', '{"method":"toString","values":[]}'],
  ['an unknown attribute', '{"method":"equal","attribute":"nothing","values":["x"]}'],
  ['an inherited attribute', '{"method":"equal","attribute":"constructor","values":["x"]}'],
  ['an attribute with SQL', '{"method":"equal","attribute":"$id\\"; drop table users","values":["x"]}'],
  ['a foreign cursor', '{"method":"cursorAfter","values":["nothing-has-this-id"]}'],
  ['a cursor that is a number', '{"method":"cursorBefore","values":[1]}'],
  ['a cursor with a NUL', '{"method":"cursorAfter","values":["a\\u0000"]}'],
  ['two cursors', '{"method":"cursorAfter","values":["a","b"]}'],
  ['limit -1', '{"method":"limit","values":[-1]}'],
  ['limit 5001', '{"method":"limit","values":[5001]}'],
  ['limit a half', '{"method":"limit","values":[0.5]}'],
  ['limit 1e400', '{"method":"limit","values":[1e400]}'],
  ['offset 2^63', '{"method":"offset","values":[9223372036854775808]}'],
  ['offset 2^53', '{"method":"offset","values":[9007199254740991]}'],
  ['an order without an attribute', '{"method":"orderAsc"}'],
  ['an order of a NUL', '{"method":"orderAsc","attribute":"\\u0000"}'],
  ['equal to a NUL', '{"method":"equal","attribute":"$id","values":["\\u0000"]}'],
  ['equal to a lone surrogate', '{"method":"equal","attribute":"$id","values":["\\ud800"]}'],
  ['equal to an object', '{"method":"equal","attribute":"$id","values":[{"a":1}]}'],
  ['equal to a list', '{"method":"equal","attribute":"$id","values":[["a"]]}'],
  ['equal to a number', '{"method":"equal","attribute":"$id","values":[1e308]}'],
  ['no values', '{"method":"equal","attribute":"$id","values":[]}'],
  ['values that are an object', '{"method":"equal","attribute":"$id","values":{"0":"a"}}'],
  [
    '10,001 values',
    JSON.stringify({ method: 'equal', attribute: '$id', values: Array.from({ length: 10_001 }, String) }),
  ],
  ['created in no year', '{"method":"greaterThan","attribute":"$createdAt","values":["0000-01-01"]}'],
  [
    'created in a far year',
    '{"method":"lessThan","attribute":"$createdAt","values":["9999-12-31T23:59:59-14:00"]}',
  ],
  ['created at a number', '{"method":"equal","attribute":"$createdAt","values":[1e20]}'],
  ['a large sequence', '{"method":"equal","attribute":"$sequence","values":[9007199254740993]}'],
  ['a broken sequence', '{"method":"lessThan","attribute":"$sequence","values":[1.5]}'],
  ['a sequence as text', '{"method":"equal","attribute":"$sequence","values":["1 or 1=1"]}'],
  ['a reversed range', '{"method":"between","attribute":"$createdAt","values":["2099-01-01","2000-01-01"]}'],
  ['a search of an attribute', '{"method":"search","attribute":"$id","values":["& | !"]}'],
  ['a pattern', '{"method":"contains","attribute":"$id","values":["%_\\\\"]}'],
  ['a nest with one entry', '{"method":"or","values":[{"method":"limit","values":[1]}]}'],
  ['a nest of texts', '{"method":"and","values":["a","b"]}'],
  ['a nest 1,000 deep', `${times('{"method":"or","values":[', 100)}${times(']}', 100)}`],
  ['a selection', '{"method":"select","values":["$id"]}'],
  ['a query as Appwrite wrote them once', 'equal("name", ["x"])'],
  ['a text of 5,000 characters', times('q', 5000)],
  ['a prototype', '{"__proto__":{"method":"limit"},"values":[1]}'],
  ['a NUL', '\u0000'],
]

const kinds = [texts, names, numbers, shapes, jsonTexts, addresses, dates]

/** Of `queries` mostly a query; of all else anything. */
export function hostileValue(random: Random, field: string): Hostile {
  if (field === 'queries' && random.chance(0.8)) return random.pick(badQueries)
  return random.pick(random.pick(kinds))
}

/** For an id in a path. */
export function hostileName(random: Random): readonly [string, string] {
  const [name, value] = random.pick(random.pick([texts, names, names]))
  return [name, String(value)]
}

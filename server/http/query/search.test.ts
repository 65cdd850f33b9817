import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '../../db/database.ts'
import { databases } from '../../testing/database.ts'
import { readSearch } from './search.ts'
import { anyBeginsWith } from './sql-parts.ts'

test.each(['', '   ', '\0', '\ud800', '\t\n'])('%j searches for nothing', (text) => {
  expect(readSearch(text)).toBeUndefined()
})

describe('a search is taken apart:', () => {
  test.each([
    ['Ada Lovelace', [], ['Ada', 'Lovelace']],
    ['ada@Example.org', ['ada@example.org'], []],
    ['+1415', ['+1415'], []],
    ['ada Ada@ +49170 bob', ['ada@', '+49170'], ['ada', 'bob']],
    ['order-42_a', [], ['order-42_a']],
    ['"Ada Lovelace"', [], ['Ada Lovelace']],
    ['"ada@example.org"', ['ada@example.org'], []],
    ['"write to ada@example.org"', [], ['write to ada@example.org']],
    ['"', [], ['"']],
    ['a\0b', [], ['a', 'b']],
    ['a\ud800b', [], ['a', 'b']],
  ])('%j', (text, identifiers, words) => {
    expect(readSearch(text)).toMatchObject({ identifiers, words })
  })
})

test.each([
  ['ada@example.org', true],
  ['+4915112345678 ada@example.org', true],
  ['"ada@example.org"', true],
  ['ada@', false],
  ['@example.org', false],
  ['+49', false],
  ['ada@example.org ada', false],
  ['ada', false],
  ['"ada lovelace"', false],
])('whether few can be found by %j: %s', (text, isNarrow) => {
  expect(readSearch(text)?.isNarrow).toBe(isNarrow)
})

test.each(['!!!', '"-"', '" "', '+', '@ +49', "' \\ :* | & ( )"])('%j has no word for full text', (text) => {
  expect(readSearch(text)?.tsquery).toBeUndefined()
})

describe.each(databases)('on $engine', ({ aDatabase }) => {
  let db: Db

  beforeAll(async () => {
    ;({ db } = await aDatabase())
  })

  async function finds(search: string, text: string): Promise<boolean> {
    const tsquery = readSearch(search)?.tsquery
    if (!tsquery) return false
    const { rows } = await sql<{ found: boolean }>`select app.words(${text}) @@ ${tsquery} as found`.execute(
      db,
    )
    return rows[0]?.found === true
  }

  describe('a text is found', () => {
    test.each([
      ['by a word', 'Lovelace', 'Ada Lovelace'],
      ['by a word in another case', 'lOVELACE', 'Ada Lovelace'],
      ['by one word of several', 'lovelace babbage', 'Ada Lovelace'],
      ['by the beginning of the last word', 'bob love', 'Ada Lovelace'],
      ['by the beginning of a word with a blank behind it', 'love ', 'Ada Lovelace'],
      ['by a word of one letter', 'a', 'vitamin a'],
      ['by a number', '42', 'order 42'],
      ['by a part of a word with a hyphen', '42', 'order-42'],
      ['by a word with a hyphen', 'order-42', 'order 42'],
      ['by a part of an address', 'example', 'ada@example.org'],
      ['by a part of a URL', 'docs', 'see https://example.org/docs/start'],
      ['by a phrase', '"ada lovelace"', 'Countess Ada Lovelace'],
      ['by a phrase across punctuation', '"ada lovelace"', 'Ada, Lovelace'],
      ['by an address as a phrase', '"to ada@example.org"', 'mail to ada@example.org'],
      ['by letters beyond ASCII', 'zürich', 'Grüße aus zürich'],
      ['by the beginning of a word beyond ASCII', '日', '日本語'],
      ['by a word of hexadecimal digits', '65f0a1e5', '65f0a1e5bc'],
      ['by a word in typographic quotes', '“ada”', 'the “ada” programme'],
    ])('%s', async (_, search, text) => {
      expect(await finds(search, text)).toBe(true)
    })
  })

  describe('a text is not found', () => {
    test.each([
      ['by the beginning of a word that is not the last', 'love bob', 'Ada Lovelace'],
      ['by the middle of a word', 'ove', 'Ada Lovelace'],
      ['by the beginning of a word before an address', 'love ada@example.org', 'Ada Lovelace'],
      ['by a phrase in another order', '"lovelace ada"', 'Ada Lovelace'],
      ['by a phrase with a word between', '"ada lovelace"', 'Ada King Lovelace'],
      ['by the beginning of a phrase’s last word', '"ada love"', 'Ada Lovelace'],
    ])('%s', async (_, search, text) => {
      expect(await finds(search, text)).toBe(false)
    })
  })

  test.each([
    "it's",
    "' | 'x",
    "a' | !b:*",
    'a & b | !(c <-> d):*AB',
    '\\',
    "\\' or 1=1 --",
    'a:b:c',
    '<2>',
    '\u00a0\u0085\u2028\u3000',
    'a\u0085b \u2028',
    '\u{10ffff}\ufffe',
    '-- ; drop table users',
    `"${'a" "b'}"`,
    '\u0301 e\u0301',
    'x'.repeat(256),
    '日'.repeat(256),
  ])('the database understands %j', async (search) => {
    await expect(finds(search, 'some text')).resolves.toBeTypeOf('boolean')
  })

  test('identifiers are found whole and by their beginning, wildcards meaning themselves', async () => {
    const identifiers = ['ada@example.org', 'ada@example.com', 'a%@example.org', 'ab@example.org', '+4917012']
    const found = async (search: string) => {
      const begins = anyBeginsWith(sql`identifier collate "C"`, readSearch(search)?.identifiers ?? [])
      const { rows } = await sql<{ identifier: string }>`
        select identifier from unnest(${identifiers}::text[]) as identifier where ${begins}`.execute(db)
      return rows.map((row) => row.identifier)
    }

    expect(await found('ADA@example.org')).toEqual(['ada@example.org'])
    expect(await found('ada@')).toEqual(['ada@example.org', 'ada@example.com'])
    expect(await found('a%@')).toEqual(['a%@example.org'])
    expect(await found('+49 ab@')).toEqual(['ab@example.org', '+4917012'])
    expect(await found('nobody')).toEqual([])
  })
})

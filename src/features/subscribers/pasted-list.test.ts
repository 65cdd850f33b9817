import { expect, test } from 'vitest'
import { readPastedList } from './pasted-list.ts'

const identifiers = (text: string) => readPastedList(text).entries.map(({ identifier }) => identifier)
const problems = (text: string) =>
  readPastedList(text).entries.flatMap(({ written, problem }) => (problem ? [`${written}: ${problem}`] : []))

test.each([
  ['one a line', 'ada@example.org\ngrace@example.org\r\n\n'],
  ['commas', 'ada@example.org, grace@example.org,'],
  ['semicolons', ' ada@example.org ;grace@example.org'],
  ['tabs', 'ada@example.org\tgrace@example.org'],
  ['blanks', 'ada@example.org grace@example.org'],
  ['names as mail programs write them', 'Ada <ada@example.org>, "Hopper, Grace" <grace@example.org>'],
  ['quotes as spreadsheets write them', '"ada@example.org","grace@example.org"'],
  ['links', 'mailto:ada@example.org\n<grace@example.org>'],
  ['columns beside them', 'Ada Lovelace,ada@example.org,1815-12-10\n"Hopper, Grace";grace@example.org;'],
])('addresses are found between %s', (_, text) => {
  expect(identifiers(text)).toEqual(['ada@example.org', 'grace@example.org'])
})

test.each([
  ['+49 30 901820', '+4930901820'],
  ['+1 (415) 555-0100', '+14155550100'],
  ['0049 30/901820', '+4930901820'],
])('the number %s is read as people write it', (written, number) => {
  expect(identifiers(written)).toEqual([number])
})

test('a device is known by its token', () => {
  expect(
    identifiers('dEv1ce:t0ken\n0f744707bebcf74f9b7c25d48e3358945f6aa01da5ddb387462c7eaf61bbad78'),
  ).toEqual(['dEv1ce:t0ken', '0f744707bebcf74f9b7c25d48e3358945f6aa01da5ddb387462c7eaf61bbad78'])
})

test('what cannot be read is kept, with the reason', () => {
  expect(problems('ada@example\n0171 12345\nAda Lovelace\nada@ example.org, grace@example.org')).toEqual([
    'ada@example: not an e-mail address',
    '0171 12345: a number begins with + and its country',
    'Ada Lovelace: not an address, a number or a device token',
    'ada@ example.org: not an e-mail address',
  ])
})

test('what is written twice counts once, an address in any case', () => {
  const { entries, repeated } = readPastedList(
    'Ada@example.org\n+1 415 555 0100\nada@EXAMPLE.org\n+14155550100',
  )
  expect(entries.map(({ written }) => written)).toEqual(['Ada@example.org', '+1 415 555 0100'])
  expect(repeated).toBe(2)
})

test('words beside an address are counted and looked up nowhere; alone they cannot be read', () => {
  expect(readPastedList('Ada Lovelace,ada@example.org,Countess').remarks).toBe(2)
  expect(readPastedList('Ada Lovelace,Countess').remarks).toBe(0)
  expect(readPastedList('Ada Lovelace,Countess').entries).toHaveLength(2)
})

test('nothing is in an empty list, nor in one of separators', () => {
  expect(readPastedList(' \n,;\t, \n').entries).toEqual([])
})

test('a lone quote ends nothing', () => {
  expect(identifiers('5" pipes, ada@example.org\ngrace@example.org')).toEqual([
    'ada@example.org',
    'grace@example.org',
  ])
})

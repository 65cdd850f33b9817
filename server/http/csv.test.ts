import { expect, test } from 'vitest'
import * as z from 'zod'
import { deliveries } from '../../contract/deliveries.ts'
import { listReply } from '../../contract/lists.ts'
import { csvFormat } from './csv.ts'

const things = listReply(
  'things',
  z.object({
    $id: z.string(),
    count: z.int().nullable(),
    labels: z.array(z.string()),
    prefs: z.record(z.string(), z.unknown()),
    error: z.object({ code: z.string(), permanent: z.boolean() }).nullable(),
  }),
)
const thing = { $id: 'a', count: 1, labels: [], prefs: {}, error: null }

test('the header comes from the contract, and a field that is an object has a column for each of its own', () => {
  expect(csvFormat(things).header).toBe('"$id","count","labels","prefs","error.code","error.permanent"\r\n')
  expect(csvFormat(deliveries.list.reply).header).toContain(
    '"reason","error.code","error.message","error.permanent"',
  )
})

test('every cell is in quotes, every line ends as the internet says, and what is not there is empty', () => {
  const rows = [
    { ...thing, labels: ['one', 'two'], prefs: { a: 1 }, error: { code: '550', permanent: true } },
    { ...thing, $id: 'ä "q", b\nc', count: null },
  ]
  expect(csvFormat(things, { check: true }).lines(rows)).toBe(
    '"a","1","one, two","{""a"":1}","550","true"\r\n"ä ""q"", b\nc","","","{}","",""\r\n',
  )
})

test.each([
  '=1+1',
  '+4930',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  '＝1',
  '=HYPERLINK("http://evil.example","x")',
])('%j is a text to a spreadsheet, and no formula', (text) => {
  const cell = `"'${text.replaceAll('"', '""')}",`
  expect(
    csvFormat(things)
      .lines([{ ...thing, $id: text }])
      .startsWith(cell),
  ).toBe(true)
  expect(csvFormat(things).lines([{ ...thing, labels: [text] }])).toContain(`,${cell}`)
})

test('a number is none, even below zero, nor is what has such a sign further on', () => {
  expect(csvFormat(things).lines([{ ...thing, $id: 'a=b', count: -1 }])).toMatch(/^"a=b","-1",/)
})

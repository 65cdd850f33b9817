// docs/differences.md gives a reason and a test for each difference; the tests it names are there.
import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const page = readFileSync('docs/differences.md', 'utf8')
const table = page.slice(page.indexOf('## Other answers'))
const rows = [...table.matchAll(/^\| (?!where|---)(.+) \|$/gm)].map(([, line = '']) =>
  line.split(/(?<!\\)\|/).map((cell) => cell.trim()),
)

test('each difference says where, what, why, and which test holds it', () => {
  expect(rows.length).toBeGreaterThan(60)
  const incomplete = rows.filter((cells) => cells.length !== 5 || cells.some((cell) => cell === ''))
  expect(incomplete.map(([where]) => where)).toEqual([])
})

test('each test that it names is there', () => {
  const missing: string[] = []
  let file = ''
  for (const [where = '', , , , cell = ''] of rows) {
    for (const part of cell.split('; ')) {
      const [, named, title = ''] = /^(?:`([^`]+)`|the same file)(?:: (.+))?$/.exec(part) ?? []
      file = named ?? file
      const isNamed = named !== undefined || part.startsWith('the same file')
      if (!isNamed || !existsSync(file) || !titlesIn(file).some((one) => one.includes(title)))
        missing.push(`${where}: ${part}`)
    }
  }
  expect(missing).toEqual([])
})

/** What tests, and groups of them, are called; of those that run for many things what all of them are called. */
function titlesIn(file: string): string[] {
  const source = readFileSync(file, 'utf8')
  const titles = source.matchAll(
    /(?:\b(?:test|describe)\(|\)\(\s*)\s*(?:'((?:\\.|[^'\\])*)'|"([^"]*)"|`([^`]*)`)/g,
  )
  return ['', ...[...titles].map(([, one, two, three]) => (one ?? two ?? three ?? '').replaceAll("\\'", "'"))]
}

// docs/differences.md gives a reason and a test for each difference; the tests it names are there.
import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const page = readFileSync('docs/differences.md', 'utf8')
const rows = [...page.matchAll(/^\| (?!where \||---)(.+) \|$/gm)].map(([, line = '']) =>
  line.split(/(?<!\\)\|/).map((cell) => cell.trim()),
)

test('each difference says where, what, why, and which test holds it', () => {
  expect(rows.length).toBeGreaterThan(100)
  const incomplete = rows.filter((cells) => cells.length !== 5 || cells.some((cell) => cell === ''))
  expect(incomplete.map(([where]) => where)).toEqual([])
})

test('each test that it names is there, by its title or as a case of one', () => {
  const missing: string[] = []
  let file = ''
  for (const [where = '', , , , cell = ''] of rows) {
    for (const part of cell.split('; ')) {
      const [, named, title] = /^(?:`([^`]+)`|the same file): (.+)$/.exec(part) ?? []
      file = named ?? file
      if (!title || !existsSync(file) || !titlesIn(file).some((one) => one.includes(title)))
        missing.push(`${where}: ${part}`)
    }
  }
  expect(missing).toEqual([])
})

/** What tests, and groups of them, are called; of those that run for many cases what all of them are called, and each. */
function titlesIn(file: string): string[] {
  const source = readFileSync(file, 'utf8')
  const titles = source.matchAll(
    /(?:\b(?:test|describe)\(|\)\(\s*|^\s+\[?|\[)\s*(?:'((?:\\.|[^'\\])*)'|"([^"]*)"|`([^`]*)`)/gm,
  )
  return [...titles].map(([, one, two, three]) => (one ?? two ?? three ?? '').replaceAll("\\'", "'"))
}

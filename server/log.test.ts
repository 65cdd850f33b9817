import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLog } from './log.ts'
import { nasty } from './testing/nasty.ts'

test('no text ends a line of the log before its time, or becomes another field', () => {
  fc.assert(
    fc.property(nasty, nasty, nasty, (message, fact, error) => {
      const lines: string[] = []
      createLog('debug', (line) => lines.push(line)).warn(message, { fact, error: new TypeError(error) })
      expect(lines).toHaveLength(1)
      expect(lines[0]).toMatch(/^[^\n\r]*\n$/)
      expect(JSON.parse(lines[0] ?? '')).toMatchObject({
        level: 'warn',
        message: message,
        fact: fact,
        error: { name: 'TypeError', message: error },
      })
    }),
    { numRuns: 3_500 },
  )
})

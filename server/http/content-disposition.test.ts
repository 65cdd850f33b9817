import { validateHeaderValue } from 'node:http'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nasty } from '../testing/nasty.ts'
import { contentDisposition } from './content-disposition.ts'

test('no name of a file ends the header, or the name in it', () => {
  fc.assert(
    fc.property(nasty, (name) => {
      const header = contentDisposition('attachment', name)
      expect(() => validateHeaderValue('content-disposition', header)).not.toThrow()
      const [, plain, encoded = ''] =
        /^attachment; filename="([\w. -]*)"; filename\*=UTF-8''([A-Za-z0-9!#$&+.^_`|~%-]*)$/.exec(header) ??
        []
      expect(plain).toBeDefined()
      expect(decodeURIComponent(encoded)).toBe(name.replaceAll(/\p{Surrogate}/gu, '\ufffd'))
    }),
    { numRuns: 10_000 },
  )
})

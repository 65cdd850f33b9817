import { expect, test } from 'vitest'
import { png } from '../testing/upload.ts'
import { mimeTypeOf } from './mime-type.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')
const bitmap = Buffer.concat([bytes('BM'), Buffer.alloc(12), Buffer.from([40, 0, 0, 0]), Buffer.alloc(40)])

test.each([
  ['a picture is known by its first bytes', 'a.txt', 'text/plain', png, 'image/png'],
  ['a JPEG', 'a', '', bytes('\xff\xd8\xff\xe0..JFIF'), 'image/jpeg'],
  ['a GIF', 'a', '', bytes('GIF89a...'), 'image/gif'],
  ['a WebP', 'a', '', bytes('RIFF1234WEBPVP8 '), 'image/webp'],
  ['an AVIF', 'a', '', bytes('\0\0\0\x1cftypavif'), 'image/avif'],
  ['a bitmap', 'a.bmp', '', bitmap, 'image/bmp'],
  ['a PDF', 'a', '', bytes('%PDF-1.7'), 'application/pdf'],
  ['a text that begins like a bitmap is none', 'a.txt', '', bytes('BMW is a make of cars.'), 'text/plain'],
  ['a name says what bytes do not', 'a.CSV', '', bytes('a,b'), 'text/csv'],
  ['the client comes before the name', 'a.csv', 'text/plain; charset=utf-8', bytes('a,b'), 'text/plain'],
  [
    'a client that knows nothing does not count',
    'a.csv',
    'application/octet-stream',
    bytes('a,b'),
    'text/csv',
  ],
  [
    'who says "picture" has to bring one',
    'a.png',
    'image/png',
    bytes('<script>'),
    'application/octet-stream',
  ],
  ['a name alone is not believed either', 'a.jpg', '', bytes('MZ'), 'application/octet-stream'],
  ['another name for a bitmap', 'a', 'image/x-ms-bmp', bitmap, 'image/bmp'],
  ['a page is a page', 'a.html', '', bytes('<!doctype html>'), 'text/html'],
  ['a drawing is a drawing', 'a.svg', 'image/svg+xml', bytes('<svg/>'), 'image/svg+xml'],
  ['nothing is known', 'a', 'nonsense', bytes('?'), 'application/octet-stream'],
  ['a type with a line end in it', 'a', 'text/x\r\nX-Evil: 1', bytes('?'), 'text/x'],
  [
    'an extension that objects have by themselves',
    'a.constructor',
    '',
    bytes('?'),
    'application/octet-stream',
  ],
  ['as long as the beginning is missing, what is said counts', 'a.png', '', undefined, 'image/png'],
])('%s', (_, name, declaredType, start, type) => {
  expect(mimeTypeOf({ name, declaredType, start })).toBe(type)
})

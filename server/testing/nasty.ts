// What somebody would try who wants a text to be taken for something else.
import fc from 'fast-check'

/** Texts that end a line, a header, a message or a text, or seem to; and random ones. */
export const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\r\n',
        '\r',
        '\n',
        '\0',
        '\t',
        '\v',
        '\f',
        '\x1b',
        '\x7f',
        '\u0085',
        '\u2028',
        '\u2029',
        ' ',
      ),
      fc.constantFrom(
        'Bcc: eve@example.net',
        'X-Evil: 1',
        '\r\n.\r\n',
        '.',
        '<',
        '>',
        ',',
        ';',
        '"',
        '\\',
        '=?utf-8?Q?=0D=0A?=',
      ),
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constant('x'.repeat(1_200)),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''))

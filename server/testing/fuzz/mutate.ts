// One to three things are done to a good request, first to what it says, then to how it says it.
import type { Endpoint } from '../../../contract/endpoint.ts'
import { hostileName, hostileValue } from './hostile.ts'
import { type Path, placesIn, Verbatim, withValueAt, writeJson } from './json.ts'
import { oddQuery } from './queries.ts'
import type { Random } from './random.ts'
import type { WireRequest } from './wire.ts'

/** A request as its parts, before it is written. */
export type Draft = {
  readonly endpoint: Endpoint
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, unknown>>
  readonly body: unknown
  readonly form: Readonly<Record<string, unknown>> | undefined
  readonly headers: readonly (readonly [name: string, value: string])[]
}

export type Mutated<Thing> = { readonly name: string; readonly thing: Thing }
type Mutation<Thing> = (thing: Thing, random: Random) => Mutated<Thing>

// --- What is said ---------------------------------------------------------------------------------------------------

const inBody: Mutation<Draft> = (draft, random) => {
  const path = random.pick(placesIn(draft.body))
  const [name, value] = hostileValue(random, String(path.at(-1) ?? ''))
  return {
    name: `${shown('body', path)}: ${name}`,
    thing: { ...draft, body: withValueAt(draft.body, path, value) },
  }
}

const withoutField: Mutation<Draft> = (draft, random) => {
  const path = random.pick(placesIn(draft.body))
  return {
    name: `${shown('body', path)}: left out`,
    thing: { ...draft, body: withValueAt(draft.body, path, undefined) },
  }
}

const strayFields = [
  '$id',
  'id',
  'project',
  'role',
  'status',
  'enabled',
  '__proto__',
  'constructor',
  'seq',
  'x\u0000y',
]

const withMoreFields: Mutation<Draft> = (draft, random) => {
  const field = random.pick(strayFields)
  const [name, value] = hostileValue(random, field)
  const body = withValueAt(draft.body ?? {}, [field], value)
  return { name: `${shown('body', [field])}: ${name}`, thing: { ...draft, body } }
}

/** The first of two says something else. */
const twice: Mutation<Draft> = (draft, random) => {
  const [field] = random.pick(placesIn(draft.body))
  if (field === undefined) return inBody(draft, random)
  const [name, value] = hostileValue(random, String(field))
  const body = new Verbatim(
    `{${JSON.stringify(String(field))}:${writeJson(value)},${writeJson(draft.body).slice(1)}`,
  )
  return { name: `${shown('body', [field])} is there twice, first as ${name}`, thing: { ...draft, body } }
}

const inForm: Mutation<Draft> = (draft, random) => {
  const field = random.pick([...Object.keys(draft.form ?? {}), 'fileId', 'permissions', 'constructor'])
  const [name, value] = hostileValue(random, field)
  return {
    name: `${shown('form', [field])}: ${name}`,
    thing: { ...draft, form: { ...draft.form, [field]: value } },
  }
}

const inQuery: Mutation<Draft> = (draft, random) => {
  const schema = (draft.endpoint.query?._zod.def as { shape?: object } | undefined)?.shape ?? {}
  const field = random.pick([
    ...Object.keys(schema),
    ...('queries' in schema ? ['queries', 'queries', 'queries'] : []),
  ])
  const count = random.pick([1, 1, 1, 1, 2, 4, 101])
  const values = Array.from({ length: count }, () =>
    field === 'queries' && random.chance(0.5)
      ? oddQuery(draft.endpoint, random)
      : hostileValue(random, field),
  )
  const put = field === 'queries' ? values.map(([, value]) => textOf(value)) : values[0]?.[1]
  const name = `${shown('query', [field])}: ${values
    .slice(0, 2)
    .map(([name]) => name)
    .join(', ')}${count > 2 ? ' …' : ''}`
  return { name, thing: { ...draft, query: { ...draft.query, [field]: put } } }
}

const strayNames = [
  'x',
  '__proto__',
  'constructor',
  'queries[__proto__]',
  'queries[0][a]',
  'a[b]',
  'project',
  'mode',
  '[]',
  'total[]',
]

const strayInQuery: Mutation<Draft> = (draft, random) => {
  const field = random.pick(strayNames)
  const [name, value] = hostileValue(random, field)
  return {
    name: `${shown('query', [field])}: ${name}`,
    thing: { ...draft, query: withValueAt(draft.query, [field], value) as Draft['query'] },
  }
}

/** Every route refuses this, whatever it takes. */
export const unstorable: Mutation<Draft> = (draft, random) => {
  const [field, value] = random.pick([
    ['x', 'a\u0000'],
    ['x\u0000', 'a'],
    ['search', '\u0000'],
    ['total', '\u0000'],
  ] as const)
  return {
    name: `${shown('query', [field])}: a NUL`,
    thing: { ...draft, query: { ...draft.query, [field]: value } },
  }
}

const inPath: Mutation<Draft> = (draft, random) => {
  const param = random.pick(Object.keys(draft.params))
  const [name, value] = hostileName(random)
  return { name: `${param}: ${name}`, thing: { ...draft, params: { ...draft.params, [param]: value } } }
}

const headerNames = [
  'x-appwrite-project',
  'x-appwrite-key',
  'x-appwrite-jwt',
  'x-appwrite-session',
  'x-appwrite-mode',
  'cookie',
  'origin',
  'if-match',
  'x-fallback-cookies',
  'x-forwarded-for',
  'x-forwarded-user-agent',
  'user-agent',
  'accept',
  'expect',
  'host',
  'x-appwrite-response-format',
]
const headerValues: readonly (readonly [string, string])[] = [
  ['Latin-1', 'M\u00fcnchen \u00e9\u00ff'],
  ['an empty text', ''],
  ['10,000 characters', 'x'.repeat(10_000)],
  ['a list', '[]'],
  ['null', 'null'],
  ['a prototype', '{"__proto__":{"a":1}}'],
  ['a text with quotes', '"; drop table users; --'],
  ['many cookies', Array.from({ length: 200 }, (_, index) => `c${index}=%zz`).join('; ')],
  ['a range', 'bytes=0-0,2-999999999999999999999'],
  ['a range of content', 'bytes 0-4/5'],
  ['a wrong range of content', 'bytes 5-1/99999999999999999999'],
  ['a JWT that is none', 'eyJhbGciOiJub25lIn0.e30.'],
  ['three dots', 'a.b.c'],
  ['a date', '2099-01-01T00:00:00.000+00:00'],
  ['a tab', 'a\tb'],
  ['an origin', 'https://evil.example'],
  ['100-continue', '100-continue'],
  ['a number', '-1'],
]

const inHeaders: Mutation<Draft> = (draft, random) => {
  const own = Object.keys((draft.endpoint.headers?._zod.def as { shape?: object } | undefined)?.shape ?? {})
  const header = random.pick([...headerNames, ...own, ...own, ...own])
  const [name, value] = random.pick(headerValues)
  const others = draft.headers.filter(([other]) => other !== header)
  return { name: `header ${header}: ${name}`, thing: { ...draft, headers: [...others, [header, value]] } }
}

/** What suits the endpoint, the likelier the more often it stands here. */
export function mutateDraft(draft: Draft, random: Random): Mutated<Draft> {
  const { endpoint, params } = draft
  const isSpeechless = !endpoint.body && !endpoint.query && !endpoint.form
  const suiting = [
    ...(endpoint.body ? [inBody, inBody, inBody, inBody, inBody, withoutField, withMoreFields, twice] : []),
    ...(endpoint.form ? [inForm, inForm, inForm, inForm] : []),
    ...(endpoint.query ? [inQuery, inQuery, inQuery, inQuery] : []),
    ...(Object.keys(params).length > 0 ? [inPath, inPath] : []),
    ...(isSpeechless ? [unstorable, unstorable] : []),
    unstorable,
    strayInQuery,
    inHeaders,
  ]
  return random.pick(suiting)(draft, random)
}

function shown(part: string, path: Path): string {
  return [part, ...path].join('.').replaceAll('\u0000', '␀')
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : writeJson(value)
}

// --- How it is said -------------------------------------------------------------------------------------------------

const header = (wire: WireRequest, name: string, value: string | undefined): WireRequest => ({
  ...wire,
  headers: [
    ...wire.headers.filter(([other]) => other !== name),
    ...(value === undefined ? [] : [[name, value] as const]),
  ],
})
const withBody = (wire: WireRequest, body: Buffer): WireRequest =>
  header({ ...wire, body }, 'content-length', String(body.length))

const contentTypes = [
  undefined,
  '',
  'text/plain',
  'application/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'multipart/form-data; boundary=',
  'multipart/form-data; boundary=other',
  'application/json; charset=utf-16',
  'application/json;;;=',
  'APPLICATION/JSON',
  'application/json\u00ff',
  'x'.repeat(5000),
  'a/b/c',
  'application/vnd.api+json',
]

const brokenBodies: readonly (readonly [string, (body: Buffer, random: Random) => Buffer])[] = [
  ['empty', () => Buffer.alloc(0)],
  ['truncated', (body, random) => body.subarray(0, random.int(Math.max(1, body.length)))],
  ['null', () => Buffer.from('null')],
  ['a list', () => Buffer.from('[{}]')],
  ['a text', () => Buffer.from('"text"')],
  ['a number', () => Buffer.from('1e400')],
  ['no JSON', () => Buffer.from("{'a': 1,}")],
  ['a form', () => Buffer.from('messageId=a&subject=b')],
  ['with a byte order mark', (body) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body])],
  [
    'with bytes that are no UTF-8',
    (body) => Buffer.concat([body.subarray(0, -2), Buffer.from([0xff, 0xfe, 0xc0]), body.subarray(-2)]),
  ],
  ['in UTF-16', (body) => Buffer.from(body.toString('utf8'), 'utf16le')],
  ['10,000 lists deep', () => Buffer.from('['.repeat(10_000) + ']'.repeat(10_000))],
  ['100,000 opened lists', () => Buffer.from('['.repeat(100_000))],
  ['3 MB of blanks', () => Buffer.alloc(3_000_000, 0x20)],
  ['a thousand bytes of nothing', () => Buffer.alloc(1000)],
]

const brokenForms: readonly (readonly [string, (form: string) => string])[] = [
  ['without its end', (form) => form.replace(/--fuzz--\r\n$/, '')],
  ['without a name', (form) => form.replace(/name="file"; /, '')],
  [
    'with a header that never ends',
    (form) => form.replace('Content-Disposition', `X: ${'x'.repeat(100_000)}`),
  ],
  ['with a name of 1,000 characters', (form) => form.replace('filename="', `filename="${'n'.repeat(1000)}`)],
  ['with a path as its name', (form) => form.replace('filename="', 'filename="../../../etc/')],
  ['with a NUL in its name', (form) => form.replace('filename="', 'filename="\u0000')],
  ['with line breaks in its name', (form) => form.replace('filename="', 'filename="a%0d%0aX-Evil: 1\n')],
  ['with bytes of Latin-1 in its name', (form) => form.replace('filename="', 'filename="\u00ff\u00fe')],
  [
    'with two files',
    (form) =>
      form.replace(
        /--fuzz--\r\n$/,
        '--fuzz\r\nContent-Disposition: form-data; name="file"; filename="b"\r\n\r\nb\r\n--fuzz--\r\n',
      ),
  ],
  [
    'with a thousand fields',
    (form) => '--fuzz\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n'.repeat(1000) + form,
  ],
  [
    'with a field of 10 kB',
    (form) =>
      `--fuzz\r\nContent-Disposition: form-data; name="fileId"\r\n\r\n${'f'.repeat(10_000)}\r\n${form}`,
  ],
  ['with a file that is none', (form) => form.replace(/; filename="[^"]*"/, '')],
  ['with nothing in it', () => '--fuzz--\r\n'],
  ['that is no form', () => 'hello'],
  [
    'with a prototype',
    (form) => `--fuzz\r\nContent-Disposition: form-data; name="__proto__"\r\n\r\nx\r\n${form}`,
  ],
]

const brokenTargets: readonly (readonly [string, (target: string) => string])[] = [
  ['a percent sign', (target) => `${target}/%`],
  ['percent-encoding of no digits', (target) => target.replace(/([^/]+)$/, '%zz$1')],
  ['percent-encoding of no UTF-8', (target) => target.replace(/([^/?]+)(\?|$)/, '%ff%fe$2')],
  ['an overlong slash', (target) => target.replace('/v1/', '/v1/..%c0%af')],
  ['an encoded path upwards', (target) => target.replace('/v1/', '/v1/%2e%2e%2f%2e%2e%2fetc%2fpasswd/')],
  ['a path upwards', (target) => target.replace('/v1/', '/v1/../../etc/')],
  ['two slashes', (target) => target.replace('/v1/', '/v1//')],
  ['a slash at the end', (target) => target.replace(/(\?|$)/, '/$1')],
  ['upper case', (target) => target.toUpperCase()],
  ['a fragment', (target) => `${target}#a`],
  ['a semicolon', (target) => target.replace(/(\?|$)/, ';a=b$1')],
  ['a backslash', (target) => target.replaceAll('/', '\\').replace('\\', '/')],
  [
    'broken percent-encoding in the query',
    (target) => `${target}${target.includes('?') ? '&' : '?'}%zz=%&a=%ff`,
  ],
  ['many parameters', (target) => `${target}${target.includes('?') ? '&' : '?'}${'a=b&'.repeat(5000)}`],
  ['a long path', (target) => target.replace('/v1/', `/v1/${'x'.repeat(20_000)}/`)],
  ['a long query', (target) => `${target}${target.includes('?') ? '&' : '?'}x=${'x'.repeat(300_000)}`],
  ['more than all headers may have', (target) => `${target}?x=${'x'.repeat(600_000)}`],
  ['a NUL', (target) => target.replace(/(\?|$)/, '%00$1')],
  ['an address', (target) => `http://example.org${target}`],
  ['no path', () => '*'],
]

const methods = [
  'HEAD',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'PUT',
  'PATCH',
  'DELETE',
  'GET',
  'POST',
  'BREW',
  'get',
  'CONNECT',
  'QUERY',
  'SEARCH',
]

const otherWires: readonly (readonly [string, (wire: WireRequest) => WireRequest])[] = [
  ['without a host', (wire) => header(wire, 'host', undefined)],
  ['with 600 kB of headers', (wire) => header(wire, 'x-long', 'x'.repeat(600_000))],
  [
    'with 3,000 headers',
    (wire) => ({
      ...wire,
      headers: [...wire.headers, ...Array.from({ length: 3000 }, (_, index) => [`x-${index}`, 'y'] as const)],
    }),
  ],
  [
    'with a header that is none',
    (wire) => ({ ...wire, headers: [['no header\u0001', 'x'], ...wire.headers] }),
  ],
  ['with a NUL in a header', (wire) => header(wire, 'user-agent', 'a\u0000b')],
  [
    'with two lengths',
    (wire) => ({ ...wire, headers: [...wire.headers, ['Content-Length', '3'], ['Content-Length', '4']] }),
  ],
  ['with a length that is none', (wire) => header(wire, 'content-length', 'many')],
  ['with a length below none', (wire) => header(wire, 'content-length', '-1')],
  [
    'with a length of 10 GB',
    (wire) => ({ ...header(wire, 'content-length', '10000000000'), cutAfter: wire.body.length }),
  ],
  [
    'with chunks that are none',
    (wire) => ({
      ...header(header(wire, 'content-length', undefined), 'transfer-encoding', 'chunked'),
      body: Buffer.from('zz\r\nhello\r\n'),
    }),
  ],
  [
    'in a chunk',
    (wire) => ({
      ...header(header(wire, 'content-length', undefined), 'transfer-encoding', 'chunked'),
      body:
        wire.body.length === 0
          ? Buffer.from('0\r\n\r\n')
          : Buffer.concat([
              Buffer.from(`${wire.body.length.toString(16)}\r\n`),
              wire.body,
              Buffer.from('\r\n0\r\n\r\n'),
            ]),
    }),
  ],
  ['in gzip that is none', (wire) => header(wire, 'content-encoding', 'gzip')],
  [
    'with an upgrade',
    (wire) => ({
      ...wire,
      headers: [
        ...wire.headers.filter(([name]) => name !== 'connection'),
        ['connection', 'close, upgrade'],
        ['upgrade', 'websocket'],
      ],
    }),
  ],
  ['cut in the middle', (wire) => ({ ...wire, cutAfter: Math.floor(wire.body.length / 2) })],
]

type Named<Thing> = readonly [string, Thing]

/** The draft's endpoint decides how its body is broken. */
export function mutateWire(wire: WireRequest, { endpoint }: Draft, random: Random): Mutated<WireRequest> {
  const hasBody = wire.body.length > 0
  const kind = random.pick([
    ...(hasBody ? ['type', 'body', 'body', 'body'] : []),
    ...(endpoint.form ? ['form', 'form', 'form'] : []),
    'target',
    'method',
    'other',
  ])
  if (kind === 'type') {
    const type = random.pick(contentTypes)
    return {
      name: `content type ${JSON.stringify(type?.slice(0, 50))}`,
      thing: header(wire, 'content-type', type),
    }
  }
  if (kind === 'body') {
    const [name, change] = random.pick(brokenBodies)
    return { name: `the body ${name}`, thing: withBody(wire, change(wire.body, random)) }
  }
  if (kind === 'form') {
    const [name, change] = random.pick(brokenForms)
    return {
      name: `the form ${name}`,
      thing: withBody(wire, Buffer.from(change(wire.body.toString('latin1')), 'latin1')),
    }
  }
  if (kind === 'target') return ofTarget(wire, random.pick(brokenTargets))
  if (kind === 'method') {
    const method = random.pick(methods)
    return { name: `the method ${method}`, thing: { ...wire, method } }
  }
  const [name, change] = random.pick(otherWires)
  return { name, thing: change(wire) }
}

function ofTarget(
  wire: WireRequest,
  [name, change]: Named<(target: string) => string>,
): Mutated<WireRequest> {
  return { name: `the path: ${name}`, thing: { ...wire, target: change(wire.target) } }
}

// --- From the one to the other --------------------------------------------------------------------------------------

export function writeRequest(draft: Draft, port: number): WireRequest {
  const { endpoint, query, body, form, headers } = draft
  const path = endpoint.path.replaceAll(/:(\w+)/g, (_, name: string) => percent(draft.params[name] ?? ''))
  const pairs = Object.entries(query).flatMap(([name, value]) => pairsOf(name, value))
  const search = pairs.map(([name, value]) => `${percent(name)}=${percent(value)}`).join('&')
  const bytes = bodyOf(body, form)
  return {
    method: endpoint.method,
    target: `/v1${path}${search === '' ? '' : `?${search}`}`,
    headers: [
      ...(headers.some(([name]) => name === 'host') ? [] : [['host', `127.0.0.1:${port}`] as const]),
      ['connection', 'close'],
      ...headers,
      ...(bytes
        ? [['content-type', form ? 'multipart/form-data; boundary=fuzz' : 'application/json'] as const]
        : []),
      ...(bytes || endpoint.method !== 'GET'
        ? [['content-length', String(bytes?.length ?? 0)] as const]
        : []),
    ],
    body: bytes ?? Buffer.alloc(0),
  }
}

function pairsOf(name: string, value: unknown): [string, string][] {
  if (value === undefined) return []
  if (Array.isArray(value) && value.length <= 1000) return value.map((entry) => [`${name}[]`, textOf(entry)])
  return [[name, textOf(value)]]
}

function bodyOf(body: unknown, form: Draft['form']): Buffer | undefined {
  if (form) return Buffer.from(formText(form))
  return body === undefined ? undefined : Buffer.from(writeJson(body))
}

function formText(form: Readonly<Record<string, unknown>>): string {
  const fields = Object.entries(form).flatMap(([name, value]) => pairsOf(name, value))
  const parts = fields.map(
    ([name, value]) => `--fuzz\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  const file =
    '--fuzz\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\nHello\r\n'
  return `${parts.join('')}${file}--fuzz--\r\n`
}

/** As `encodeURIComponent`, which throws at a lone surrogate. */
function percent(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => {
      const character = String.fromCharCode(byte)
      return /[A-Za-z0-9._~-]/.test(character)
        ? character
        : `%${byte.toString(16).padStart(2, '0').toUpperCase()}`
    })
    .join('')
}

// What a file is. Its first bytes have the first word, then its client, then its name; a name or a client that says
// "picture" of something that is none is not believed.

type Evidence = {
  readonly name: string
  readonly declaredType: string
  /** The first bytes, where they are known. */
  readonly start: Buffer | undefined
}

const unknown = 'application/octet-stream'

export function mimeTypeOf({ name, declaredType, start }: Evidence): string {
  const seen = start && ofBytes(start)
  if (seen) return seen
  const said = readType(declaredType) ?? ofName(name) ?? unknown
  return start && told.has(said) ? unknown : said
}

type Mark = { readonly type: string; readonly at: number; readonly bytes: Buffer }

const mark = (type: string, bytes: string, at = 0): Mark => ({
  type,
  at,
  bytes: Buffer.from(bytes, 'latin1'),
})

const marks: readonly Mark[] = [
  mark('image/png', '\x89PNG\r\n\x1a\n'),
  mark('image/jpeg', '\xff\xd8\xff'),
  mark('image/gif', 'GIF87a'),
  mark('image/gif', 'GIF89a'),
  mark('image/webp', 'WEBP', 8),
  mark('image/avif', 'ftypavif', 4),
  mark('image/bmp', 'BM'),
  mark('application/pdf', '%PDF-'),
]

/** What is known by its first bytes, and is nothing of the kind without them. */
const told: ReadonlySet<string> = new Set(marks.map(({ type }) => type))

function ofBytes(start: Buffer): string | undefined {
  const found = marks.find(({ at, bytes }) => start.subarray(at, at + bytes.length).equals(bytes))
  // "BM" begins many a text: a picture's header says how long it is itself (BITMAPINFOHEADER: 40 bytes, and its kin).
  if (found?.type === 'image/bmp' && !isBitmap(start)) return undefined
  if (found?.type === 'image/webp' && start.toString('latin1', 0, 4) !== 'RIFF') return undefined
  return found?.type
}

function isBitmap(start: Buffer): boolean {
  return start.length >= 18 && [12, 40, 52, 56, 64, 108, 124].includes(start.readUInt32LE(14))
}

/** Other names for the same, as some clients write them. */
const aliases: Readonly<Record<string, string>> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'image/x-png': 'image/png',
  'image/x-ms-bmp': 'image/bmp',
  'image/x-bmp': 'image/bmp',
}

/** Undefined where it says nothing. */
function readType(declared: string): string | undefined {
  const type = /^[a-z]+\/[\w!#$&^.+-]{1,100}/i.exec(declared)?.[0].toLowerCase()
  return type === undefined || type === unknown ? undefined : (aliases[type] ?? type)
}

const byExtension: Readonly<Record<string, string>> = {
  avif: 'image/avif',
  bmp: 'image/bmp',
  csv: 'text/csv',
  css: 'text/css',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  eml: 'message/rfc822',
  gif: 'image/gif',
  gz: 'application/gzip',
  heic: 'image/heic',
  htm: 'text/html',
  html: 'text/html',
  ics: 'text/calendar',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  js: 'text/javascript',
  json: 'application/json',
  md: 'text/markdown',
  mov: 'video/quicktime',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
  odp: 'application/vnd.oasis.opendocument.presentation',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  odt: 'application/vnd.oasis.opendocument.text',
  ogg: 'audio/ogg',
  pdf: 'application/pdf',
  png: 'image/png',
  ppt: 'application/vnd.ms-powerpoint',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  rtf: 'application/rtf',
  svg: 'image/svg+xml',
  tar: 'application/x-tar',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  txt: 'text/plain',
  vcf: 'text/vcard',
  wav: 'audio/wav',
  webm: 'video/webm',
  webp: 'image/webp',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  xml: 'application/xml',
  zip: 'application/zip',
}

function ofName(name: string): string | undefined {
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
  return Object.hasOwn(byExtension, extension) ? byExtension[extension] : undefined
}

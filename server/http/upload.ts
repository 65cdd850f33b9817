// A file that comes in, in a multipart form: handed on as it arrives, never held whole.
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { readFields } from './parsing.ts'
import { Refusal, wrongParam } from './refusal.ts'

export type IncomingFile = {
  /** Without a path; '' where the client gave none. */
  readonly name: string
  /** What the client says that it is. */
  readonly mimeType: string
  readonly bytes: AsyncIterable<Buffer>
}

export type Upload<Fields> = {
  /**
   * Hands the file to `receive` when it comes, and answers the fields once all has been read: clients put fields before the
   * file and after it. `receive` is not called where there is no file.
   */
  readonly read: (receive: (file: IncomingFile) => Promise<void>) => Promise<Fields>
}

/** A hundred permissions, an id, and some that nobody asked for. */
const limits = { fields: 200, fieldSize: 4 * 1024, fieldNameSize: 100, files: 1, parts: 201, headerPairs: 50 }

export async function acceptUploads(app: FastifyInstance): Promise<void> {
  // How large a file may be is the bucket's to say.
  await app.register(multipart, { limits: { ...limits, fileSize: Number.POSITIVE_INFINITY } })
}

export function uploadOf<Fields>(
  request: FastifyRequest,
  parse: (fields: Record<string, unknown>) => Fields,
): Upload<Fields> {
  return { read: async (receive) => parse(await readParts(request, receive)) }
}

async function readParts(
  request: FastifyRequest,
  receive: (file: IncomingFile) => Promise<void>,
): Promise<Record<string, unknown>> {
  if (!request.isMultipart()) return {}
  const fields: [string, string][] = []
  for await (const part of readable(request.parts())) {
    if (part.type === 'field') {
      fields.push([part.fieldname, String(part.value)])
      continue
    }
    const bytes: AsyncIterable<Buffer> = readable(part.file)
    if (part.fieldname !== 'file') for await (const _ of bytes);
    else await receive({ name: baseName(part.filename ?? ''), mimeType: part.mimetype, bytes })
  }
  return readFields(fields)
}

/** Some browsers send whole paths. */
function baseName(name: string): string {
  return name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
}

/** What the parser throws is the caller's to mend; what whoever reads throws passes by here. */
async function* readable<Item>(source: AsyncIterable<Item>): AsyncGenerator<Item, void> {
  try {
    yield* source
  } catch (cause) {
    throw /^FST_(PARTS|FILES|FIELDS)_LIMIT$/.test(codeOf(cause))
      ? new Refusal('general_payload_too_large', 'The form has too many parts.')
      : wrongParam('file', 'must come in a well-formed form')
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

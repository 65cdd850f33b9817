// Files on their way to the server. Apart from the client, which every page loads.
import type * as z from 'zod'
import type { Endpoint, Reply, Sendable } from '../../contract/endpoint.ts'
import { readJson, send, type Transport } from './client.ts'

type TakesFile = Endpoint & {
  readonly method: 'POST'
  readonly form: z.ZodType
  readonly reply: z.ZodType
}

interface Upload<E extends TakesFile> {
  readonly params: Sendable<E>['params']
  /** The fields beside the file. */
  readonly fields: Readonly<Record<string, string>>
  readonly file: Blob
  readonly fileName: string
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly signal: AbortSignal
  /** Bytes that have left so far, the form's own few included. */
  readonly onProgress: (sent: number) => void
}

/** A file, or a piece of one, in a form. */
export async function upload<E extends TakesFile>(
  endpoint: E,
  { fields, file, fileName, onProgress, ...options }: Upload<E>,
): Promise<Reply<E>> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', file, fileName)
  const response = await send(endpoint, { ...options, by: posting(form, onProgress) })
  return (await readJson(response)) as Reply<E>
}

/** What `fetch` does, and tells how far it is: that browsers tell only here. */
function posting(form: FormData, onProgress: (sent: number) => void): Transport {
  return (url, { headers, signal }) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest()
      request.open('POST', url)
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
      request.upload.onprogress = ({ loaded }) => onProgress(loaded)
      request.onload = () => {
        const retryAfter = request.getResponseHeader('Retry-After')
        resolve(
          new Response(request.responseText, {
            status: request.status,
            ...(retryAfter && { headers: { 'Retry-After': retryAfter } }),
          }),
        )
      }
      request.onerror = () => reject(new TypeError('The form could not be sent.'))
      request.onabort = () => reject(signal.reason)
      signal.addEventListener('abort', () => request.abort(), { once: true })
      if (signal.aborted) return reject(signal.reason)
      request.send(form)
    })
}

export interface FormRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly form: FormData
  readonly signal: AbortSignal
  /** Bytes that have left so far, the form's own few included. */
  readonly onProgress?: ((sent: number) => void) | undefined
}

/** What `fetch` does, and tells how far it is: that browsers tell only here. */
export function postForm({ url, headers, form, signal, onProgress }: FormRequest): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', url)
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.upload.onprogress = ({ loaded }) => onProgress?.(loaded)
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

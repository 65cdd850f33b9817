// Requests as bytes on a socket, since HTTP clients refuse to say what hostile ones do.
import net from 'node:net'

export type WireRequest = {
  readonly method: string
  /** As it stands in the first line. */
  readonly target: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Buffer
  /** The connection ends after so many bytes of the body. */
  readonly cutAfter?: number
}

export type WireAnswer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

export type Outcome =
  | { readonly kind: 'answered'; readonly answer: WireAnswer; readonly ms: number }
  /** The server closed the connection and had said nothing that is HTTP. */
  | { readonly kind: 'closed'; readonly said: string; readonly ms: number }
  | { readonly kind: 'silent'; readonly ms: number }

export function bytesOf({ method, target, headers, body, cutAfter = body.length }: WireRequest): Buffer {
  const head = [
    `${method} ${target} HTTP/1.1`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    '',
    '',
  ]
  // Header values are bytes, one for each character.
  return Buffer.concat([Buffer.from(head.join('\r\n'), 'latin1'), body.subarray(0, cutAfter)])
}

/** Sends over a connection of its own and reads until the server closes it. */
export function send(port: number, request: WireRequest, limitMs = 20_000): Promise<Outcome> {
  const start = performance.now()
  return new Promise((resolve) => {
    const socket = net.connect({ port, host: '127.0.0.1', noDelay: true })
    const chunks: Buffer[] = []
    const end = (isSilent: boolean) => {
      clearTimeout(timer)
      socket.destroy()
      const ms = performance.now() - start
      const said = Buffer.concat(chunks)
      const answer = readAnswer(said)
      if (answer) resolve({ kind: 'answered', answer, ms })
      else resolve(isSilent ? { kind: 'silent', ms } : { kind: 'closed', said: said.toString('latin1'), ms })
    }
    const timer = setTimeout(() => end(true), limitMs)
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('close', () => end(false))
    // A reset after an answer is how a server stops somebody who goes on talking.
    socket.on('error', () => {})
    socket.write(bytesOf(request))
    if (request.cutAfter !== undefined) socket.end()
  })
}

/** Interim answers (100 Continue) are passed over. */
function readAnswer(said: Buffer): WireAnswer | undefined {
  const endOfHead = said.indexOf('\r\n\r\n')
  if (endOfHead < 0) return undefined
  const [first = '', ...lines] = said.toString('latin1', 0, endOfHead).split('\r\n')
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1])
  if (Number.isNaN(status)) return undefined
  if (status < 200) return readAnswer(said.subarray(endOfHead + 4))
  const headers = Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  )
  // What comes after an answer of known length is about what was sent after the request.
  const length = headers['content-length']
  const end = length === undefined ? said.length : endOfHead + 4 + Number(length)
  return { status, headers, text: said.toString('utf8', endOfHead + 4, end) }
}

/** What a person types to see it again; what a shell cannot say is cut short. */
export function asCurl(port: number, { method, target, headers, body }: WireRequest): string {
  const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`
  const shown = (text: string) =>
    text.length > 400 ? `${text.slice(0, 400)}… (${text.length} characters)` : text
  const parts = [
    `curl -i --path-as-is -X ${method} ${quoted(shown(`http://127.0.0.1:${port}${target}`))}`,
    ...headers
      .filter(([name]) => !/^(host|connection|content-length)$/i.test(name))
      .map(([name, value]) => `-H ${quoted(shown(`${name}: ${value}`))}`),
    ...(body.length > 0
      ? [`--data-binary ${quoted(shown(JSON.stringify(body.toString('utf8')).slice(1, -1)))}`]
      : []),
  ]
  return parts.join(' ')
}

// What stands between browser and server in many places: a proxy. This one can be as slow as a bad line, or fail as a proxy does whose
// server has gone; what it lets through, it does not touch.
import { once } from 'node:events'
import { request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Gateway = {
  readonly url: string
  /** Keeps calls of the API waiting from now on; the session's own goes through, as does what is no call. */
  readonly hold: () => void
  /** How many wait. */
  readonly waiting: () => number
  /** Answers what waits, and what comes, as a proxy without a server. */
  readonly fail: () => void
  /** Lets everything through again. */
  readonly open: () => void
  readonly close: () => Promise<void>
}

export async function startGateway(server: string): Promise<Gateway> {
  let state: 'open' | 'holding' | 'failing' = 'open'
  const held: [IncomingMessage, ServerResponse][] = []

  const gateway = createServer((incoming, answer) => {
    if (state === 'open' || !isCall(incoming)) pass(server, incoming, answer)
    else if (state === 'failing') fail(answer)
    else held.push([incoming, answer])
  })
  gateway.listen(0, '127.0.0.1')
  await once(gateway, 'listening')
  const { port } = gateway.address() as AddressInfo

  return {
    url: `http://127.0.0.1:${port}`,
    hold: () => {
      state = 'holding'
    },
    waiting: () => held.filter(([, answer]) => !answer.closed).length,
    fail: () => {
      state = 'failing'
      for (const [, answer] of held.splice(0)) fail(answer)
    },
    open: () => {
      state = 'open'
      for (const [incoming, answer] of held.splice(0)) pass(server, incoming, answer)
    },
    close: async () => {
      gateway.closeAllConnections()
      gateway.close()
      await once(gateway, 'close')
    },
  }
}

function isCall({ url = '' }: IncomingMessage): boolean {
  return url.startsWith('/v1/') && url !== '/v1/console/session'
}

/** Not 502, 503 or 504, which the console takes for passing troubles and asks again by itself for some seconds. */
function fail(answer: ServerResponse): void {
  answer.writeHead(500, { 'content-type': 'text/html' }).end('<h1>500 Internal Server Error</h1>')
}

function pass(server: string, incoming: IncomingMessage, answer: ServerResponse): void {
  const { method, headers, url } = incoming
  const outgoing = ask(new URL(url ?? '/', server), { method, headers }, (reply) => {
    answer.writeHead(reply.statusCode ?? 500, reply.headers)
    reply.pipe(answer)
  })
  outgoing.on('error', () => answer.destroy())
  answer.on('close', () => outgoing.destroy())
  incoming.pipe(outgoing)
}

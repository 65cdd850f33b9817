// A listener where nobody may come: it counts who does.
import net from 'node:net'
import { onTestFinished } from 'vitest'

/** Listens everywhere on this machine unless told where. */
export async function aCanary(where: net.ListenOptions = { port: 0, host: '::', ipv6Only: false }) {
  let connections = 0
  const server = net.createServer((socket) => {
    connections++
    socket.on('error', () => {})
    socket.end('220 canary ESMTP\r\n')
  })
  await new Promise<void>((resolve) => server.listen(where, resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as net.AddressInfo
  return { port, connections: () => connections }
}

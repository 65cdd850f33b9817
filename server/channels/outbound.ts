// Where a provider's host may lead. A host is typed by a person, so its name is looked up once, every address it has is
// judged, and the connection goes to a judged address: nothing is looked up a second time in between.
import dns from 'node:dns/promises'
import net from 'node:net'
import ipaddr from 'ipaddr.js'

type Ip = ipaddr.IPv4 | ipaddr.IPv6
type Block = [Ip, number]

/** Which addresses besides public ones may be reached. */
export type Networks = {
  readonly loopback: boolean
  readonly private: boolean
  readonly listed: readonly Block[]
}

/**
 * Reads `loopback`, `private`, `public` and networks such as `10.1.0.0/16`, split by commas. Throws where a word is none
 * of these.
 */
export function readNetworks(text: string): Networks {
  const words = text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
  const listed = words.filter((word) => !['loopback', 'private', 'public'].includes(word)).map(readBlock)
  return { loopback: words.includes('loopback'), private: words.includes('private'), listed }
}

function readBlock(word: string): Block {
  if (ipaddr.isValidCIDR(word)) return ipaddr.parseCIDR(word)
  if (net.isIP(word) !== 0) {
    const address = ipaddr.parse(word)
    return [address, address.kind() === 'ipv4' ? 32 : 128]
  }
  throw new Error(`"${word}" is neither loopback, private or public nor a network such as 10.1.0.0/16`)
}

function blocks(...texts: string[]): Block[] {
  return texts.map((text) => ipaddr.parseCIDR(text))
}

// Never, whatever is listed: addresses that mean "here" or "everybody", and those behind which clouds keep credentials.
const forbidden = blocks(
  '0.0.0.0/8',
  '169.254.0.0/16',
  '224.0.0.0/4',
  '255.255.255.255/32',
  '100.100.100.200/32', // Alibaba
  '168.63.129.16/32', // Azure
  '192.0.0.192/32', // Oracle
  '::/128',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
  'fd00:ec2::/32', // Amazon
  'fd20:ce::/32', // Google
)

// Forms in which an IPv6 address carries an IPv4 one that somebody on the way unwraps. Where the place of the IPv4
// address is fixed and the form is in real use, that address is judged; the rest is refused.
const unwrapped = blocks('::ffff:0:0/96', '64:ff9b::/96')
const wrapping = blocks('::/96', '::ffff:0:0:0/96', '64:ff9b:1::/48', '2002::/16', '2001::/32')

const loopback = blocks('127.0.0.0/8', '::1/128')
const privately = blocks('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7')

function lies(address: Ip, among: readonly Block[]): boolean {
  return among.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits))
}

/** Whether a provider may be reached at this address. Knows the old spellings too (`0x7f.1`, `2130706433`, `0177.1`). */
export function isReachable(address: string, networks: Networks): boolean {
  return ipaddr.isValid(address) && isAllowed(ipaddr.parse(address), networks)
}

function isAllowed(address: Ip, networks: Networks): boolean {
  if (address instanceof ipaddr.IPv6) {
    if (address.zoneId) return false
    if (lies(address, unwrapped)) return isAllowed(hiddenIn(address), networks)
    if (lies(address, wrapping) && !lies(address, loopback)) return false
    if (isIsatap(address)) return false
  }
  if (lies(address, forbidden)) return false
  if (lies(address, networks.listed)) return true
  if (lies(address, loopback)) return networks.loopback
  if (lies(address, privately)) return networks.private
  return address.range() === 'unicast'
}

function hiddenIn(address: ipaddr.IPv6): ipaddr.IPv4 {
  return new ipaddr.IPv4(address.toByteArray().slice(12))
}

/** RFC 5214: `…:0:5efe:a.b.c.d`, with the universal bit of the interface id set or not. */
function isIsatap({ parts }: ipaddr.IPv6): boolean {
  return ((parts[4] ?? 0) & 0xfdff) === 0 && parts[5] === 0x5efe
}

export type OutboundProblem =
  | 'notAllowed'
  | 'unknownName'
  | 'lookUpFailed'
  | 'refused'
  | 'unreachable'
  | 'timedOut'
  | 'aborted'

/** No connection was made, so nothing was sent. */
export class OutboundError extends Error {
  override readonly name = 'OutboundError'
  readonly problem: OutboundProblem

  constructor(problem: OutboundProblem, options?: ErrorOptions) {
    super(`No connection was made: ${problem}.`, options)
    this.problem = problem
  }
}

/** Finds all addresses of a name. */
export type LookUp = (host: string) => Promise<readonly string[]>

const lookUpSystem: LookUp = async (host) => {
  const found = await dns.lookup(host, { all: true, verbatim: true })
  return found.map(({ address }) => address)
}

export type Destination = {
  readonly host: string
  readonly port: number
  readonly networks: Networks
  /** For tests: the world's name servers. */
  readonly lookUp?: LookUp | undefined
}

/** The addresses of a host, in the order in which to try them; throws where only one of them may not be reached. */
export async function findAddresses({
  host,
  networks,
  lookUp = lookUpSystem,
}: Destination): Promise<readonly string[]> {
  const literal = readLiteral(host)
  const found = literal === undefined ? await lookUpName(host, lookUp) : [literal]
  if (found.length === 0) throw new OutboundError('unknownName')
  // One bad address among good ones is how a name is made to lead inside at the second look.
  if (!found.every((address) => isReachable(address, networks))) throw new OutboundError('notAllowed')
  return found
}

/** An address instead of a name, in any spelling, in its plain form. */
function readLiteral(host: string): string | undefined {
  const bare = host.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '')
  return ipaddr.isValid(bare) ? ipaddr.parse(bare).toString() : undefined
}

async function lookUpName(host: string, lookUp: LookUp): Promise<readonly string[]> {
  try {
    return await lookUp(host)
  } catch (cause) {
    const code = codeOf(cause)
    throw new OutboundError(code === 'ENOTFOUND' || code === 'ENODATA' ? 'unknownName' : 'lookUpFailed', {
      cause,
    })
  }
}

/** Opens a TCP connection to one of the host's addresses, the first that answers. Throws `OutboundError`. */
export async function dial(destination: Destination, signal: AbortSignal): Promise<net.Socket> {
  const addresses = await orAbort(findAddresses(destination), signal)
  let last: unknown
  for (const [index, address] of addresses.entries()) {
    try {
      return await connectTo(address, destination.port, signal, addresses.length - index)
    } catch (error) {
      if (signal.aborted) throw error
      last = error
    }
  }
  throw last
}

async function orAbort<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  let stop = () => {}
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(new OutboundError('aborted', { cause: signal.reason }))
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** How long one of several addresses may take before the next has its turn; the last may use all that is left. */
const perAddressMs = 3_000

function connectTo(address: string, port: number, signal: AbortSignal, left: number): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host: address, port })
    const timer = left > 1 ? setTimeout(() => settle(new OutboundError('timedOut')), perAddressMs) : undefined
    const onAbort = () => settle(new OutboundError('aborted', { cause: signal.reason }))
    const onError = (cause: Error) => settle(new OutboundError(problemOf(cause), { cause }))
    const settle = (error?: OutboundError) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      socket.off('error', onError)
      if (!error) return resolve(socket)
      // What a dying socket still has to say is of no interest, but must not be thrown at the process.
      socket.on('error', () => {})
      socket.destroy()
      reject(error)
    }
    signal.addEventListener('abort', onAbort, { once: true })
    socket.once('connect', () => settle())
    socket.once('error', onError)
    if (signal.aborted) onAbort()
  })
}

function problemOf(error: Error): OutboundProblem {
  const code = codeOf(error)
  if (code === 'ECONNREFUSED') return 'refused'
  return code === 'ETIMEDOUT' ? 'timedOut' : 'unreachable'
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

import net from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { dial, findAddresses, isReachable, OutboundError, readNetworks } from './outbound.ts'

const usual = readNetworks('loopback,private')
const onlyPublic = readNetworks('public')
/** Everything that can be listed at all. */
const everything = readNetworks('loopback,private,0.0.0.0/0,::/0')

// address, with the default, with `public`, with everything listed
const yes = true
const no = false
const table: readonly [string, boolean, boolean, boolean][] = [
  // public
  ['93.184.216.34', yes, yes, yes],
  ['8.8.8.8', yes, yes, yes],
  ['2606:2800:220:1:248:1893:25c8:1946', yes, yes, yes],
  // loopback, in every spelling
  ['127.0.0.1', yes, no, yes],
  ['127.1', yes, no, yes],
  ['127.0.1', yes, no, yes],
  ['127.255.255.254', yes, no, yes],
  ['2130706433', yes, no, yes],
  ['0x7f000001', yes, no, yes],
  ['0x7f.1', yes, no, yes],
  ['0X7F.0x0.0x0.0x1', yes, no, yes],
  ['0177.0.0.1', yes, no, yes],
  ['0177.0x0.0.1', yes, no, yes],
  ['017700000001', yes, no, yes],
  ['00000177.1', yes, no, yes],
  ['::1', yes, no, yes],
  ['0:0:0:0:0:0:0:1', yes, no, yes],
  ['::0001', yes, no, yes],
  // private
  ['10.0.0.1', yes, no, yes],
  ['10.1', yes, no, yes],
  ['0xa000001', yes, no, yes],
  ['167772161', yes, no, yes],
  ['012.0.0.1', yes, no, yes],
  ['172.16.0.1', yes, no, yes],
  ['172.31.255.255', yes, no, yes],
  ['192.168.1.1', yes, no, yes],
  ['0300.0250.1.1', yes, no, yes],
  ['3232235777', yes, no, yes],
  ['100.64.0.1', yes, no, yes],
  ['fd12:3456::1', yes, no, yes],
  ['fc00::1', yes, no, yes],
  // just outside of them
  ['172.15.255.255', yes, yes, yes],
  ['172.32.0.0', yes, yes, yes],
  ['100.128.0.1', yes, yes, yes],
  // link-local and metadata: never
  ['169.254.169.254', no, no, no],
  ['169.254.0.1', no, no, no],
  ['2852039166', no, no, no],
  ['0xa9fea9fe', no, no, no],
  ['0251.0376.0251.0376', no, no, no],
  ['169.16689662', no, no, no],
  ['fe80::1', no, no, no],
  ['fe80::1%eth0', no, no, no],
  ['febf::1', no, no, no],
  ['fec0::1', no, no, no],
  ['fd00:ec2::254', no, no, no],
  ['fd00:0ec2:0:0:0:0:0:254', no, no, no],
  ['fd20:ce::254', no, no, no],
  ['100.100.100.200', no, no, no],
  ['168.63.129.16', no, no, no],
  ['192.0.0.192', no, no, no],
  // nowhere and everywhere: never
  ['0.0.0.0', no, no, no],
  ['0', no, no, no],
  ['0.1.2.3', no, no, no],
  ['0x0', no, no, no],
  ['::', no, no, no],
  ['224.0.0.1', no, no, no],
  ['239.255.255.255', no, no, no],
  ['ff02::1', no, no, no],
  ['255.255.255.255', no, no, no],
  ['4294967295', no, no, no],
  // set aside: only where listed
  ['192.0.2.1', no, no, yes],
  ['198.51.100.1', no, no, yes],
  ['203.0.113.1', no, no, yes],
  ['198.18.0.1', no, no, yes],
  ['240.0.0.1', no, no, yes],
  ['2001:db8::1', no, no, yes],
  // IPv4 inside IPv6: judged by what is inside …
  ['::ffff:93.184.216.34', yes, yes, yes],
  ['::ffff:127.0.0.1', yes, no, yes],
  ['::ffff:7f00:1', yes, no, yes],
  ['0:0:0:0:0:ffff:7f00:0001', yes, no, yes],
  ['::ffff:10.0.0.1', yes, no, yes],
  ['::ffff:169.254.169.254', no, no, no],
  ['::ffff:a9fe:a9fe', no, no, no],
  ['::ffff:0.0.0.0', no, no, no],
  ['64:ff9b::5db8:d822', yes, yes, yes],
  ['64:ff9b::93.184.216.34', yes, yes, yes],
  ['64:ff9b::a9fe:a9fe', no, no, no],
  ['64:ff9b::10.0.0.1', yes, no, yes],
  // … or refused
  ['::a00:1', no, no, no],
  ['::ffff:0:7f00:1', no, no, no],
  ['64:ff9b:1::a9fe:a9fe', no, no, no],
  ['2002:a9fe:a9fe::1', no, no, no],
  ['2002:7f00:1::', no, no, no],
  ['2001:0:7f00:1::', no, no, no],
  ['2001::a9fe:a9fe', no, no, no],
  ['2606:2800::5efe:169.254.169.254', no, no, no],
  ['2606:2800::200:5efe:10.0.0.1', no, no, no],
  // no address at all
  ['', no, no, no],
  ['localhost', no, no, no],
  ['127.0.0.256', no, no, no],
  ['4294967296', no, no, no],
  ['1.2.3.4.5', no, no, no],
  ['08.0.0.1', no, no, no],
  ['::ffff:127.0.0.256', no, no, no],
  ['１２７.0.0.1', no, no, no],
]

test.each(table)('%s by default: %s, with public: %s, with everything listed: %s', (address, ...expected) => {
  const judged = [usual, onlyPublic, everything].map((networks) => isReachable(address, networks))
  expect(judged).toEqual(expected)
})

test('a listed network opens just that', () => {
  const networks = readNetworks('10.1.0.0/16, 192.0.2.7 ,fd12::/16')
  const addresses = [
    '10.1.2.3',
    '10.2.0.1',
    '192.0.2.7',
    '192.0.2.8',
    'fd12::1',
    'fd13::1',
    '127.0.0.1',
    '8.8.8.8',
  ]
  expect(addresses.filter((address) => isReachable(address, networks))).toEqual([
    '10.1.2.3',
    '192.0.2.7',
    'fd12::1',
    '8.8.8.8',
  ])
})

test.each(['loopbak', '10.0.0.0/33', '10.0.0/8x', 'example.org', '300.1.1.1'])(
  '"%s" is no network',
  (word) => {
    expect(() => readNetworks(`loopback,${word}`)).toThrow(`"${word}"`)
  },
)

const problemOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => (error instanceof OutboundError ? error.problem : error),
  )

describe('a name', () => {
  const find = (found: string[], networks = onlyPublic) =>
    findAddresses({ host: 'mail.example.org', port: 25, networks, lookUp: async () => found })

  test('is as good as the worst of its addresses', async () => {
    expect(await find(['93.184.216.34', '8.8.8.8'])).toEqual(['93.184.216.34', '8.8.8.8'])
    expect(await problemOf(find(['93.184.216.34', '127.0.0.1']))).toBe('notAllowed')
    expect(await problemOf(find(['93.184.216.34', '::ffff:10.0.0.1']))).toBe('notAllowed')
    expect(await problemOf(find([]))).toBe('unknownName')
  })

  test('is looked up once, even when the answer changes', async () => {
    const server = net.createServer((socket) => socket.end()).listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as net.AddressInfo
    const answers = [['127.0.0.1'], ['169.254.169.254']]
    const lookUp = async () => answers.shift() ?? []
    const destination = { host: 'rebind.example.org', port, networks: usual, lookUp }
    const socket = await dial(destination, new AbortController().signal)
    expect(socket.remoteAddress).toBe('127.0.0.1')
    socket.destroy()
    expect(await problemOf(dial(destination, new AbortController().signal))).toBe('notAllowed')
  })

  test.each(['127.0.0.1.', '[::1]', '0x7f.1', '2130706433', '::ffff:127.0.0.1'])(
    'that is the address %s is not looked up',
    async (host) => {
      const lookUp = () => Promise.reject(new Error('It was looked up.'))
      expect(await problemOf(findAddresses({ host, port: 25, networks: onlyPublic, lookUp }))).toBe(
        'notAllowed',
      )
      expect(await findAddresses({ host, port: 25, networks: usual, lookUp })).toHaveLength(1)
    },
  )

  test('that the system knows by an odd spelling of an address is judged by what comes of it', async () => {
    expect(await problemOf(findAddresses({ host: 'localhost', port: 25, networks: onlyPublic }))).toBe(
      'notAllowed',
    )
  })
})

describe('dialling', () => {
  test('goes to the next address when one refuses', async () => {
    const server = net.createServer((socket) => socket.end()).listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as net.AddressInfo
    const lookUp = async () => ['127.0.0.2', '127.0.0.1']
    const socket = await dial(
      { host: 'two.example.org', port, networks: usual, lookUp },
      new AbortController().signal,
    )
    expect(socket.remoteAddress).toBe('127.0.0.1')
    socket.destroy()
  })

  test('can be stopped while the name is looked up', async () => {
    const stop = new AbortController()
    const lookUp = () => new Promise<string[]>(() => {})
    const dialling = dial({ host: 'slow.example.org', port: 25, networks: usual, lookUp }, stop.signal)
    stop.abort()
    expect(await problemOf(dialling)).toBe('aborted')
  })
})

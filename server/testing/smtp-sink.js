// A mail server for tests and measurements: it takes everything and delivers nothing, or does what its script says. Written on
// bare sockets, so that it can also do what no mail server should.
//
// In a test:    const sink = await startSmtpSink({ script: [{ on: 'rcpt', match: '^bad@', say: '550 5.1.1 Unknown' }] })
// As a process: node server/testing/smtp-sink.js '{"log":"/tmp/sink.jsonl"}'
//               The port is the first line it prints; a line of JSON on its input, such as {"script":[…]}, changes its mind.
//               It ends with its input.
//
// The log has one line per transaction, written before the answer goes out: what was answered is in the log even when nobody
// lived to hear it.
import { createHash } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import net from 'node:net'
import { createInterface } from 'node:readline'
import tls from 'node:tls'
import { fileURLToPath } from 'node:url'

/**
 * @typedef {'connect' | 'ehlo' | 'helo' | 'starttls' | 'auth' | 'mail' | 'rcpt' | 'data' | 'body' | 'rset' | 'quit'} Step
 *
 * What to do at a step instead of the usual. The first rule that fits is taken.
 * @typedef {object} Rule
 * @property {Step} on
 * @property {string} [match] A regular expression on the address: the sender's at `mail`, the recipient's at `rcpt`, any
 *   recipient's at `data` and `body`.
 * @property {number} [times] So often, then no more.
 * @property {number} [share] 0 to 1: for this share of addresses, chosen by the seed.
 * @property {string} [say] The answer, lines split by \r\n. '' says nothing at all, nor listens any more.
 * @property {boolean} [bare] Without the end of the line.
 * @property {number} [delayMs] Wait before answering.
 * @property {number} [pieces] Send the answer in pieces of so many bytes, one event loop turn apart.
 * @property {number} [pieceMs] The pause between pieces.
 * @property {boolean} [early] At `body`: as soon as the first of the message has come in.
 * @property {'before' | 'after'} [drop] Close the connection instead of answering, or after.
 *
 * @typedef {object} SinkOptions
 * @property {number} [port]
 * @property {string} [host]
 * @property {string} [log] A file to which a line is added for every transaction.
 * @property {Rule[]} [script]
 * @property {string} [seed]
 * @property {number} [delayMs] Before every answer.
 * @property {number} [size] Announced and enforced, in bytes.
 * @property {string[]} [extensions] What EHLO offers, besides SIZE, STARTTLS and AUTH.
 * @property {{ user: string, password: string } | undefined} [auth] Nobody else may send.
 * @property {string[]} [authMethods]
 * @property {{ key: string, cert: string, implicit?: boolean } | undefined} [tls] Offers STARTTLS, or begins with TLS.
 * @property {boolean} [keepBodies] Whether `transactions` hold the messages themselves; true unless said otherwise.
 *
 * @typedef {object} Transaction
 * @property {string} time
 * @property {number} connection
 * @property {boolean} secure
 * @property {string | null} user
 * @property {string} from
 * @property {string} parameters What came after the sender's address.
 * @property {{ address: string, answer: string }[]} recipients Everybody who was named, with the answer.
 * @property {string[]} accepted Those for whom the message was taken: empty unless it was answered with 2xx.
 * @property {string | null} messageId
 * @property {number | null} attempt `X-Carillon-Attempt`
 * @property {number} size
 * @property {string} answer The final answer; '' where the connection was dropped instead, which may or may not mean taken.
 *
 * @typedef {Transaction & { raw: Buffer }} KeptTransaction
 *
 * @typedef {object} Sink
 * @property {number} port
 * @property {KeptTransaction[]} transactions
 * @property {{ connection: number, line: string }[]} commands Everything that was said to the sink, without messages.
 * @property {{ open: number, most: number, total: number }} connections
 * @property {(script: Rule[]) => void} setScript
 * @property {() => void} dropAll Closes all connections at once.
 * @property {() => Promise<void>} close
 */

/**
 * @param {SinkOptions} [options]
 * @returns {Promise<Sink>}
 */
export async function startSmtpSink(options = {}) {
  const state = createState(options)
  const server = options.tls?.implicit
    ? tls.createServer({ key: options.tls.key, cert: options.tls.cert }, (socket) =>
        serve(state, socket, true),
      )
    : net.createServer((socket) => serve(state, socket, false))
  // A client that does not like our certificate leaves in the midst of the handshake.
  server.on('tlsClientError', () => {})
  await new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', () => resolve(undefined))
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    transactions: state.transactions,
    commands: state.commands,
    connections: state.connections,
    setScript: (script) => {
      state.script = script.map((rule) => ({ ...rule, done: 0 }))
    },
    dropAll: () => {
      for (const socket of state.sockets) socket.destroy()
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of state.sockets) socket.destroy()
      }),
  }
}

/**
 * @typedef {Rule & { done: number }} LiveRule
 * @typedef {ReturnType<typeof createState>} State
 * @param {SinkOptions} options
 */
function createState(options) {
  return {
    options,
    script: (options.script ?? []).map((rule) => /** @type {LiveRule} */ ({ ...rule, done: 0 })),
    /** @type {KeptTransaction[]} */
    transactions: [],
    /** @type {{ connection: number, line: string }[]} */
    commands: [],
    connections: { open: 0, most: 0, total: 0 },
    /** @type {Set<net.Socket>} */
    sockets: new Set(),
  }
}

/**
 * @param {State} state
 * @param {Step} step
 * @param {string[]} addresses
 * @returns {LiveRule | undefined}
 */
function ruleFor(state, step, addresses) {
  const rule = state.script.find(
    (candidate) =>
      candidate.on === step &&
      candidate.done < (candidate.times ?? Number.POSITIVE_INFINITY) &&
      (candidate.match === undefined ||
        addresses.some((address) => new RegExp(candidate.match ?? '').test(address))) &&
      (candidate.share === undefined || chance(state.options.seed ?? '', step, addresses) < candidate.share),
  )
  if (rule) rule.done++
  return rule
}

/**
 * @param {string} seed
 * @param {string} step
 * @param {string[]} addresses
 */
function chance(seed, step, addresses) {
  const digest = createHash('sha256')
    .update(JSON.stringify([seed, step, addresses]))
    .digest()
  return digest.readUInt32BE(0) / 0x1_0000_0000
}

/**
 * One client. Commands are handled one after the other, however they arrive.
 *
 * @param {State} state
 * @param {net.Socket} plain
 * @param {boolean} secureFromStart
 */
function serve(state, plain, secureFromStart) {
  const { options, connections } = state
  connections.open++
  connections.total++
  connections.most = Math.max(connections.most, connections.open)
  const connection = connections.total
  let socket = plain
  let secure = secureFromStart
  /** @type {string | null} */
  let user = null
  let from = /** @type {{ address: string, parameters: string } | null} */ (null)
  /** @type {{ address: string, answer: string }[]} */
  let recipients = []
  /** What the next line belongs to, when it is no command. */
  let expecting = /** @type {((line: string) => Promise<void>) | null} */ (null)
  /** @type {Buffer[] | null} */
  let body = null
  /** The last bytes before `pending`, of a message. */
  let tail = noBytes
  let pending = noBytes
  let busy = false

  listen(plain)
  plain.once('close', () => {
    connections.open--
    state.sockets.delete(plain)
  })
  state.sockets.add(plain)
  const banner = () => answer('connect', [], '220 sink.test ESMTP')
  banner()

  /** @param {net.Socket} on */
  function listen(on) {
    on.setNoDelay(true)
    on.on('error', () => {})
    on.on('data', (chunk) => {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk])
      work()
    })
  }

  async function work() {
    if (busy) return
    busy = true
    while (!socket.destroyed && (await takeOne()));
    busy = false
  }

  async function takeOne() {
    if (body) return takeBody()
    const end = pending.indexOf('\n')
    if (end === -1) return false
    const line = pending.toString('utf8', 0, end).replace(/\r$/, '')
    pending = pending.subarray(end + 1)
    state.commands.push({ connection, line })
    const then = expecting
    expecting = null
    await (then ? then(line) : command(line))
    return true
  }

  /** @param {string} line */
  async function command(line) {
    const verb = line.split(' ', 1)[0]?.toUpperCase() ?? ''
    const handler = handlers[verb]
    if (!handler) return say('500 5.5.2 Unknown command')
    await handler(line)
  }

  /** @type {Record<string, (line: string) => Promise<void>>} */
  const handlers = {
    EHLO: () => answer('ehlo', [], capabilities()),
    HELO: () => answer('helo', [], '250 sink.test'),
    STARTTLS: startTls,
    AUTH: authenticate,
    MAIL: mail,
    RCPT: rcpt,
    DATA: data,
    RSET: async () => {
      forget()
      await answer('rset', [], '250 2.0.0 Ok')
    },
    NOOP: () => say('250 2.0.0 Ok'),
    QUIT: async () => {
      await answer('quit', [], '221 2.0.0 Bye')
      socket.end()
    },
  }

  function capabilities() {
    const offered = [...(options.extensions ?? ['PIPELINING', '8BITMIME', 'SMTPUTF8', 'ENHANCEDSTATUSCODES'])]
    if (options.size !== undefined) offered.push(`SIZE ${options.size}`)
    if (options.tls && !secure) offered.push('STARTTLS')
    if (options.auth && (secure || !options.tls)) {
      offered.push(`AUTH ${(options.authMethods ?? ['PLAIN', 'LOGIN']).join(' ')}`)
    }
    const lines = ['sink.test', ...offered]
    return lines.map((text, index) => `250${index < lines.length - 1 ? '-' : ' '}${text}`).join('\r\n')
  }

  async function startTls() {
    const { tls: keys } = options
    if (!keys || secure) return say('502 5.5.1 No STARTTLS here')
    if (!(await isUsual('starttls', [], '220 2.0.0 Go ahead'))) return
    plain.removeAllListeners('data')
    pending = noBytes
    forget()
    const upgraded = new tls.TLSSocket(plain, { isServer: true, key: keys.key, cert: keys.cert })
    socket = upgraded
    secure = true
    listen(upgraded)
  }

  /** @param {string} line */
  async function authenticate(line) {
    const { auth } = options
    if (!auth) return say('502 5.5.1 No AUTH here')
    if (options.tls && !secure) return answer('auth', [], '538 5.7.11 Encryption required')
    const [, method = '', initial] = line.split(' ')
    if (method.toUpperCase() === 'LOGIN') {
      await say('334 VXNlcm5hbWU6')
      expecting = async (name) => {
        await say('334 UGFzc3dvcmQ6')
        expecting = (password) => judge(decode(name), decode(password))
      }
      return
    }
    const judgePlain = async (/** @type {string} */ text) => {
      const [, name = '', password = ''] = decode(text).split('\0')
      await judge(name, password)
    }
    if (initial !== undefined) return judgePlain(initial)
    await say('334 ')
    expecting = judgePlain
  }

  /**
   * @param {string} name
   * @param {string} password
   */
  async function judge(name, password) {
    const { auth } = options
    const right = auth !== undefined && name === auth.user && password === auth.password
    const usual = await isUsual(
      'auth',
      [name],
      right ? '235 2.7.0 Welcome' : '535 5.7.8 Authentication credentials invalid',
    )
    if (usual && right) user = name
  }

  /** @param {string} line */
  async function mail(line) {
    if (options.auth && user === null) return say('530 5.7.0 Authentication required')
    const [, address, parameters = ''] = /^MAIL FROM:\s*<(.*)>(.*)$/i.exec(line) ?? []
    if (address === undefined) return say('501 5.5.4 Syntax: MAIL FROM:<address>')
    if (from) return say('503 5.5.1 Nested MAIL')
    const announced = Number(/ SIZE=(\d+)/i.exec(parameters)?.[1] ?? 0)
    if (options.size !== undefined && announced > options.size) return say('552 5.3.4 Message too big')
    if (/[^\0-\x7f]/.test(address) && !/ SMTPUTF8\b/i.test(parameters)) {
      return say('553 5.6.7 SMTPUTF8 is needed for this address')
    }
    if (await isUsual('mail', [address], '250 2.1.0 Ok')) from = { address, parameters: parameters.trim() }
  }

  /** @param {string} line */
  async function rcpt(line) {
    const [, address] = /^RCPT TO:\s*<(.*)>.*$/i.exec(line) ?? []
    if (address === undefined) return say('501 5.5.4 Syntax: RCPT TO:<address>')
    if (!from) return say('503 5.5.1 MAIL first')
    if (/[^\0-\x7f]/.test(address) && !/\bSMTPUTF8\b/i.test(from.parameters)) {
      return say('553 5.6.7 SMTPUTF8 is needed for this address')
    }
    const said = await answer('rcpt', [address], '250 2.1.5 Ok')
    recipients.push({ address, answer: said })
  }

  async function data() {
    const taken = takenRecipients()
    if (!from || taken.length === 0) {
      if (from) record('554 5.5.1 No valid recipients', Buffer.alloc(0))
      return say(from ? '554 5.5.1 No valid recipients' : '503 5.5.1 MAIL first')
    }
    if (!(await isUsual('data', taken, '354 Go ahead'))) return
    body = []
    tail = Buffer.from('\r\n')
  }

  async function takeBody() {
    if (!body || pending.length === 0) return false
    if (state.script.some((rule) => rule.on === 'body' && rule.early)) {
      const rule = ruleFor(state, 'body', takenRecipients())
      if (rule?.early) await perform(rule, rule.say ?? '')
      if (socket.destroyed) return false
    }
    // The end may lie across two chunks.
    const joined = Buffer.concat([tail, pending])
    const end = joined.indexOf('\r\n.\r\n')
    if (end === -1) {
      body.push(pending)
      tail = joined.subarray(-4)
      pending = noBytes
      return false
    }
    const whole = Buffer.concat([...body, pending])
    const message = whole.subarray(0, whole.length - (joined.length - end - 2))
    pending = joined.subarray(end + 5)
    body = null
    await finish(unstuff(message))
    return true
  }

  /** @param {Buffer} message */
  async function finish(message) {
    const rule = ruleFor(state, 'body', takenRecipients())
    const tooBig = options.size !== undefined && message.length > options.size
    const usual = tooBig
      ? '552 5.3.4 Message too big'
      : `250 2.0.0 Ok: queued as ${connection}-${state.transactions.length + 1}`
    const text = rule?.drop === 'before' ? '' : (rule?.say ?? usual)
    record(text, message)
    await perform(rule, text)
  }

  /**
   * @param {string} said
   * @param {Buffer} message
   */
  function record(said, message) {
    const head = message
      .toString('utf8', 0, Math.max(0, message.indexOf('\r\n\r\n')))
      .replaceAll(/\r\n[ \t]+/g, ' ')
    const transaction = {
      time: new Date().toISOString(),
      connection,
      secure,
      user,
      from: from?.address ?? '',
      parameters: from?.parameters ?? '',
      recipients,
      accepted: said.startsWith('2') ? takenRecipients() : [],
      messageId: /^Message-ID:\s*(.*)$/im.exec(head)?.[1] ?? null,
      attempt: Number(/^X-Carillon-Attempt:\s*(\d+)$/im.exec(head)?.[1] ?? 0) || null,
      size: message.length,
      answer: said,
    }
    if (options.log) appendFileSync(options.log, `${JSON.stringify(transaction)}\n`)
    state.transactions.push({ ...transaction, raw: options.keepBodies === false ? Buffer.alloc(0) : message })
    forget()
  }

  function takenRecipients() {
    return recipients.filter(({ answer: said }) => said.startsWith('2')).map(({ address }) => address)
  }

  function forget() {
    from = null
    recipients = []
  }

  /**
   * Whether the answer was the usual one, so that what it promises holds.
   *
   * @param {Step} step
   * @param {string[]} addresses
   * @param {string} usual
   */
  async function isUsual(step, addresses, usual) {
    const said = await answer(step, addresses, usual)
    return !socket.destroyed && said.charAt(0) === usual.charAt(0)
  }

  /**
   * @param {Step} step
   * @param {string[]} addresses
   * @param {string} usual
   * @returns {Promise<any>}
   */
  async function answer(step, addresses, usual) {
    const rule = ruleFor(state, step, addresses)
    const text = rule?.say ?? usual
    await perform(rule, text)
    return text
  }

  /**
   * @param {LiveRule | undefined} rule
   * @param {string} text
   */
  async function perform(rule, text) {
    const delay = rule?.delayMs ?? options.delayMs ?? 0
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay))
    if (rule?.drop === 'before') return destroy()
    if (text === '' && !rule?.drop)
      return new Promise((resolve) => socket.once('close', () => resolve(undefined)))
    if (text !== '') await write(Buffer.from(rule?.bare ? text : `${text}\r\n`), rule)
    if (rule?.drop === 'after') socket.end(() => destroy())
  }

  /**
   * @param {Buffer} bytes
   * @param {LiveRule | undefined} rule
   */
  async function write(bytes, rule) {
    const piece = rule?.pieces ?? bytes.length
    for (let at = 0; at < bytes.length; at += piece) {
      if (at > 0) await new Promise((resolve) => setTimeout(resolve, rule?.pieceMs ?? 0))
      if (!socket.writable) return
      socket.write(bytes.subarray(at, at + piece))
    }
  }

  /** @param {string} text */
  async function say(text) {
    await perform(undefined, text)
  }

  function destroy() {
    socket.destroy()
    plain.destroy()
  }
}

const noBytes = Buffer.alloc(0)

/** @param {string} text */
function decode(text) {
  return Buffer.from(text, 'base64').toString()
}

/**
 * RFC 5321 §4.5.2: a dot at the start of a line was doubled.
 *
 * @param {Buffer} message
 */
function unstuff(message) {
  if (message.indexOf('\r\n..') === -1 && message[0] !== 0x2e) return message
  return Buffer.from(message.toString('latin1').replaceAll(/(^|\r\n)\.\./g, '$1.'), 'latin1')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const sink = await startSmtpSink({ keepBodies: false, ...JSON.parse(process.argv[2] ?? '{}') })
  process.stdout.write(`${JSON.stringify({ port: sink.port })}\n`)
  const lines = createInterface({ input: process.stdin })
  lines.on('line', (line) => {
    const change = JSON.parse(line)
    if (change.script) sink.setScript(change.script)
    if (change.dropAll) sink.dropAll()
  })
  lines.on('close', () => process.exit(0))
}

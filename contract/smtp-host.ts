// Where an SMTP provider leads: one or several entries split by `;`, each `[ssl://|tls://]name[:port]`, tried in this order.
import { text } from './wire.ts'

export type SmtpHostEntry = {
  readonly prefix: 'ssl' | 'tls' | undefined
  /** A name or an address; an IPv6 address without its brackets. */
  readonly name: string
  readonly port: number | undefined
}

/** An entry, or what is wrong with it. */
export type ReadSmtpHost = SmtpHostEntry | { readonly problem: string }

/** Every entry in the order in which to try them; empty ones are none. */
export function readSmtpHosts(host: string): readonly ReadSmtpHost[] {
  return host
    .split(';')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map(readEntry)
}

const shape = /^(?:(ssl|tls):\/\/)?(\[[^\]]*\]|[^\s[\]/:]+)(?::([^:/]*))?$/i
// An IPv6 address without brackets has no place for a port.
const bareIpv6 = /^(?:(ssl|tls):\/\/)?([0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*)$/i

function readEntry(entry: string): ReadSmtpHost {
  const shown = entry.length > 60 ? `${entry.slice(0, 60)}…` : entry
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(entry)?.[1]?.toLowerCase()
  if (scheme !== undefined && scheme !== 'ssl' && scheme !== 'tls')
    return { problem: `begins "${shown}" with neither ssl:// nor tls:// nor the name` }
  const [, prefix, name, port] = bareIpv6.exec(entry) ?? shape.exec(entry) ?? []
  if (!name || !isHostName(name)) return { problem: `has "${shown}", which is no host name` }
  if (port !== undefined && !isPort(port))
    return { problem: `has in "${shown}" a port that is not 1 to 65535` }
  return {
    prefix: prefix?.toLowerCase() as SmtpHostEntry['prefix'],
    name: name.replace(/^\[(.*)\]$/, '$1'),
    port: port === undefined ? undefined : Number(port),
  }
}

/** Whether it leads anywhere is for the connection to find out; this is about how names can be written (RFC 1123 §2.1). */
function isHostName(name: string): boolean {
  if (name.startsWith('[')) return /^\[[0-9a-f:.]*:[0-9a-f:.]*(?:%[\w.-]+)?\]$/i.test(name)
  if (name.includes(':')) return true
  const labels = name.replace(/\.$/, '').split('.')
  return name.length <= 253 && labels.every((label) => /^(?!-)[\p{L}\p{M}\p{N}_-]{1,63}(?<!-)$/u.test(label))
}

function isPort(port: string): boolean {
  return /^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535
}

/** So many are tried one after the other before a message can go out, and all at once when they are checked. */
const mostHosts = 10

export const smtpHost = text(1, 1024).superRefine((host, context) => {
  const entries = readSmtpHosts(host)
  const problems = entries.flatMap((entry) => ('problem' in entry ? [entry.problem] : []))
  if (host !== '' && entries.length === 0) problems.push('must name a host')
  if (entries.length > mostHosts) problems.push(`must name at most ${mostHosts} hosts`)
  for (const message of problems.slice(0, 1)) context.addIssue({ code: 'custom', message })
})

// The stored host: one or several, split by `;`, each `[ssl://|tls://]name[:port]`.

export type Security =
  /** TLS from the first byte. */
  | 'implicit'
  /** STARTTLS, or nothing. */
  | 'required'
  /** STARTTLS where the server offers it; an upgrade that then fails is an error. */
  | 'offered'
  | 'none'

export type HostEntry = { readonly name: string; readonly port: number; readonly security: Security }

type Defaults = {
  readonly port: number
  readonly encryption: 'none' | 'ssl' | 'tls'
  readonly autoTLS: boolean
}

/** The entries in the order in which to try them; what is no host is left out. */
export function readHosts(host: string, defaults: Defaults): readonly HostEntry[] {
  return host.split(';').flatMap((text) => readEntry(text.trim(), defaults) ?? [])
}

const entry = /^(?:(ssl|tls):\/\/)?(\[[^\]]+\]|[^\s[\]/:]+)(?::(\d{1,5}))?$/i

function readEntry(text: string, defaults: Defaults): HostEntry | undefined {
  // An IPv6 address without brackets has no place for a port.
  const bare = /^(?:(ssl|tls):\/\/)?([0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*)$/i.exec(text)
  const [, prefix, name, port] = bare ?? entry.exec(text) ?? []
  const number = port === undefined ? defaults.port : Number(port)
  if (!name || number < 1 || number > 65_535) return undefined
  return {
    name: name.replace(/^\[(.*)\]$/, '$1'),
    port: number,
    security: securityOf(prefix?.toLowerCase() ?? defaults.encryption, defaults.autoTLS),
  }
}

function securityOf(encryption: string, autoTLS: boolean): Security {
  if (encryption === 'ssl') return 'implicit'
  if (encryption === 'tls') return 'required'
  return autoTLS ? 'offered' : 'none'
}

/** As a person writes it. */
export function showHost({ name, port }: HostEntry): string {
  return name.includes(':') ? `[${name}]:${port}` : `${name}:${port}`
}

// The stored host: the contract says how it is written, here it becomes what is connected to.
import { readSmtpHosts, type SmtpHostEntry } from '../../../contract/smtp-host.ts'

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
  return readSmtpHosts(host).flatMap((entry) => ('problem' in entry ? [] : [entryOf(entry, defaults)]))
}

function entryOf({ prefix, name, port }: SmtpHostEntry, defaults: Defaults): HostEntry {
  return {
    name,
    port: port ?? defaults.port,
    security: securityOf(prefix ?? defaults.encryption, defaults.autoTLS),
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

// An SMTP provider's stored fields, read once per version of the provider.
import * as z from 'zod'
import type { ChannelProvider } from '../channel.ts'
import type { Sender } from '../email-mime.ts'
import { type HostEntry, readHosts } from './hosts.ts'

const credentials = z.object({
  host: z.string().default(''),
  port: z.int().min(1).max(65_535).default(587),
  username: z.string().default(''),
  password: z.string().default(''),
})

const options = z.object({
  fromName: z.string().default(''),
  fromEmail: z.string().default(''),
  replyToName: z.string().default(''),
  replyToEmail: z.string().default(''),
  encryption: z.enum(['none', 'ssl', 'tls']).default('none'),
  autoTLS: z.boolean().default(true),
  mailer: z.string().default(''),
})

export type SmtpSettings = {
  readonly hosts: readonly HostEntry[]
  /** Undefined unless both halves are there. */
  readonly login: { readonly username: string; readonly password: string } | undefined
  readonly sender: Sender
}

/** Undefined where a stored field is not what it should be: nobody but a broken row or import makes such a one. */
export function readSettings(provider: ChannelProvider): SmtpSettings | undefined {
  const known = credentials.safeParse(provider.credentials)
  const chosen = options.safeParse(provider.options)
  if (!known.success || !chosen.success) return undefined
  const { host, port, username, password } = known.data
  const { fromName, fromEmail, replyToName, replyToEmail, encryption, autoTLS, mailer } = chosen.data
  return {
    hosts: readHosts(host, { port, encryption, autoTLS }),
    login: username && password ? { username, password } : undefined,
    sender: {
      from: { name: fromName, address: fromEmail },
      // Empty ones fall back to the sender's, each by itself, as the published API has it.
      replyTo: { name: replyToName || fromName, address: replyToEmail || fromEmail },
      mailer,
    },
  }
}

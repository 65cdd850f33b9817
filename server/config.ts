// The only reader of the environment. A wrong value stops the start and names its variable.
import { resolve } from 'node:path'
import ipaddr from 'ipaddr.js'
import * as z from 'zod'
import { providerKind } from '../contract/provider-kind.ts'
import { emailAddress, id, text, wholeNumber } from '../contract/wire.ts'
import { readNetworks } from './channels/outbound.ts'

export const roles = ['all', 'api', 'worker'] as const

const secretList = z.string().transform((value, context) => {
  const keys = value.split(',').map((part) => Buffer.from(part.trim(), 'base64'))
  if (keys.some((key) => key.length !== 32)) {
    context.addIssue({
      code: 'custom',
      message: 'must be 32 bytes in base64 (openssl rand -base64 32); a comma adds older ones',
    })
    return z.NEVER
  }
  return keys
})

/** Of those that have an address by themselves. */
const kindsWithOrigin = providerKind.exclude(['smtp', 'inbox'])

const origin = z
  .url({ protocol: /^https?$/, error: 'must be an origin such as http://127.0.0.1:9001' })
  .refine((value) => new URL(value).href === `${new URL(value).origin}/`, {
    error: 'must be an origin, without anything behind it',
    when: ({ issues }) => issues.length === 0,
  })

const origins = z
  .string()
  .transform((value, context) => {
    try {
      return JSON.parse(value) as unknown
    } catch {
      context.addIssue({ code: 'custom', message: 'must be JSON such as {"twilio":"http://127.0.0.1:9001"}' })
      return z.NEVER
    }
  })
  .pipe(z.partialRecord(kindsWithOrigin, origin))

function networks(value: string, context: z.RefinementCtx) {
  try {
    return readNetworks(value)
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) })
    return z.NEVER
  }
}

/** As Fastify reads them. */
const proxyNames: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
}

function proxies(value: string, context: z.RefinementCtx): string[] {
  const names = value.split(',').flatMap((name) => name.trim() || [])
  const networks = names.flatMap((name) => proxyNames[name] ?? name)
  const wrong = networks.find((one) => !ipaddr.isValid(one) && !ipaddr.isValidCIDR(one))
  if (wrong === undefined) return networks
  const message = `must be "loopback", "private", addresses or networks, with commas; "${wrong}" is none of them`
  context.addIssue({ code: 'custom', message })
  return z.NEVER
}

const variables = z
  .object({
    HOST: z.string().min(1).default('127.0.0.1'),
    PORT: wholeNumber(1, 65_535).optional(),
    PUBLIC_URL: z
      .url({ protocol: /^https?$/, error: 'must be an address such as https://carillon.example.org' })
      .optional(),
    DATA_DIR: z.string().min(1).default('./data'),
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' }).optional(),
    ROLE: z.enum(roles).default('all'),
    CARILLON_SECRET: secretList.optional(),
    CARILLON_ADMIN_EMAIL: emailAddress.optional(),
    CARILLON_ADMIN_PASSWORD: text(8, 256).optional(),
    CARILLON_PROJECT_ID: id.optional(),
    CARILLON_API_KEY: text(16, 512).optional(),
    CARILLON_PROVIDER_ORIGINS: origins.default({}),
    CARILLON_PROVIDER_NETWORKS: z.string().default('loopback,private').transform(networks),
    TRUSTED_PROXIES: z.string().default('').transform(proxies),
    INBOX_SMTP_PORT: wholeNumber(0, 65_535).default(4425),
    // Whether a browser can be opened here: only for what is said at the start.
    DISPLAY: z.string().optional(),
    WAYLAND_DISPLAY: z.string().optional(),
    LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  })
  .superRefine((values, context) => {
    const needs = (name: string, because: string) =>
      context.addIssue({ code: 'custom', path: [name], message: `is needed ${because}` })
    if (values.DATABASE_URL && !values.CARILLON_SECRET) needs('CARILLON_SECRET', 'with DATABASE_URL')
    if (values.ROLE !== 'all' && !values.DATABASE_URL) needs('DATABASE_URL', `with ROLE=${values.ROLE}`)
    if (values.CARILLON_ADMIN_EMAIL && !values.CARILLON_ADMIN_PASSWORD) {
      needs('CARILLON_ADMIN_PASSWORD', 'with CARILLON_ADMIN_EMAIL')
    }
    if (values.CARILLON_API_KEY && !values.CARILLON_PROJECT_ID)
      needs('CARILLON_PROJECT_ID', 'with CARILLON_API_KEY')
  })

export type Config = ReturnType<typeof readConfig>

export class ConfigurationError extends Error {
  override name = 'ConfigurationError'
}

/** Reads the variables; empty ones count as absent. Throws `ConfigurationError`, which names every wrong one. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>) {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = variables.safeParse(given)
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')} ${issue.message}`)
    throw new ConfigurationError(`The configuration is wrong:\n${lines.join('\n')}`)
  }
  const values = parsed.data
  const port = values.PORT ?? 4400
  const dataDir = resolve(values.DATA_DIR)
  return {
    host: values.HOST,
    port,
    /** A worker serves health only, and only when a port was asked for. */
    listens: values.ROLE !== 'worker' || values.PORT !== undefined,
    publicUrl: values.PUBLIC_URL?.replace(/\/+$/, '') ?? localUrl(values.HOST, port),
    dataDir,
    database: values.DATABASE_URL === undefined ? { dataDir } : { url: values.DATABASE_URL },
    role: values.ROLE,
    secrets: values.CARILLON_SECRET,
    admin:
      values.CARILLON_ADMIN_EMAIL && values.CARILLON_ADMIN_PASSWORD
        ? { email: values.CARILLON_ADMIN_EMAIL, password: values.CARILLON_ADMIN_PASSWORD }
        : undefined,
    project: values.CARILLON_PROJECT_ID,
    apiKey: values.CARILLON_API_KEY,
    providerOrigins: values.CARILLON_PROVIDER_ORIGINS,
    providerNetworks: values.CARILLON_PROVIDER_NETWORKS,
    trustedProxies: values.TRUSTED_PROXIES,
    inboxSmtpPort: values.INBOX_SMTP_PORT,
    /** Whether a browser can be opened here; elsewhere than on Linux it can. */
    hasDisplay:
      process.platform !== 'linux' || values.DISPLAY !== undefined || values.WAYLAND_DISPLAY !== undefined,
    logLevel: values.LOG_LEVEL,
  }
}

function localUrl(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

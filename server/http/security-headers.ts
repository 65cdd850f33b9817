// What every answer tells the browser that shows it (ASVS 5.0, 3.4): whichever part of the program answers, and with what status.
import type { FastifyInstance } from 'fastify'

export type SecurityHeaders = Readonly<Record<string, string>>

const policy = [
  "default-src 'self'",
  "script-src 'self'",
  // Radix writes a style element when it locks scrolling.
  "style-src 'self' 'unsafe-inline'",
  // `data:` images are an e-mail's own.
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "frame-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join(';')

export function securityHeaders(publicUrl: string): SecurityHeaders {
  const overTls = publicUrl.startsWith('https:')
  return {
    'content-security-policy': policy,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-dns-prefetch-control': 'off',
    'x-frame-options': 'DENY',
    'x-permitted-cross-domain-policies': 'none',
    ...(overTls ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  }
}

/** Before everything else; who serves a file, a frame or a page replaces what is otherwise there. */
export function protect(app: FastifyInstance, headers: SecurityHeaders): void {
  app.addHook('onRequest', async (_, reply) => void reply.headers(headers))
  app.addHook('onSend', async (_, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  })
}

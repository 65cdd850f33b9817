import * as z from 'zod'
import type { Endpoint } from './endpoint.ts'

const anybody = { kind: 'public' } as const

export const health = {
  version: {
    method: 'GET',
    path: '/health/version',
    summary: 'Get the version',
    access: anybody,
    reply: z.object({ version: z.string() }),
  },
  live: {
    method: 'GET',
    path: '/health/live',
    summary: 'Whether the process answers',
    access: anybody,
    reply: z.object({ status: z.literal('live') }),
  },
  ready: {
    method: 'GET',
    path: '/health/ready',
    summary: 'Whether the database is there, migrated and working; 503 otherwise',
    access: anybody,
    reply: z.object({ status: z.literal('ready') }),
  },
} as const satisfies Record<string, Endpoint>

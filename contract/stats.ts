// What was sent, failed and stayed in doubt, hour by hour or day by day.
import * as z from 'zod'
import type { Endpoint } from './endpoint.ts'
import { channelType } from './resource.ts'
import { id, instant, instantInput, timeZoneName } from './wire.ts'

/**
 * Outcomes by the moment at which they came about: a recipient whose first try failed and whose retry was sent counts once
 * as each. Test providers are left out.
 */
export const outcomeCounts = z.object({
  sent: z.int(),
  failed: z.int(),
  inDoubt: z.int(),
  cancelled: z.int(),
  skipped: z.int(),
})
export type OutcomeCounts = z.infer<typeof outcomeCounts>

export const statsInterval = z.enum(['hour', 'day'])
export type StatsInterval = z.infer<typeof statsInterval>

/** Longest range, in days, and the range where none is given. */
export const statsDays = {
  hour: { longest: 35, usual: 2 },
  day: { longest: 190, usual: 30 },
} as const satisfies Record<StatsInterval, { longest: number; usual: number }>

/** One hour or day, from its beginning to just before its end. */
export const statsSpan = outcomeCounts.extend({
  from: instant,
  to: instant,
  /** Those of which anything is known in this span; `providerId` is `null` where there was none, or it is gone. */
  providers: z.array(
    outcomeCounts.extend({ providerId: z.string().nullable(), name: z.string(), providerType: channelType }),
  ),
})
export type StatsSpan = z.infer<typeof statsSpan>

export const statsQuery = z.object({
  interval: statsInterval.default('day'),
  /** The first span is the one that holds this instant. */
  from: instantInput.optional(),
  /** Now, where it is not given. The last span is the one that holds the moment before it. */
  to: instantInput.optional(),
  /** Whose hours and days; '' is the project's own, or else UTC. */
  timeZone: timeZoneName.default(''),
  providerId: id.optional(),
  providerType: channelType.optional(),
})
export type StatsQuery = z.output<typeof statsQuery>

export const stats = {
  get: {
    method: 'GET',
    path: '/messaging/stats',
    summary: 'Count outcomes by hour or day, and by provider',
    access: { kind: 'project', scope: 'messages.read', role: 'viewer' },
    query: statsQuery,
    reply: z.object({
      interval: statsInterval,
      timeZone: z.string(),
      /** Of the whole range. */
      totals: outcomeCounts,
      /** Every hour or day of the range, in order, those without anything too. */
      spans: z.array(statsSpan),
    }),
  },
} as const satisfies Record<string, Endpoint>

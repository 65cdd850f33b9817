// Every endpoint there is, by module: the server binds them, the OpenAPI document lists them.
import { account } from './account.ts'
import { consoleEndpoints } from './console.ts'
import { deliveries } from './deliveries.ts'
import type { Endpoint } from './endpoint.ts'
import { explanations } from './explanations.ts'
import { health } from './health.ts'
import { inbox } from './inbox.ts'
import { logs } from './logs.ts'
import { messages } from './messages.ts'
import { providerChanges } from './provider-kinds.ts'
import { providers } from './providers.ts'
import { stats } from './stats.ts'
import { storage } from './storage.ts'
import { subscribers } from './subscribers.ts'
import { suppressions } from './suppressions.ts'
import { targets } from './targets.ts'
import { topics } from './topics.ts'
import { users } from './users.ts'

export const api = {
  account,
  console: consoleEndpoints,
  deliveries,
  explanations,
  health,
  inbox,
  logs,
  messages,
  providers: { ...providers, ...providerChanges },
  stats,
  storage,
  subscribers,
  suppressions,
  targets,
  topics,
  users,
} as const satisfies Record<string, Record<string, Endpoint>>

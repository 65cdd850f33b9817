import type { deliveries } from '../../contract/deliveries.ts'
import type { explanations } from '../../contract/explanations.ts'
import type { messages } from '../../contract/messages.ts'
import type { providers } from '../../contract/providers.ts'
import type { stats } from '../../contract/stats.ts'
import type { Handlers } from '../http/bind.ts'
import { routingOf } from '../providers/routing.ts'
import type { CountAudience } from './audience-count.ts'
import { listAudience } from './audience-list.ts'
import {
  getDelivery,
  listDeliveries,
  listDeliveriesOfMessage,
  settleDelivery,
  walkDeliveries,
  walkDeliveriesOfMessage,
} from './deliveries.ts'
import { failuresOf } from './failures.ts'
import { cancelRest, retryMessage } from './retry.ts'
import { readStats } from './statistics.ts'
import { usesOfProvider } from './uses.ts'
import { explainRecipient } from './why.ts'

export const deliveryHandlers: Handlers<typeof deliveries> = {
  listOfMessage: {
    page: ({ params, query }, { db, project }) =>
      listDeliveriesOfMessage(db, project.seq, params.messageId, query),
    rows: ({ params, query }, { db, project }) =>
      walkDeliveriesOfMessage(db, project.seq, params.messageId, query),
  },
  list: {
    page: ({ query }, { db, project }) => listDeliveries(db, project.seq, query),
    rows: ({ query }, { db, project }) => walkDeliveries(db, project.seq, query),
  },
  get: ({ params }, { db, project }) => getDelivery(db, project.seq, params.deliveryId),
  settle: ({ params, body }, context) => settleDelivery(context, params.deliveryId, body.as),
}

export const explanationHandlers: Handlers<typeof explanations> = {
  failures: ({ params }, { db, project }) => failuresOf(db, project.seq, params.messageId),
  why: ({ params, query }, { db, project }) => explainRecipient(db, project.seq, params.messageId, query.q),
}

export const statsHandlers: Handlers<typeof stats> = {
  get: ({ query }, { db, project }) => readStats(db, project.seq, query),
}

/** What of a message is decided by its ledger. */
export function messageDeliveryHandlers(
  countAudience: CountAudience,
): Handlers<Pick<typeof messages, 'cancel' | 'retry' | 'audience' | 'audienceRecipients'>> {
  return {
    cancel: ({ params }, context) => cancelRest(context, params.messageId),
    retry: ({ params, body }, context) => retryMessage(context, params.messageId, body),
    audience: async ({ body }, { db, project }) => {
      const routing = await routingOf(db, project.seq, body.providerType, body.providerId ?? '')
      return countAudience(db, project.seq, body, routing)
    },
    audienceRecipients: async ({ body }, { db, project }) => {
      const routing = await routingOf(db, project.seq, body.providerType, body.providerId ?? '')
      return listAudience(db, project.seq, body, routing)
    },
  }
}

/** What goes through a provider is the ledger's to say. */
export const providerDeliveryHandlers: Handlers<Pick<typeof providers, 'uses'>> = {
  uses: ({ params }, context) => usesOfProvider(context, params.providerId),
}

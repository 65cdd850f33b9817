import type { subscribers } from '../../contract/subscribers.ts'
import type { Handlers } from '../http/bind.ts'
import { createSubscriber, deleteSubscriber, getSubscriber, listSubscribers } from './subscribers.ts'

export const subscriberHandlers: Handlers<typeof subscribers> = {
  create: ({ params, body }, context) => createSubscriber(context, params.topicId, body),
  list: ({ params, query }, { db, project }) => listSubscribers(db, project.seq, params.topicId, query),
  get: ({ params }, { db, project }) => getSubscriber(db, project.seq, params.topicId, params.subscriberId),
  delete: async ({ params }, context) => {
    await deleteSubscriber(context, params.topicId, params.subscriberId)
    return undefined
  },
}

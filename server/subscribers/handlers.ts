import type { subscribers } from '../../contract/subscribers.ts'
import type { Handlers } from '../http/bind.ts'
import { changeSubscribers } from './batch.ts'
import {
  listSubscribers,
  listSubscribersEverywhere,
  walkSubscribers,
  walkSubscribersEverywhere,
} from './list.ts'
import { createSubscriber, deleteSubscriber, getSubscriber } from './subscribers.ts'

export const subscriberHandlers: Handlers<typeof subscribers> = {
  create: ({ params, body }, context) => createSubscriber(context, params.topicId, body),
  list: {
    page: ({ params, query }, context) => listSubscribers(context, params.topicId, query),
    rows: ({ params, query }, context) => walkSubscribers(context, params.topicId, query),
  },
  get: ({ params }, context) => getSubscriber(context, params.topicId, params.subscriberId),
  delete: async ({ params }, context) => {
    await deleteSubscriber(context, params.topicId, params.subscriberId)
    return undefined
  },
  listEverywhere: {
    page: ({ query }, { db, project }) => listSubscribersEverywhere(db, project.seq, query),
    rows: ({ query }, { db, project }) => walkSubscribersEverywhere(db, project.seq, query),
  },
  batch: ({ params, body }, context) => changeSubscribers(context, params.topicId, body),
}

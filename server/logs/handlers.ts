import type { ErrorType } from '../../contract/errors.ts'
import type { logs } from '../../contract/logs.ts'
import type { Handlers } from '../http/bind.ts'
import { Refusal } from '../http/refusal.ts'
import { findMessage } from '../messages/message.ts'
import { findProvider } from '../providers/providers.ts'
import { findSubscriber } from '../subscribers/subscriber.ts'
import { findTopic } from '../topics/topics.ts'
import { getActivity, listActivity, listActivityValues, walkActivity } from './activity-list.ts'
import { type LoggedThing, listLogs } from './logs.ts'

export const logHandlers: Handlers<typeof logs> = {
  list: {
    page: ({ query }, context) => listActivity(context, query),
    rows: ({ query }, context) => walkActivity(context, query),
  },
  values: (_, context) => listActivityValues(context),
  get: ({ params }, context) => getActivity(context, params.logId),
  ofProvider: async ({ params, query }, { db, project }) => {
    const found = await findProvider(db, project.seq, params.providerId)
    return listLogs(
      db,
      project.seq,
      thing(`provider/${params.providerId}`, found, 'provider_not_found'),
      query,
    )
  },
  ofTopic: async ({ params, query }, { db, project }) => {
    const found = await findTopic(db, project.seq, params.topicId)
    return listLogs(db, project.seq, thing(`topic/${params.topicId}`, found, 'topic_not_found'), query)
  },
  ofSubscriber: async ({ params, query }, { db, project }) => {
    const found = await findSubscriber(db, project.seq, params.subscriberId)
    const resource = `subscriber/${params.subscriberId}`
    return listLogs(db, project.seq, thing(resource, found, 'subscriber_not_found'), query)
  },
  ofMessage: async ({ params, query }, { db, project }) => {
    const found = await findMessage(db, project.seq, params.messageId)
    return listLogs(db, project.seq, thing(`message/${params.messageId}`, found, 'message_not_found'), query)
  },
}

function thing(
  resource: string,
  found: { readonly created_at: string } | undefined,
  notFound: ErrorType,
): LoggedThing {
  if (!found) throw new Refusal(notFound)
  return { resource, since: found.created_at }
}

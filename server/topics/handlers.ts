import type { topics } from '../../contract/topics.ts'
import type { Handlers } from '../http/bind.ts'
import { createTopic, deleteTopic, getTopic, listTopics, updateTopic } from './topics.ts'
import { listUses } from './uses.ts'

export const topicHandlers: Handlers<typeof topics> = {
  create: ({ body }, context) => createTopic(context, body),
  list: ({ query }, { db, project }) => listTopics(db, project.seq, query),
  get: ({ params }, { db, project }) => getTopic(db, project.seq, params.topicId),
  update: ({ params, body }, context) => updateTopic(context, params.topicId, body),
  delete: async ({ params }, context) => {
    await deleteTopic(context, params.topicId)
    return undefined
  },
  uses: ({ params, query }, { db, project }) => listUses(db, project.seq, params.topicId, query),
}

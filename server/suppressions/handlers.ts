import type { suppressions } from '../../contract/suppressions.ts'
import type { Handlers } from '../http/bind.ts'
import { createSuppression, getSuppression, liftSuppression, listSuppressions } from './suppressions.ts'

export const suppressionHandlers: Handlers<typeof suppressions> = {
  list: ({ query }, { db, project }) => listSuppressions(db, project.seq, query),
  create: ({ body }, context) => createSuppression(context, body),
  get: ({ params }, { db, project }) => getSuppression(db, project.seq, params.suppressionId),
  delete: async ({ params }, context) => {
    await liftSuppression(context, params.suppressionId)
    return undefined
  },
}

import type { targets } from '../../contract/targets.ts'
import type { Handlers } from '../http/bind.ts'
import { createTarget, deleteTarget, getTarget, listTargets, updateTarget } from './targets.ts'

export const targetHandlers: Handlers<typeof targets> = {
  create: ({ params, body }, context) => createTarget(context, params.userId, body),
  list: ({ params, query }, { db, project }) => listTargets(db, project.seq, params.userId, query),
  get: ({ params }, { db, project }) => getTarget(db, project.seq, params.userId, params.targetId),
  update: ({ params, body }, context) => updateTarget(context, params.userId, params.targetId, body),
  delete: async ({ params }, context) => {
    await deleteTarget(context, params.userId, params.targetId)
    return undefined
  },
}

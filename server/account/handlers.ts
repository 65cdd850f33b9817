import type { account } from '../../contract/account.ts'
import type { Handlers } from '../http/bind.ts'
import { createPushTarget, deletePushTarget, updatePushTarget } from '../targets/push-targets.ts'
import { getUser } from '../users/users.ts'
import { createOwnJwt, signIn, signOut, signUp } from './account.ts'

export const accountHandlers: Handlers<typeof account> = {
  create: ({ body }, context) => signUp(context, body),
  get: (_, { db, project, actor }) => getUser(db, project.seq, actor.id),
  createSession: ({ body }, context) => signIn(context, body),
  deleteSession: async ({ params }, context) => {
    await signOut(context, params.sessionId)
    return undefined
  },
  createJwt: ({ body }, context) => createOwnJwt(context, body.duration),
  createPushTarget: ({ body }, context) => createPushTarget(context, body),
  updatePushTarget: ({ params, body }, context) =>
    updatePushTarget(context, params.targetId, body.identifier),
  deletePushTarget: async ({ params }, context) => {
    await deletePushTarget(context, params.targetId)
    return undefined
  },
}

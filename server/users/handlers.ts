import type { users } from '../../contract/users.ts'
import type { Handlers } from '../http/bind.ts'
import {
  createUser,
  createUserJwt,
  createUserSession,
  deleteUser,
  getUser,
  listUsers,
  updateEmail,
  updateEmailVerification,
  updateLabels,
  updateName,
  updatePhone,
  updatePhoneVerification,
  updateStatus,
  walkUsers,
} from './users.ts'

export const userHandlers: Handlers<typeof users> = {
  create: ({ body }, context) => createUser(context, body),
  list: {
    page: ({ query }, { db, project }) => listUsers(db, project.seq, query),
    rows: ({ query }, { db, project }) => walkUsers(db, project.seq, query),
  },
  get: ({ params }, { db, project }) => getUser(db, project.seq, params.userId),
  updateName: ({ params, body }, context) => updateName(context, params.userId, body.name),
  updateEmail: ({ params, body }, context) => updateEmail(context, params.userId, body.email),
  updatePhone: ({ params, body }, context) => updatePhone(context, params.userId, body.number),
  updateStatus: ({ params, body }, context) => updateStatus(context, params.userId, body.status),
  updateLabels: ({ params, body }, context) => updateLabels(context, params.userId, body.labels),
  updateEmailVerification: ({ params, body }, context) =>
    updateEmailVerification(context, params.userId, body.emailVerification),
  updatePhoneVerification: ({ params, body }, context) =>
    updatePhoneVerification(context, params.userId, body.phoneVerification),
  delete: async ({ params }, context) => {
    await deleteUser(context, params.userId)
    return undefined
  },
  createSession: ({ params }, context) => createUserSession(context, params.userId),
  createJwt: ({ params, body }, context) => createUserJwt(context, params.userId, body),
}

import type { consoleEndpoints } from '../../contract/console.ts'
import type { Handlers } from '../http/bind.ts'
import { createKey, deleteKey, listKeys, updateKey } from '../projects/keys.ts'
import { createProject, deleteProject, updateProject } from '../projects/projects.ts'
import { changePassword, updateAccount } from './account.ts'
import { changeRole, deleteAdministrator, hasAdministrators, listAdministrators } from './administrators.ts'
import {
  acceptInvitation,
  checkInvitation,
  invite,
  listInvitations,
  withdrawInvitation,
} from './invitations.ts'
import { checkPasswordReset, createResetLink, resetPassword } from './password-reset.ts'
import { endOtherSessions, endSession, listSessions } from './sessions.ts'
import { type MakeExamples, setUp } from './set-up.ts'
import { currentSession, signIn, signOut } from './sign-in.ts'

export function consoleHandlers(makeExamples: MakeExamples): Handlers<typeof consoleEndpoints> {
  return {
    status: async (_, { db, publicUrl, version }) => ({
      setUp: await hasAdministrators(db),
      insecure: publicUrl.startsWith('http:') && !isLoopback(new URL(publicUrl).hostname),
      version,
    }),
    setUp: ({ body }, context) => setUp(context, body, makeExamples),
    session: (_, context) => currentSession(context),
    signIn: ({ body }, context) => signIn(context, body),
    signOut: (_, context) => nothing(signOut(context)),
    createProject: ({ body }, context) => createProject(context, body),
    updateProject: ({ params, body }, context) => updateProject(context, params.projectId, body),
    deleteProject: ({ params }, context) => nothing(deleteProject(context, params.projectId)),
    listKeys: ({ params, query }, { db }) => listKeys(db, params.projectId, query),
    createKey: ({ params, body }, context) => createKey(context, params.projectId, body),
    updateKey: ({ params, body }, context) => updateKey(context, params.projectId, params.keyId, body),
    deleteKey: ({ params }, context) => nothing(deleteKey(context, params.projectId, params.keyId)),
    listAdministrators: ({ query }, { db }) => listAdministrators(db, query),
    updateAdministrator: ({ params, body }, context) =>
      changeRole(context, params.administratorId, body.role),
    deleteAdministrator: ({ params }, context) =>
      nothing(deleteAdministrator(context, params.administratorId)),
    createResetLink: ({ params }, context) => createResetLink(context, params.administratorId),
    listInvitations: ({ query }, { db }) => listInvitations(db, query),
    createInvitation: ({ body }, context) => invite(context, body),
    deleteInvitation: ({ params }, context) => nothing(withdrawInvitation(context, params.invitationId)),
    checkInvitation: ({ body }, { db }) => checkInvitation(db, body.token),
    acceptInvitation: ({ body }, context) => acceptInvitation(context, body),
    checkPasswordReset: ({ body }, { db }) => checkPasswordReset(db, body.token),
    resetPassword: ({ body }, context) => resetPassword(context, body),
    updateAccount: ({ body }, context) => updateAccount(context, body),
    changePassword: ({ body }, context) => changePassword(context, body),
    listSessions: (_, context) => listSessions(context),
    deleteSession: ({ params }, context) => nothing(endSession(context, params.sessionId)),
    deleteOtherSessions: (_, context) => nothing(endOtherSessions(context)),
  }
}

/** The answer of an endpoint without a reply. */
async function nothing(done: Promise<void>): Promise<undefined> {
  await done
  return undefined
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.')
}

import type { consoleEndpoints } from '../../contract/console.ts'
import type { Handlers } from '../http/bind.ts'
import { createProject, updateProject } from '../projects/projects.ts'
import { hasAdministrators } from './administrators.ts'
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
    signOut: async (_, context) => {
      await signOut(context)
      return undefined
    },
    createProject: ({ body }, context) => createProject(context, body),
    updateProject: ({ params, body }, context) => updateProject(context, params.projectId, body),
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.')
}

// What the console needs beside the API: the first start, signing in, and which projects there are.
import * as z from 'zod'
import type { Endpoint } from './endpoint.ts'
import { role } from './roles.ts'
import { emailAddress, flag, id, instant, text, timeZoneName, wholeNumber } from './wire.ts'

export const administrator = z.object({
  $id: z.string(),
  $createdAt: instant,
  email: z.string(),
  name: z.string(),
  role,
})
export type Administrator = z.infer<typeof administrator>

export const project = z.object({
  $id: z.string(),
  $createdAt: instant,
  name: z.string(),
  /** IANA zone in which the project's people think; '' until somebody says. */
  timeZone: z.string(),
  /** How long "Send" can be taken back, in seconds. */
  undoSeconds: z.int(),
  /** Days that its activity is kept. */
  activityDays: z.int(),
  /** Days that the deliveries of a deleted message are kept. */
  deliveryDays: z.int(),
})
export type Project = z.infer<typeof project>

export const session = z.object({
  administrator,
  projects: z.array(project),
  expiresAt: instant,
})
export type Session = z.infer<typeof session>

/** At least 8 characters (15 are advised), no rules of composition, never cut (ASVS 5.0, 6.2). */
export const password = text(8, 256)

export const setUpDraft = z.object({
  token: text(1, 256),
  email: emailAddress,
  name: text(0, 128).default(''),
  password,
  projectName: text(1, 128).default('My project'),
  timeZone: timeZoneName.default(''),
  /** A test provider for each channel and one person, so that the first message can be sent at once. */
  withExamples: flag.default(true),
})
export type SetUpDraft = z.output<typeof setUpDraft>

export const signInDraft = z.object({ email: text(1, 320), password: text(1, 256) })

const owner = { kind: 'administrator', role: 'owner' } as const
const anybody = { kind: 'public' } as const

export const consoleEndpoints = {
  status: {
    method: 'GET',
    path: '/console/status',
    summary: 'Whether this installation has been set up, and whether cookies are sent in clear',
    access: anybody,
    reply: z.object({ setUp: z.boolean(), insecure: z.boolean(), version: z.string() }),
  },
  setUp: {
    method: 'POST',
    path: '/console/set-up',
    summary: 'Name the first administrator, with the link that the first start printed',
    access: anybody,
    body: setUpDraft,
    reply: session,
  },
  session: {
    method: 'GET',
    path: '/console/session',
    summary: 'Who is signed in; null when nobody is',
    access: anybody,
    reply: session.nullable(),
  },
  signIn: {
    method: 'POST',
    path: '/console/session',
    summary: 'Sign in',
    access: anybody,
    body: signInDraft,
    reply: session,
  },
  signOut: {
    method: 'DELETE',
    path: '/console/session',
    summary: 'Sign out',
    access: anybody,
    reply: null,
  },
  createProject: {
    method: 'POST',
    path: '/console/projects',
    summary: 'Create a project',
    access: owner,
    body: z.object({ projectId: id.optional(), name: text(1, 128), timeZone: timeZoneName.default('') }),
    reply: project,
  },
  updateProject: {
    method: 'PATCH',
    path: '/console/projects/:projectId',
    summary: 'Change a project',
    access: owner,
    body: z.object({
      name: text(1, 128).optional(),
      timeZone: timeZoneName.optional(),
      undoSeconds: wholeNumber(0, 600).optional(),
    }),
    reply: project,
  },
} as const satisfies Record<string, Endpoint>

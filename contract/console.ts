// What the console needs beside the API: the first start, signing in, administrators, projects and their API keys.
import * as z from 'zod'
import type { Endpoint } from './endpoint.ts'
import { listQuery, listReply } from './lists.ts'
import { role } from './roles.ts'
import { scope } from './scopes.ts'
import {
  emailAddress,
  flag,
  id,
  instant,
  instantInput,
  list,
  text,
  timeZoneName,
  webOrigin,
  wholeNumber,
} from './wire.ts'

export const administrator = z.object({
  $id: z.string(),
  $createdAt: instant,
  email: z.string(),
  name: z.string(),
  role,
})
export type Administrator = z.infer<typeof administrator>

/** As owners see him in their list. */
export const listedAdministrator = administrator.extend({ lastSignedInAt: instant.nullable() })
export type ListedAdministrator = z.infer<typeof listedAdministrator>

/** Somebody who may become an administrator: his link works once, and until then. */
export const invitation = z.object({
  $id: z.string(),
  $createdAt: instant,
  email: z.string(),
  role,
  expiresAt: instant,
  /** Who invited him; '' where that one is gone. */
  invitedBy: z.string(),
})
export type Invitation = z.infer<typeof invitation>

/** A link that works once, to be handed on. It is shown here and nowhere again. */
const link = z.object({ url: z.string(), expiresAt: instant })

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
  /** Days that deliveries are kept after their message ended, or was deleted. */
  deliveryDays: z.int(),
  /** Pages of these origins may call the API in their visitors' browsers; of no others unless with a key. */
  allowedOrigins: z.array(z.string()),
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

const linkToken = text(1, 256)

export const acceptance = z.object({ token: linkToken, name: text(0, 128).default(''), password })
export const passwordReset = z.object({ token: linkToken, password })
export const passwordChange = z.object({ current: text(1, 256), password })

/** A new address needs the password: whoever has it can have the password reset. */
export const accountChange = z.object({
  name: text(0, 128).optional(),
  email: emailAddress.optional(),
  password: text(1, 256).optional(),
})

export const invitationDraft = z.object({ email: emailAddress, role })

/** A browser in which one is signed in. What is not known of it is ''. */
export const administratorSession = z.object({
  $id: z.string(),
  $createdAt: instant,
  current: z.boolean(),
  ip: z.string(),
  clientName: z.string(),
  clientVersion: z.string(),
  osName: z.string(),
  deviceName: z.string(),
  deviceModel: z.string(),
  lastUsedAt: instant,
  expiresAt: instant,
})
export type AdministratorSession = z.infer<typeof administratorSession>

export const apiKey = z.object({
  $id: z.string(),
  $createdAt: instant,
  $updatedAt: instant,
  name: z.string(),
  /** How its secret begins. */
  hint: z.string(),
  scopes: z.array(scope),
  /** Null: never. */
  expiresAt: instant.nullable(),
  /** To the hour; null: never. */
  lastUsedAt: instant.nullable(),
})
export type ApiKey = z.infer<typeof apiKey>

const scopesOfKey = list(scope, 50)
  .refine((chosen) => chosen.length > 0, 'must name at least one')
  .transform((chosen) => [...new Set(chosen)])
/** '' is never. */
const expiry = z.union([z.literal(''), instantInput])

export const apiKeyDraft = z.object({
  name: text(1, 128),
  scopes: scopesOfKey,
  expiresAt: expiry.default(''),
})
export const apiKeyChange = z.object({
  name: text(1, 128).optional(),
  scopes: scopesOfKey.optional(),
  expiresAt: expiry.optional(),
})

export const projectChange = z.object({
  name: text(1, 128).optional(),
  timeZone: timeZoneName.optional(),
  undoSeconds: wholeNumber(0, 600).optional(),
  activityDays: wholeNumber(1, 3650).optional(),
  deliveryDays: wholeNumber(1, 3650).optional(),
  allowedOrigins: list(webOrigin, 50)
    .transform((origins) => [...new Set(origins)])
    .optional(),
})

const owner = { kind: 'administrator', role: 'owner' } as const
const oneself = { kind: 'administrator', role: 'viewer' } as const
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
    body: projectChange,
    reply: project,
  },
  deleteProject: {
    method: 'DELETE',
    path: '/console/projects/:projectId',
    summary: 'Delete a project with all that is in it',
    access: owner,
    reply: null,
  },
  listKeys: {
    method: 'GET',
    path: '/console/projects/:projectId/keys',
    summary: 'List the API keys of a project',
    access: owner,
    query: listQuery,
    reply: listReply('keys', apiKey),
  },
  createKey: {
    method: 'POST',
    path: '/console/projects/:projectId/keys',
    summary: 'Create an API key; its secret is in this reply and nowhere again',
    access: owner,
    body: apiKeyDraft,
    reply: apiKey.extend({ secret: z.string() }),
  },
  updateKey: {
    method: 'PATCH',
    path: '/console/projects/:projectId/keys/:keyId',
    summary: 'Change the name, the scopes or the expiry of an API key',
    access: owner,
    body: apiKeyChange,
    reply: apiKey,
  },
  deleteKey: {
    method: 'DELETE',
    path: '/console/projects/:projectId/keys/:keyId',
    summary: 'Revoke an API key, at once',
    access: owner,
    reply: null,
  },
  listAdministrators: {
    method: 'GET',
    path: '/console/administrators',
    summary: 'List the administrators',
    access: owner,
    query: listQuery,
    reply: listReply('administrators', listedAdministrator),
  },
  updateAdministrator: {
    method: 'PATCH',
    path: '/console/administrators/:administratorId',
    summary: 'Give an administrator another role',
    access: owner,
    body: z.object({ role }),
    reply: administrator,
  },
  deleteAdministrator: {
    method: 'DELETE',
    path: '/console/administrators/:administratorId',
    summary: 'Remove an administrator; he is signed out everywhere',
    access: owner,
    reply: null,
  },
  createResetLink: {
    method: 'POST',
    path: '/console/administrators/:administratorId/password-reset',
    summary: 'Make a link by which an administrator who has forgotten his password chooses another one',
    access: owner,
    reply: link,
  },
  listInvitations: {
    method: 'GET',
    path: '/console/invitations',
    summary: 'List the invitations that are still open',
    access: owner,
    query: listQuery,
    reply: listReply('invitations', invitation),
  },
  createInvitation: {
    method: 'POST',
    path: '/console/invitations',
    summary: 'Invite an administrator by a link; another open one for the same address ends',
    access: owner,
    body: invitationDraft,
    reply: invitation.extend(link.shape),
  },
  deleteInvitation: {
    method: 'DELETE',
    path: '/console/invitations/:invitationId',
    summary: 'Withdraw an invitation',
    access: owner,
    reply: null,
  },
  checkInvitation: {
    method: 'POST',
    path: '/console/invitation/check',
    summary: 'Tell whom the link of an invitation is for',
    access: anybody,
    body: z.object({ token: linkToken }),
    reply: invitation.pick({ email: true, role: true, expiresAt: true, invitedBy: true }),
    status: 200,
  },
  acceptInvitation: {
    method: 'POST',
    path: '/console/invitation',
    summary: 'Become an administrator, by the link of an invitation',
    access: anybody,
    body: acceptance,
    reply: session,
  },
  checkPasswordReset: {
    method: 'POST',
    path: '/console/password-reset/check',
    summary: 'Tell whose password a reset link is for',
    access: anybody,
    body: z.object({ token: linkToken }),
    reply: administrator.pick({ email: true, name: true }).extend({ expiresAt: instant }),
    status: 200,
  },
  resetPassword: {
    method: 'POST',
    path: '/console/password-reset',
    summary: 'Choose another password, by a reset link; all sessions end, and one begins',
    access: anybody,
    body: passwordReset,
    reply: session,
  },
  updateAccount: {
    method: 'PATCH',
    path: '/console/account',
    summary: 'Change one’s own name or e-mail address',
    access: oneself,
    body: accountChange,
    reply: administrator,
  },
  changePassword: {
    method: 'POST',
    path: '/console/account/password',
    summary: 'Change one’s own password; all other sessions end',
    access: oneself,
    body: passwordChange,
    reply: session,
    status: 200,
  },
  listSessions: {
    method: 'GET',
    path: '/console/sessions',
    summary: 'List where one is signed in',
    access: oneself,
    reply: listReply('sessions', administratorSession),
  },
  deleteSession: {
    method: 'DELETE',
    path: '/console/sessions/:sessionId',
    summary: 'End one of one’s own sessions',
    access: oneself,
    reply: null,
  },
  deleteOtherSessions: {
    method: 'DELETE',
    path: '/console/sessions',
    summary: 'End all of one’s own sessions but this one',
    access: oneself,
    reply: null,
  },
} as const satisfies Record<string, Endpoint>

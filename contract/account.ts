// What an end user may do for himself, by his session or JWT.
import * as z from 'zod'
import type { Endpoint } from './endpoint.ts'
import { target, targetDraft } from './targets.ts'
import { jwt, jwtDuration, userSession } from './user-sessions.ts'
import { user } from './users.ts'
import { emailAddress, newId, text } from './wire.ts'

export const accountDraft = z.object({
  userId: newId,
  email: emailAddress,
  password: text(8, 256),
  name: text(0, 128).optional(),
})
export type AccountDraft = z.infer<typeof accountDraft>

const self = { kind: 'account' } as const
const anybody = { kind: 'visitor' } as const

export const account = {
  create: {
    method: 'POST',
    path: '/account',
    summary: 'Sign up: become a person of the project',
    access: anybody,
    body: accountDraft,
    reply: user,
  },
  get: { method: 'GET', path: '/account', summary: 'Get oneself', access: self, reply: user },
  createSession: {
    method: 'POST',
    path: '/account/sessions/email',
    summary:
      'Sign in by address and password; the session is a cookie, and shown only to a key that may make sessions',
    access: anybody,
    body: z.object({ email: emailAddress, password: text(1, 256) }),
    reply: userSession,
  },
  deleteSession: {
    method: 'DELETE',
    path: '/account/sessions/:sessionId',
    summary: 'Sign out, of this session (`current`) or another one; its devices go with it',
    access: self,
    reply: null,
  },
  createJwt: {
    method: 'POST',
    path: '/account/jwts',
    summary: 'Make a JWT that stands for this session',
    access: self,
    body: z.object({ duration: jwtDuration }),
    reply: jwt,
  },
  createPushTarget: {
    method: 'POST',
    path: '/account/targets/push',
    summary: 'Add this device; it goes with the session',
    access: self,
    body: targetDraft.pick({ targetId: true, identifier: true, providerId: true }),
    reply: target,
  },
  updatePushTarget: {
    method: 'PUT',
    path: '/account/targets/:targetId/push',
    summary: "Change a device's identifier",
    access: self,
    body: z.object({ identifier: text(1, 255) }),
    reply: target,
  },
  deletePushTarget: {
    method: 'DELETE',
    path: '/account/targets/:targetId/push',
    summary: 'Remove a device and its subscriptions',
    access: self,
    reply: null,
  },
} as const satisfies Record<string, Endpoint>

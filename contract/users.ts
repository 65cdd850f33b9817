import * as z from 'zod'
import type { Endpoint } from './endpoint.ts'
import { listQuery, listReply } from './lists.ts'
import { resource } from './resource.ts'
import { target } from './targets.ts'
import { jwt, jwtDuration, userSession } from './user-sessions.ts'
import { emailAddress, flag, id, instant, list, newId, phoneNumber, text } from './wire.ts'

/** A person who receives. */
export const user = resource.extend({
  name: z.string(),
  registration: instant,
  status: z.boolean(),
  labels: z.array(z.string()),
  passwordUpdate: z.string(),
  email: z.string(),
  phone: z.string(),
  emailVerification: z.boolean(),
  phoneVerification: z.boolean(),
  mfa: z.boolean(),
  prefs: z.record(z.string(), z.unknown()),
  targets: z.array(target),
  accessedAt: z.string(),
})
export type User = z.infer<typeof user>

export const userDraft = z.object({
  userId: newId,
  email: emailAddress.or(z.literal('')).optional(),
  phone: phoneNumber.or(z.literal('')).optional(),
  /** Taken for end users' own sessions; never returned. */
  password: text(8, 256).or(z.literal('')).optional(),
  name: text(0, 128).optional(),
})
export type UserDraft = z.infer<typeof userDraft>

const label = z.string().regex(/^[A-Za-z0-9]{1,36}$/, 'must be 1 to 36 letters and digits')

const read = { kind: 'project', scope: 'users.read', role: 'viewer' } as const
const write = { kind: 'project', scope: 'users.write', role: 'editor' } as const

export const users = {
  create: {
    method: 'POST',
    path: '/users',
    summary: 'Add a person; an e-mail address and a phone number become targets',
    access: write,
    body: userDraft,
    reply: user,
  },
  list: {
    method: 'GET',
    path: '/users',
    summary: 'List people',
    access: read,
    query: listQuery,
    reply: listReply('users', user),
    csv: true,
  },
  get: { method: 'GET', path: '/users/:userId', summary: 'Get a person', access: read, reply: user },
  updateName: {
    method: 'PATCH',
    path: '/users/:userId/name',
    summary: "Change a person's name",
    access: write,
    body: z.object({ name: text(0, 128) }),
    reply: user,
  },
  updateEmail: {
    method: 'PATCH',
    path: '/users/:userId/email',
    summary: "Change a person's e-mail address and its target; '' removes both",
    access: write,
    body: z.object({ email: emailAddress.or(z.literal('')) }),
    reply: user,
  },
  updatePhone: {
    method: 'PATCH',
    path: '/users/:userId/phone',
    summary: "Change a person's phone number and its target; '' removes both",
    access: write,
    body: z.object({ number: phoneNumber.or(z.literal('')) }),
    reply: user,
  },
  updateStatus: {
    method: 'PATCH',
    path: '/users/:userId/status',
    summary: 'Block or unblock a person',
    access: write,
    body: z.object({ status: flag }),
    reply: user,
  },
  updateLabels: {
    method: 'PUT',
    path: '/users/:userId/labels',
    summary: "Replace a person's labels; what is open to `label:vip` is open to whoever has the label `vip`",
    access: write,
    body: z.object({ labels: list(label, 1000).transform((labels) => [...new Set(labels)]) }),
    reply: user,
  },
  updateEmailVerification: {
    method: 'PATCH',
    path: '/users/:userId/verification',
    summary: "Say whether a person's e-mail address is known to be his",
    access: write,
    body: z.object({ emailVerification: flag }),
    reply: user,
  },
  updatePhoneVerification: {
    method: 'PATCH',
    path: '/users/:userId/verification/phone',
    summary: "Say whether a person's phone number is known to be his",
    access: write,
    body: z.object({ phoneVerification: flag }),
    reply: user,
  },
  delete: {
    method: 'DELETE',
    path: '/users/:userId',
    summary: 'Delete a person with all targets and subscriptions',
    access: write,
    reply: null,
  },
  createSession: {
    method: 'POST',
    path: '/users/:userId/sessions',
    summary: "Make a session for a person; whoever holds its secret acts in the person's name",
    access: write,
    reply: userSession,
  },
  createJwt: {
    method: 'POST',
    path: '/users/:userId/jwts',
    summary:
      'Make a JWT for a person; it ends with the session that it names (`recent`: the newest one), or by itself',
    access: write,
    body: z.object({ sessionId: id.or(z.literal('')).default(''), duration: jwtDuration }),
    reply: jwt,
  },
} as const satisfies Record<string, Endpoint>

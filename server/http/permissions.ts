// What is open to whom, in Appwrite's words: a topic's `subscribe`, a file's permissions.
import type { Actor } from './context.ts'

/** The roles of whoever asks; undefined for keys and administrators, from whom nothing is kept. */
export function rolesOf(actor: Actor): ReadonlySet<string> | undefined {
  if (actor.type === 'guest') return new Set(['any', 'guests'])
  if (actor.type !== 'user') return undefined
  const state = actor.verified ? 'verified' : 'unverified'
  return new Set([
    'any',
    'users',
    `users/${state}`,
    `user:${actor.id}`,
    `user:${actor.id}/${state}`,
    ...actor.labels.map((label) => `label:${label}`),
  ])
}

/** Whether one of `roles` is a role of whoever asks; always, for keys and administrators. */
export function hasAnyRole(actor: Actor, roles: readonly string[]): boolean {
  const own = rolesOf(actor)
  return own === undefined || roles.some((role) => own.has(role))
}

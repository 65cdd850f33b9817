import * as z from 'zod'

/** Administrators' roles, weakest first; each may do what the ones before it may. */
export const roles = ['viewer', 'author', 'editor', 'owner'] as const

export const role = z.enum(roles)
export type Role = z.infer<typeof role>

export function hasRole(actual: Role, needed: Role): boolean {
  return roles.indexOf(actual) >= roles.indexOf(needed)
}

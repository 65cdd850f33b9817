// Who may do what with files, in Appwrite's words. Keys and administrators are asked for none of it.
import type { ProjectContext } from '../http/context.ts'
import { hasAnyRole, rolesOf } from '../http/permissions.ts'
import { Refusal } from '../http/refusal.ts'

export type Action = 'create' | 'read' | 'update' | 'delete'

type Asking = Pick<ProjectContext, 'actor'>
type Bucket = {
  readonly enabled: boolean
  readonly permissions: readonly string[]
  readonly file_security: boolean
}

const written: readonly Action[] = ['create', 'update', 'delete']

/** `write` is create, update and delete; each permission once, in the order in which they were given. */
export function spelledOut(permissions: readonly string[]): string[] {
  const all = permissions.flatMap((permission) => {
    const role = /^write\((".*")\)$/.exec(permission)?.[1]
    return role === undefined ? [permission] : written.map((action) => `${action}(${role})`)
  })
  return [...new Set(all)]
}

function rolesThatMay(action: Action, permissions: readonly string[]): string[] {
  return permissions.flatMap((permission) => {
    const [, named, role] = /^(\w+)\("(.*)"\)$/.exec(permission) ?? []
    return named === action && role !== undefined ? [role] : []
  })
}

function isOpen({ actor }: Asking, action: Action, permissions: readonly string[]): boolean {
  return hasAnyRole(actor, rolesThatMay(action, permissions))
}

/** For end users a bucket that is switched off is not there. */
export function refuseSwitchedOff({ actor }: Asking, bucket: Bucket): void {
  if (!bucket.enabled && rolesOf(actor) !== undefined) throw new Refusal('storage_bucket_not_found')
}

/** Whether the bucket opens all its files for this. If not, and if files have a say, each of them has to. */
export function mayWithAll(asking: Asking, action: Action, bucket: Bucket): boolean {
  if (isOpen(asking, action, bucket.permissions)) return true
  if (action === 'create' || !bucket.file_security) throw new Refusal('user_unauthorized')
  return false
}

export function mayWithFile(
  asking: Asking,
  action: Action,
  bucket: Bucket,
  file: { readonly permissions: readonly string[] },
): boolean {
  return mayWithAll(asking, action, bucket) || isOpen(asking, action, file.permissions)
}

/** The permissions that open something to an end user; undefined for who needs none. */
export function permissionsOf({ actor }: Asking, action: Action): string[] | undefined {
  const roles = rolesOf(actor)
  return roles && [...roles].map((role) => `${action}("${role}")`)
}

/** An end user gives rights to himself, or to a group that he is of; without being asked, to himself. */
export function grantedPermissions(asking: Asking, wanted: readonly string[] | undefined): string[] {
  const { actor } = asking
  const roles = rolesOf(actor)
  if (wanted === undefined) {
    return actor.type === 'user'
      ? ['read', 'update', 'delete'].map((action) => `${action}("user:${actor.id}")`)
      : []
  }
  const permissions = spelledOut(wanted)
  const foreign = permissions.find((permission) => roles && !roles.has(/"(.*)"/.exec(permission)?.[1] ?? ''))
  if (foreign !== undefined) {
    throw new Refusal('user_unauthorized', `Only rights of your own roles can be given, not ${foreign}.`)
  }
  return permissions
}

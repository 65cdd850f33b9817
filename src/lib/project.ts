// The project that this page works in. One page load stays in one project: going to another loads the page anew, so that
// no cache, poll or half-written form of the one can reach the other, and no query key has to name it.
import { readStored, writeStored } from './stored.ts'

let current: string | undefined

export function currentProject(): string {
  if (current === undefined) throw new Error('No project has been entered yet')
  return current
}

/** Says false, and changes nothing, where the page is in another project already. */
export function enterProject(projectId: string): boolean {
  if (current !== undefined && current !== projectId) return false
  if (current === undefined) writeStored('project', projectId)
  current = projectId
  return true
}

/** Where this browser was last. */
export const lastProject = () => readStored('project')

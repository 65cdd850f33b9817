import { roles } from '../../../contract/roles.ts'
import { roleWords } from '../session/role-words.ts'

/** The roles to choose from, with what each may do. */
export const roleOptions = roles.map((role) => ({ value: role, ...roleWords[role] }))

import type { User } from '../../../contract/users.ts'

/** What a person is called on screens: by name, else by what else is known. */
export const personName = ({ name, email, phone, $id }: User) => name || email || phone || $id

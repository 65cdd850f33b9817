import { useQuery } from '@tanstack/react-query'
import type { Session } from '../../../contract/console.ts'
import { hasRole, type Role } from '../../../contract/roles.ts'
import { sessionQueries } from './session-queries.ts'

/** Who is signed in, on the pages behind the sign-in. */
export function useSession(): Session {
  // Set by whoever signs in or changes himself, and fetched by the routes alone: a page that learnt in between that nobody is signed
  // in any more would have nothing to stand on, and what is written in it would go with it.
  const { data } = useQuery({ ...sessionQueries.current(), enabled: false })
  if (!data) throw new Error('Only pages below /p/… know who is signed in')
  return data
}

/** Whether the person's role suffices: what it never will is not shown. The server decides again. */
export function useMay(needed: Role): boolean {
  return hasRole(useSession().administrator.role, needed)
}

import { useSuspenseQuery } from '@tanstack/react-query'
import type { User } from '../../../contract/users.ts'
import { pollInterval } from '../../lib/query-client.ts'
import { peopleQueries } from './people-queries.ts'

/** The person that the page is about, looked at again now and then. */
export function usePerson(userId: string): User {
  return useSuspenseQuery({ ...peopleQueries.get(userId), refetchInterval: pollInterval(false) }).data
}

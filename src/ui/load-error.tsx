import type { UseQueryResult } from '@tanstack/react-query'
import { problemOf } from '../lib/api-error.ts'
import { ErrorNotice } from './error-notice.tsx'

export interface LoadErrorProps {
  /** "The calendar could not be loaded" */
  title: string
  query: Pick<UseQueryResult, 'error' | 'refetch' | 'isFetching'>
}

/** Why something could not be had, with the way to ask for it again; nothing as long as it could. */
export function LoadError({ title, query: { error, refetch, isFetching } }: LoadErrorProps) {
  const problem = problemOf(error)
  if (!problem) return null
  return <ErrorNotice title={title} problem={problem} onRetry={() => void refetch()} retrying={isFetching} />
}

import { useQuery } from '@tanstack/react-query'
import { Notice } from '../../ui/notice.tsx'
import { sessionQueries } from './session-queries.ts'

/** Shown where a password is asked for on a connection that anybody on the way can read. */
export function InsecureNotice() {
  const { data } = useQuery(sessionQueries.status())
  if (!data?.insecure) return null
  return (
    <div className="mb-6">
      <Notice tone="warning" title="This connection is not encrypted">
        Your password and your session travel in clear over the network. Reach Carillon by https, and set{' '}
        <code className="font-mono text-xs">PUBLIC_URL</code> to that address.
      </Notice>
    </div>
  )
}

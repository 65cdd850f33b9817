import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { health } from '../../../contract/health.ts'
import { call } from '../../lib/client.ts'
import { useIsReachable } from '../../lib/reachability.ts'
import { Notice } from '../../ui/notice.tsx'

/** Says that what is on the page may be old, and brings it up to date when the server answers again. */
export function UnreachableNotice() {
  const isReachable = useIsReachable()
  return (
    <div role="status" className="sticky top-(--sticky-top,0px) z-float">
      {!isReachable && <Unreachable />}
    </div>
  )
}

function Unreachable() {
  const queryClient = useQueryClient()
  useQuery({
    queryKey: ['reachability'],
    queryFn: ({ signal }) => call(health.version, { signal }),
    refetchInterval: 5_000,
    retry: false,
    gcTime: 0,
  })
  // It goes as soon as any call comes through.
  useEffect(() => () => void queryClient.invalidateQueries(), [queryClient])
  return (
    <div className="border-b border-line bg-paper p-2">
      <Notice tone="warning" title="The server cannot be reached">
        What you see may be out of date. It is tried again every few seconds.
      </Notice>
    </div>
  )
}

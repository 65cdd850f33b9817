import { useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useRef } from 'react'
import type { Message } from '../../../contract/messages.ts'
import { problemOf } from '../../lib/api-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { messageQueries } from '../messages/message-queries.ts'
import { WriteEmail } from '../messages/write-email.tsx'
import { useMay } from '../session/use-session.ts'
import { ChannelsPart } from './channels-part.tsx'
import { EndedPart, MovingPart, NextPart, TroubledPart } from './message-parts.tsx'
import { overviewQueries } from './overview-queries.ts'

const FirstSteps = lazy(async () => {
  const { FirstSteps } = await import('./first-steps.tsx')
  return { default: FirstSteps }
})
const OutcomePart = lazy(async () => {
  const { OutcomePart } = await import('./outcome-part.tsx')
  return { default: OutcomePart }
})

/** What goes out, what is next, and what needs a look. */
export function OverviewPage() {
  const mayWrite = useMay('author')
  const moving = useQuery(overviewQueries.moving())
  const next = useQuery(overviewQueries.next())
  const troubled = useQuery(overviewQueries.troubled())
  const ended = useQuery(overviewQueries.ended())
  const parts = [moving, next, troubled, ended]
  const failed = parts.find(({ error }) => error)
  useFollowUp(moving.data?.messages)

  const isKnown = parts.every(({ data }) => data)
  const isNew = moving.data?.total === 0 && ended.data?.total === 0
  return (
    <Page width="full">
      <PageHeader title="Overview" action={mayWrite && <WriteEmail />} />
      {failed && (
        <div className="mb-6">
          <ErrorNotice
            title="The overview could not be loaded"
            problem={problemOf(failed.error) ?? { message: '' }}
            onRetry={() => void Promise.all(parts.filter(({ error }) => error).map((part) => part.refetch()))}
            retrying={failed.isFetching}
          />
        </div>
      )}
      {isKnown ? (
        // Read, and stacked where it is narrow, in this order; on wide screens what is next stands beside the rest.
        <div className="grid grid-cols-1 gap-x-16 gap-y-10 lg:grid-cols-[minmax(0,1fr)_320px] lg:grid-rows-[auto_1fr]">
          <div className="min-w-0 empty:hidden">
            {isNew && (
              <Suspense fallback={<SkeletonLines />}>
                <FirstSteps />
              </Suspense>
            )}
            <MovingPart list={moving.data} />
            <TroubledPart list={troubled.data} />
          </div>
          <div className="min-w-0 lg:col-start-2 lg:row-span-2 lg:row-start-1">
            <NextPart list={next.data} mayWrite={mayWrite} />
            <ChannelsPart next={next.data?.messages ?? []} />
          </div>
          {!isNew && (
            <div className="min-w-0 lg:col-start-1">
              <Suspense fallback={<SkeletonLines />}>
                <OutcomePart />
              </Suspense>
              <EndedPart list={ended.data} />
            </div>
          )}
        </div>
      ) : (
        !failed && (
          <>
            <p role="status" className="sr-only">
              Loading…
            </p>
            <SkeletonLines />
          </>
        )
      )}
    </Page>
  )
}

/** What has begun or ended belongs in another part now. */
function useFollowUp(moving: readonly Message[] | undefined) {
  const queryClient = useQueryClient()
  const ids = moving?.map(({ $id }) => $id).join()
  const before = useRef(ids)
  useEffect(() => {
    if (before.current !== undefined && ids !== undefined && before.current !== ids)
      void queryClient.invalidateQueries({ queryKey: messageQueries.all() })
    before.current = ids
  }, [ids, queryClient])
}

function SkeletonLines() {
  return (
    <div className="mt-10 grid gap-7 first:mt-0">
      <Skeleton width="140px" />
      {['68%', '54%', '61%'].map((width) => (
        <Skeleton key={width} width={width} />
      ))}
    </div>
  )
}

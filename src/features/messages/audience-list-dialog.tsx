import { useInfiniteQuery } from '@tanstack/react-query'
import type { PlannedRecipient } from '../../../contract/messages.ts'
import { problemOf } from '../../lib/api-error.ts'
import { useBackCloses } from '../../lib/panel.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { plural } from './audience-summary.tsx'
import { type AudienceWish, messageQueries } from './message-queries.ts'

export interface AudienceListDialogProps {
  wish: AudienceWish
  onClose: () => void
}

/** Whom a message would reach as things stand now, each once, page by page. */
export function AudienceListDialog({ wish, onClose }: AudienceListDialogProps) {
  const query = useInfiniteQuery(messageQueries.audienceRecipients(wish))
  const { data, error, hasNextPage, isFetching, isFetchingNextPage } = query
  const problem = problemOf(error)
  useBackCloses(onClose)
  const recipients = data?.pages.flatMap((page) => page.recipients)
  return (
    <Dialog
      open
      onClose={onClose}
      size="md"
      title="Who would get it"
      description="As things stand now. It is looked up again when it is sent."
      footer={<Button onClick={onClose}>Close the list</Button>}
    >
      <div className="grid grid-cols-1 gap-4">
        {problem && (
          <ErrorNotice
            title="The list could not be loaded"
            problem={problem}
            onRetry={() => void (data ? query.fetchNextPage() : query.refetch())}
            retrying={isFetching}
          />
        )}
        {!recipients && !problem && (
          <div className="grid gap-3" role="status" aria-label="Loading">
            <Skeleton width="70%" />
            <Skeleton width="55%" />
            <Skeleton width="62%" />
          </div>
        )}
        {recipients?.length === 0 && <p className="text-quiet">Nobody.</p>}
        {recipients && recipients.length > 0 && (
          <ul aria-label="Recipients" className="divide-y divide-line border-y border-line">
            {recipients.map((recipient) => (
              <li key={`${recipient.targetId} ${recipient.identifier}`} className="py-2">
                <Recipient recipient={recipient} isPush={wish.providerType === 'push'} />
              </li>
            ))}
          </ul>
        )}
        {recipients && (
          <div className="flex items-center justify-between gap-4">
            <p role="status" className="text-sm text-quiet tabular-nums">
              {hasNextPage ? 'The first ' : ''}
              {plural(recipients.length, 'recipient', 'recipients')}
            </p>
            {hasNextPage && (
              <Button
                size="sm"
                pending={isFetchingNextPage && 'Looking…'}
                onClick={() => void query.fetchNextPage()}
              >
                Show more
              </Button>
            )}
          </div>
        )}
      </div>
    </Dialog>
  )
}

const skippedWords = { expired: 'Skipped: expired', suppressed: 'Skipped: suppressed' } as const
const roleWords = { to: '', cc: 'Cc', bcc: 'Bcc' } as const

function Recipient({ recipient, isPush }: { recipient: PlannedRecipient; isPush: boolean }) {
  const { userName, identifier, role, skipped, ways, providerName } = recipient
  const facts = [
    roleWords[role],
    ways.length > 1 && `reached in ${ways.length.toLocaleString()} ways`,
    providerName ? `through ${providerName}` : 'no provider',
  ].filter(Boolean)
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2">
        <span className="min-w-0 font-strong wrap-anywhere">
          {isPush ? <span className="font-mono text-xs">{identifier}</span> : identifier}
        </span>
        {userName && <span className="text-quiet">{userName}</span>}
        {skipped && <Badge tone="skipped">{skippedWords[skipped]}</Badge>}
      </p>
      <p className="text-sm text-quiet first-letter:uppercase">{facts.join(', ')}</p>
    </>
  )
}

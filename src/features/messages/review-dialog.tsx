import { useQuery } from '@tanstack/react-query'
import type { Message } from '../../../contract/messages.ts'
import type { ChannelType } from '../../../contract/resource.ts'
import { ApiError, problemOf } from '../../lib/api-error.ts'
import { useBackCloses } from '../../lib/panel.ts'
import { Button } from '../../ui/button.tsx'
import { DescriptionList } from '../../ui/description-list.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { LoadError } from '../../ui/load-error.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useProject } from '../projects/use-project.ts'
import { AudienceSummary, copiesText, plural } from './audience-summary.tsx'
import { leadText } from './lead-text.ts'
import { messageQueries, type SendWish } from './message-queries.ts'
import { smsSegmentsText } from './sms-segments.ts'
import { savedAudience } from './use-audience.ts'
import { timeText, useSendMessage } from './use-send-message.ts'

export interface ReviewDialogProps {
  /** As it is saved: just this is sent. */
  message: Message
  at?: SendWish['at']
  onClose: () => void
  onSent: (message: Message) => void
  /** It stands above the form that it was written in. */
  isWritten?: boolean | undefined
}

/** Always the last step before anything leaves: whom, what, through what, when. */
export function ReviewDialog({ message, at, onClose, onSent, isWritten = false }: ReviewDialogProps) {
  const { providerType } = message
  const { undoSeconds } = useProject()
  const wish = savedAudience(message)
  // Counted now, not when the form was filled in.
  const audience = useQuery({ ...messageQueries.audience(wish), staleTime: 0, refetchOnMount: 'always' })
  const counted = audience.isFetchedAfterMount ? audience.data : undefined
  const send = useSendMessage()
  useBackCloses(onClose)

  const verb = at
    ? `Schedule for ${timeText(at)}`
    : counted
      ? `Send ${copiesText(counted, providerType)}`
      : 'Send'
  // A large audience is counted for longer, and shown as far as it is counted: it can be sent to as soon as it holds somebody.
  const isCounting = counted ? !counted.exact && counted.recipients === 0 : audience.isFetching
  const blocked = isCounting
    ? 'The recipients are being counted'
    : counted?.recipients === 0 && !at && 'There is nobody to send to'

  return (
    <Dialog
      open
      onClose={onClose}
      size="md"
      title={`${at ? 'Schedule' : 'Send'} this ${nouns[providerType]}?`}
      footer={
        <>
          <Button onClick={onClose}>{isWritten ? 'Back to writing' : 'Leave it a draft'}</Button>
          <Button
            variant="primary"
            pending={send.isPending && (at ? 'Scheduling…' : 'Sending…')}
            blocked={blocked}
            onClick={() =>
              send.mutate({ message, undoSeconds, at }, { onSuccess: ({ sent }) => onSent(sent) })
            }
          >
            {verb}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        {send.error && <ErrorNotice problem={sendProblem(send.error)} />}
        <LoadError query={audience} title="The recipients could not be counted" />
        <DescriptionList
          items={[
            {
              term: 'To',
              value: counted ? (
                <AudienceSummary audience={counted} />
              ) : (
                <Skeleton width="160px" height="20px" />
              ),
            },
            ...saidBy(message),
            { term: 'Through', value: counted && <Through providers={counted.byProvider} /> },
            {
              term: 'When',
              value: at ? (
                <>
                  {timeText(at)}
                  <span className="text-quiet">, {leadText(Date.parse(at.instant) - Date.now())}</span>
                </>
              ) : (
                'Now'
              ),
            },
          ]}
        />
        {counted?.byProvider.some(({ test }) => test) && (
          <Notice tone="info" title="Test inbox: reaches nobody">
            {counted.byProvider.every(({ test }) => test)
              ? 'All of it lands in the test inbox.'
              : `${testCount(counted.byProvider).toLocaleString()} of ${counted.recipients.toLocaleString()} land in the test inbox.`}
          </Notice>
        )}
        {counted && counted.recipients > 0 && counted.byProvider.some(({ providerId }) => !providerId) && (
          <Notice tone="warning" title="No provider is on">
            What has no provider fails at once, and can be sent again when one is on.
          </Notice>
        )}
        {at && counted && (
          <p className="text-sm text-quiet">
            {copiesText(counted, providerType)} as of now; who it is for is looked up again when its time
            comes.
          </p>
        )}
        {!at && undoSeconds > 0 && (
          <p className="text-sm text-quiet">
            You can take it back for {plural(undoSeconds, 'second', 'seconds')}.
          </p>
        )}
      </div>
    </Dialog>
  )
}

const nouns: Record<ChannelType, string> = { email: 'e-mail', sms: 'SMS', push: 'push notification' }

/** What it says, in as many lines as tell it from another. */
function saidBy({ providerType, data }: Message) {
  switch (providerType) {
    case 'email':
      return [{ term: 'Subject', value: data.subject }]
    case 'sms':
      return [
        { term: 'Text', value: <span className="line-clamp-3">{data.content}</span> },
        { term: 'Size', value: smsSegmentsText(data.content) },
      ]
    case 'push':
      return [
        { term: 'Title', value: data.title },
        { term: 'Text', value: data.body && <span className="line-clamp-3">{data.body}</span> },
      ]
  }
}

type Shares = readonly { providerId: string | null; name: string; test: boolean; recipients: number }[]

const testCount = (providers: Shares) =>
  providers.filter(({ test }) => test).reduce((sum, { recipients }) => sum + recipients, 0)

function Through({ providers }: { providers: Shares }) {
  if (providers.length === 0) return null
  return (
    <ul className="grid gap-0.5">
      {providers.map(({ providerId, name, test, recipients }) => (
        <li key={providerId ?? ''}>
          {name || 'No provider'}
          {test && <span className="text-quiet"> (test inbox, reaches nobody)</span>}
          {providers.length > 1 && (
            <span className="text-quiet tabular-nums">: {recipients.toLocaleString()}</span>
          )}
        </li>
      ))}
    </ul>
  )
}

function sendProblem(error: Error) {
  if (error instanceof ApiError && error.type === 'message_changed')
    return { message: 'Somebody has changed it since you reviewed it. Close this, and look at it again.' }
  return problemOf(error) ?? { message: '' }
}

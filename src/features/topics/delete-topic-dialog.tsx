import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Message } from '../../../contract/messages.ts'
import { problemOf } from '../../lib/api-error.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { toast } from '../../ui/toasts.ts'
import { subscriberTotal, topicMutations, topicQueries } from './topic-queries.ts'
import { TopicUsesList } from './topic-uses-list.tsx'

export interface DeleteTopicDialogProps {
  topicId: string
  onClose: () => void
  /** When it is gone; a page about it then goes elsewhere. */
  onDeleted?: (() => unknown) | undefined
}

const listed = { size: 5 }

/** Says first what names it; where something does, its own name has to be typed. */
export function DeleteTopicDialog({ topicId, onClose, onDeleted }: DeleteTopicDialogProps) {
  const queryClient = useQueryClient()
  const { data: topic, error } = useQuery(topicQueries.get(topicId))
  const uses = useQuery({ ...topicQueries.uses(topicId, listed), staleTime: 0, refetchInterval: false })
  const name = topic ? `“${topic.name}”` : 'this topic'
  const remove = useMutation({
    ...topicMutations.delete(),
    onSuccess: async () => {
      toast({ title: `${name} is deleted` })
      if (onDeleted) await onDeleted()
      else onClose()
      queryClient.removeQueries({ queryKey: topicQueries.one(topicId) })
      // People lose subscriptions, messages lose recipients: all of it may be another now.
      return queryClient.invalidateQueries()
    },
  })
  const messages = uses.data?.messages ?? []
  const isInUse = messages.length > 0
  return (
    <ConfirmDialog
      open
      danger
      onClose={onClose}
      onConfirm={() => remove.mutate(topicId)}
      title={`Delete ${name}?`}
      consequence={uses.data ? consequenceOf(uses.data) : 'Looking up which messages name it…'}
      confirm={`Delete ${name}${topic ? andSubscriptions(subscriberTotal(topic)) : ''}`}
      keep="Keep it"
      pending={(remove.isPending && 'Deleting…') || (uses.isLoading && 'Looking…')}
      error={problemOf(remove.error ?? uses.error ?? error)}
      typed={isInUse ? topic?.name.trim() : undefined}
    >
      {isInUse && (
        <TopicUsesList
          messages={messages.slice(0, listed.size)}
          total={uses.data?.total ?? messages.length}
        />
      )}
      <p className="text-quiet">
        The people stay, with their addresses, numbers and devices. This cannot be undone.
      </p>
    </ConfirmDialog>
  )
}

function andSubscriptions(total: number): string {
  if (total === 0) return ''
  return total === 1 ? ' and its 1 subscription' : ` and its ${total.toLocaleString()} subscriptions`
}

/** What is on its way has its recipients already; what is to come asks for them when its time has come. */
function consequenceOf({ total, messages }: { total: number; messages: readonly Message[] }): string {
  const isRunning = ({ delivery: { phase } }: Message) => phase !== 'scheduled' && phase !== 'missed'
  if (total === 0) return 'No message that is still to be sent names it.'
  if (messages.every(isRunning)) return 'What is going out to it now goes on.'
  const what = total === 1 ? 'One message' : `${total.toLocaleString()} messages`
  const goesOn = messages.some(isRunning) ? ' What is going out now goes on.' : ''
  return `${what} still to come ${total === 1 ? 'names' : 'name'} it, and will reach nobody by it.${goesOn}`
}

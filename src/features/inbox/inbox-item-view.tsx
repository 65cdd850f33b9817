import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import Trash from 'lucide-react/icons/trash-2'
import type { InboxItemDetail } from '../../../contract/inbox.ts'
import { problemOf } from '../../lib/api-error.ts'
import { currentProject } from '../../lib/project.ts'
import { BackLink } from '../../ui/back-link.tsx'
import { ChannelIcon } from '../../ui/channel-icon.tsx'
import { DescriptionList } from '../../ui/description-list.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { sizeText } from '../../ui/size-text.ts'
import { TextLink } from '../../ui/text-link.tsx'
import { toast } from '../../ui/toasts.ts'
import { useMay } from '../session/use-session.ts'
import { CaughtEmail } from './caught-email.tsx'
import { CaughtPush } from './caught-push.tsx'
import { CaughtSms } from './caught-sms.tsx'
import { inboxMutations, inboxQueries } from './inbox-queries.ts'
import type { EmailView, InboxSearch } from './inbox-search.ts'
import { itemTitle } from './item-title.ts'

export interface InboxItemViewProps {
  itemId: string
  /** The list's, to go back to. */
  search: InboxSearch
  view: EmailView | undefined
  onView: (view: EmailView) => void
}

/** One thing that the test inbox caught, as its recipient would have seen it, and as it was sent. */
export function InboxItemView({ itemId, search, view, onView }: InboxItemViewProps) {
  const { data: item } = useSuspenseQuery(inboxQueries.get(itemId))
  return (
    <article aria-labelledby="item-title">
      <div className="mb-2 lg:hidden">
        <BackLink to="/p/$projectId/inbox" params={{ projectId: currentProject() }} search={search}>
          Test inbox
        </BackLink>
      </div>
      <header className="mb-4 flex items-start justify-between gap-4">
        <div className="min-w-0">
          <h2 id="item-title" className="text-lg font-strong wrap-anywhere">
            {itemTitle(item)}
          </h2>
          <p className="mt-0.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-quiet">
            <ChannelIcon channel={item.type} named />
            <RelativeTime at={item.$createdAt} />
            <span className="tabular-nums">{sizeText(item.size)}</span>
            <ToDelivery item={item} />
          </p>
        </div>
        <DeleteItem item={item} search={search} />
      </header>
      <div className="mb-6 text-sm">
        <DescriptionList
          items={[
            { term: 'From', value: item.sender },
            { term: 'To', value: item.recipients.join(', ') },
          ]}
        />
      </div>
      <Caught item={item} view={view} onView={onView} />
    </article>
  )
}

function Caught({
  item,
  view,
  onView,
}: { item: InboxItemDetail } & Pick<InboxItemViewProps, 'view' | 'onView'>) {
  switch (item.type) {
    case 'email':
      return <CaughtEmail key={item.$id} item={item} view={view} onView={onView} />
    case 'sms':
      return <CaughtSms item={item} />
    case 'push':
      return <CaughtPush item={item} />
  }
}

function ToDelivery({ item: { messageId, deliveryId } }: { item: InboxItemDetail }) {
  if (!messageId || !deliveryId) return <span>came in by SMTP</span>
  return (
    <TextLink
      to="/p/$projectId/messages/$messageId/deliveries"
      params={{ projectId: currentProject(), messageId }}
      search={{ open: deliveryId }}
    >
      Its delivery
    </TextLink>
  )
}

function DeleteItem({ item, search }: { item: InboxItemDetail; search: InboxSearch }) {
  const mayDelete = useMay('editor')
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const remove = useMutation({
    ...inboxMutations.delete(),
    onSuccess: async () => {
      toast({ title: 'Deleted from the test inbox', detail: itemTitle(item) })
      await navigate({
        to: '/p/$projectId/inbox',
        params: { projectId: currentProject() },
        search,
        replace: true,
      })
      queryClient.removeQueries({ queryKey: inboxQueries.get(item.$id).queryKey })
      return queryClient.invalidateQueries({ queryKey: inboxQueries.lists() })
    },
    onError: (error) => toast({ tone: 'error', title: 'It could not be deleted', ...problemToast(error) }),
  })
  if (!mayDelete) return null
  return (
    <IconButton
      label="Delete this item"
      icon={<Trash aria-hidden="true" />}
      pending={remove.isPending}
      onClick={() => remove.mutate(item.$id)}
    />
  )
}

function problemToast(error: Error) {
  const problem = problemOf(error)
  return { detail: problem?.message, requestId: problem?.requestId }
}

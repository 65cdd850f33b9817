import Paperclip from 'lucide-react/icons/paperclip'
import type { InboxItem } from '../../../contract/inbox.ts'
import { useIsPanelRouteOpen } from '../../lib/panel.ts'
import { currentProject } from '../../lib/project.ts'
import { ChannelIcon } from '../../ui/channel-icon.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { RowLink } from '../../ui/row-link.tsx'
import { sizeText } from '../../ui/size-text.ts'
import type { Column } from '../../ui/table.tsx'
import { itemTitle } from './item-title.ts'

const name = (item: InboxItem) => (
  <span className="flex min-w-0 items-center gap-2.5">
    <ChannelIcon channel={item.type} className="shrink-0" />
    <span className="min-w-0 truncate">
      <ToItem item={item} />
      {item.subject && <span className="ml-2 text-quiet max-lg:hidden">{item.preview}</span>}
    </span>
  </span>
)

/** While no item is open: the whole width. */
export const inboxColumns: readonly Column<InboxItem>[] = [
  { id: 'name', header: 'Item', cell: name },
  {
    id: 'attachments',
    header: 'Attachments',
    hideHeader: true,
    width: '44px',
    narrow: 'hidden',
    cell: ({ attachmentTotal }) =>
      attachmentTotal > 0 && (
        <span title={`${attachmentTotal.toLocaleString()} attached`}>
          <Paperclip aria-hidden="true" className="size-4 text-quiet" />
          <span className="sr-only">{attachmentTotal.toLocaleString()} attached</span>
        </span>
      ),
  },
  { id: 'from', header: 'From', width: '20%', cell: ({ sender }) => <span title={sender}>{sender}</span> },
  { id: 'to', header: 'To', width: '18%', cell: ({ recipients }) => recipientsText(recipients) },
  {
    id: 'size',
    header: 'Size',
    width: '88px',
    align: 'end',
    narrow: 'hidden',
    cell: ({ size }) => sizeText(size),
  },
  {
    id: 'when',
    header: 'Came in',
    width: '112px',
    narrow: 'beside',
    cell: ({ $createdAt }) => <RelativeTime at={$createdAt} />,
  },
]

/** Beside an open item: two lines a row. */
export const sideColumns: readonly Column<InboxItem>[] = [
  {
    id: 'name',
    header: 'Item',
    cell: (item) => (
      <span className="flex min-w-0 items-center gap-2.5">
        <ChannelIcon channel={item.type} className="shrink-0" />
        <span className="line-clamp-1 min-w-0">
          <ToItem item={item} />
        </span>
      </span>
    ),
  },
  {
    id: 'when',
    header: 'Came in',
    narrow: 'beside',
    cell: ({ $createdAt }) => <RelativeTime at={$createdAt} className="text-xs text-quiet" />,
  },
  {
    id: 'to',
    header: 'To',
    cell: ({ recipients }) => (
      <span className="inline-block max-w-70 truncate align-bottom text-quiet">
        {recipientsText(recipients)}
      </span>
    ),
  },
]

function ToItem({ item }: { item: InboxItem }) {
  const isOpen = useIsPanelRouteOpen('itemId')
  return (
    <RowLink
      to="/p/$projectId/inbox/$itemId"
      params={{ projectId: currentProject(), itemId: item.$id }}
      search={({ q, after, before, size }) => ({ q, after, before, size })}
      replace={isOpen}
      resetScroll={false}
    >
      {itemTitle(item)}
    </RowLink>
  )
}

export function recipientsText([first = '', ...others]: readonly string[]): string {
  return others.length > 0 ? `${first} + ${others.length.toLocaleString()}` : first
}

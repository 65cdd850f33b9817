import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Delivery } from '../../../contract/deliveries.ts'
import { useIsPanelOpen } from '../../lib/panel.ts'
import { ChannelIcon } from '../../ui/channel-icon.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import type { Column } from '../../ui/table.tsx'
import { DeliveryBadge } from './delivery-badge.tsx'
import { useDeliveryNames } from './delivery-names.tsx'
import type { DeliveryScope } from './delivery-search.ts'
import { deliveryReason, reachedNobody, roleWords } from './delivery-words.ts'

type DeliveryColumn = Column<Delivery>

/** The recipient, or, where that is who the page is about, the message; it opens the row's sheet. */
const recipient: DeliveryColumn = {
  id: 'recipient',
  header: 'Recipient',
  width: '30%',
  cell: (row) => (
    <span className="flex min-w-0 items-center gap-2.5">
      <ChannelIcon channel={row.providerType} className="shrink-0" />
      <span className="min-w-0 truncate max-sm:whitespace-normal max-sm:wrap-anywhere">
        <ToSheet row={row}>
          <Recipient row={row} />
        </ToSheet>
        <PersonName row={row} />
      </span>
    </span>
  ),
}

const recipientOfMessage: DeliveryColumn = {
  ...recipient,
  width: '34%',
  cell: (row) => (
    <>
      <ToSheet row={row}>
        <Recipient row={row} />
      </ToSheet>
      <PersonName row={row} />
    </>
  ),
}

const message: DeliveryColumn = {
  id: 'message',
  header: 'Message',
  width: '22%',
  // Rows are in the order in which their messages started.
  sortable: true,
  cell: (row) => <MessageName row={row} />,
}

const messageFirst: DeliveryColumn = {
  ...message,
  width: '30%',
  cell: (row) => (
    <span className="flex min-w-0 items-center gap-2.5">
      <ChannelIcon channel={row.providerType} className="shrink-0" />
      <span className="min-w-0 truncate max-sm:whitespace-normal">
        <ToSheet row={row}>
          <MessageName row={row} />
        </ToSheet>
      </span>
    </span>
  ),
}

const recipientBehind: DeliveryColumn = {
  ...recipient,
  width: '22%',
  cell: (row) => <Recipient row={row} />,
}

const state: DeliveryColumn = {
  id: 'state',
  header: 'State',
  width: '128px',
  narrow: 'beside',
  cell: (row) => <DeliveryBadge delivery={row} />,
}

const role: DeliveryColumn = {
  id: 'role',
  header: 'As',
  width: '64px',
  wideOnly: true,
  cell: ({ role }) => roleWords[role],
}

const attempts: DeliveryColumn = {
  id: 'attempts',
  header: 'Attempts',
  width: '92px',
  align: 'end',
  wideOnly: true,
  narrow: 'hidden',
  cell: ({ attempts }) => attempts.toLocaleString(),
}

const said: DeliveryColumn = {
  id: 'said',
  header: 'What came of it',
  cell: (row) => <Said row={row} />,
}

const when: DeliveryColumn = {
  id: 'when',
  header: 'When',
  width: '112px',
  cell: ({ sentAt, nextAttemptAt, status, $updatedAt }) => {
    if (status === 'pending' && nextAttemptAt) {
      return (
        <>
          <span className="text-quiet">Next </span>
          <RelativeTime at={nextAttemptAt} />
        </>
      )
    }
    return <RelativeTime at={sentAt ?? $updatedAt} />
  },
}

/** What all rows of a page share is no column of it. */
export const deliveryColumns: Record<DeliveryScope['of'], readonly DeliveryColumn[]> = {
  project: [recipient, message, state, said, when],
  message: [recipientOfMessage, state, role, attempts, said, when],
  person: [messageFirst, recipientBehind, state, said, when],
  provider: [recipient, message, state, said, when],
}

function ToSheet({ row, children }: { row: Delivery; children: ReactNode }) {
  const isOpen = useIsPanelOpen('open')
  return (
    <Link
      to="."
      search={(search: object) => ({ ...search, open: row.$id })}
      replace={isOpen}
      resetScroll={false}
      data-row-link=""
      className="row-link"
    >
      {children}
    </Link>
  )
}

/** A device has a name, or a token that nobody reads. */
function Recipient({ row: { providerType, targetId, identifier } }: { row: Delivery }) {
  const { target } = useDeliveryNames()
  if (providerType !== 'push') return identifier
  return target(targetId) ?? <span className="font-mono text-xs">{identifier}</span>
}

function PersonName({ row: { userId } }: { row: Delivery }) {
  const name = useDeliveryNames().person(userId)
  return (
    name && (
      <>
        {' '}
        <span className="ml-1 text-quiet max-sm:hidden">{name}</span>
      </>
    )
  )
}

function MessageName({ row: { messageId } }: { row: Delivery }) {
  return useDeliveryNames().message(messageId) ?? <span className="text-quiet">{messageId}</span>
}

/** The reason, where there is one; else what it went through, or will. */
function Said({ row }: { row: Delivery }) {
  const { provider } = useDeliveryNames()
  const reason = deliveryReason(row)
  if (reason) return <span title={reason}>{reason}</span>
  if (row.inboxItemId) return <span className="text-quiet">{reachedNobody}</span>
  const name = provider(row.providerId) ?? row.providerId
  if (!name) return null
  return (
    <span className="text-quiet">
      {row.status === 'sent' ? 'Accepted by' : 'Through'} {name}
    </span>
  )
}

import { Link } from '@tanstack/react-router'
import type { Delivery } from '../../../contract/deliveries.ts'
import { RelativeTime } from '../../ui/relative-time.tsx'
import type { Column } from '../../ui/table.tsx'
import { DeliveryBadge } from './delivery-badge.tsx'
import { deliveryReason, roleWords } from './delivery-words.ts'

export const deliveryColumns: readonly Column<Delivery>[] = [
  {
    id: 'identifier',
    header: 'Recipient',
    width: '30%',
    cell: ({ $id, identifier }) => (
      <Link
        to="."
        search={(search: object) => ({ ...search, open: $id })}
        resetScroll={false}
        data-row-link=""
        className="row-link"
      >
        {identifier}
      </Link>
    ),
  },
  {
    id: 'state',
    header: 'State',
    width: '136px',
    narrow: 'beside',
    cell: (row) => <DeliveryBadge delivery={row} />,
  },
  { id: 'role', header: 'As', width: '64px', wideOnly: true, cell: ({ role }) => roleWords[role] },
  {
    id: 'attempts',
    header: 'Attempts',
    width: '92px',
    align: 'end',
    wideOnly: true,
    cell: ({ attempts }) => attempts.toLocaleString(),
  },
  {
    id: 'why',
    header: 'What was said',
    cell: (row) => {
      const reason = deliveryReason(row)
      return reason ? <span title={reason}>{reason}</span> : null
    },
  },
  {
    id: 'sent',
    header: 'Sent',
    width: '120px',
    cell: ({ sentAt, nextAttemptAt, status }) =>
      sentAt ? (
        <RelativeTime at={sentAt} />
      ) : status === 'pending' && nextAttemptAt ? (
        <>
          <span className="text-quiet">Next </span>
          <RelativeTime at={nextAttemptAt} />
        </>
      ) : null,
  },
]

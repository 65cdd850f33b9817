import type { InboxItemDetail } from '../../../contract/inbox.ts'

/** As a telephone shows it. */
export function CaughtSms({ item: { text } }: { item: InboxItemDetail }) {
  return (
    <p className="w-fit max-w-100 rounded-surface rounded-bl-none bg-sunken px-4 py-3 text-base whitespace-pre-wrap wrap-anywhere">
      {text || <span className="text-quiet">An empty message</span>}
    </p>
  )
}

import Bell from 'lucide-react/icons/bell'
import type { InboxItemDetail } from '../../../contract/inbox.ts'
import { CodeBlock } from '../../ui/code-block.tsx'

/** The card that a device shows, and what it was made of. */
export function CaughtPush({ item: { subject, text, payload } }: { item: InboxItemDetail }) {
  return (
    <div className="grid grid-cols-1 gap-6">
      <div className="flex w-full max-w-100 gap-3 rounded-surface border border-line bg-surface p-4 shadow-float">
        <Bell aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-push" />
        <div className="min-w-0 wrap-anywhere">
          <p className="font-strong">{subject || <span className="text-quiet">Without a title</span>}</p>
          {text && <p className="whitespace-pre-wrap">{text}</p>}
        </div>
      </div>
      {payload && <CodeBlock label="Payload" code={JSON.stringify(payload, null, 2)} />}
    </div>
  )
}

import { useQuery } from '@tanstack/react-query'
import Download from 'lucide-react/icons/download'
import { useState } from 'react'
import { type InboxItemDetail, inbox } from '../../../contract/inbox.ts'
import { addressOf } from '../../lib/client.ts'
import { Button } from '../../ui/button.tsx'
import { CodeBlock } from '../../ui/code-block.tsx'
import { LoadError } from '../../ui/load-error.tsx'
import { MailFrame } from '../../ui/mail-frame.tsx'
import { type MailWidth, MailWidthSwitch } from '../../ui/mail-width.tsx'
import { sizeText } from '../../ui/size-text.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { inboxQueries } from './inbox-queries.ts'
import { type EmailView, emailView } from './inbox-search.ts'

export interface CaughtEmailProps {
  item: InboxItemDetail
  view: EmailView | undefined
  onView: (view: EmailView) => void
}

export function CaughtEmail({ item, view, onView }: CaughtEmailProps) {
  const tabs = [
    ...(item.hasHtml ? [{ id: 'rendered', label: 'Rendered', content: <Rendered item={item} /> }] : []),
    { id: 'text', label: 'Text', content: <PlainText text={item.text} /> },
    { id: 'headers', label: 'Headers', content: <Headers item={item} /> },
    { id: 'source', label: 'Source', content: <Source itemId={item.$id} /> },
  ]
  const isThere = tabs.some(({ id }) => id === view)
  return (
    <div className="grid grid-cols-1 gap-4">
      <Attachments item={item} />
      <Tabs
        label="Ways to look at it"
        tabs={tabs}
        value={isThere ? view : tabs[0]?.id}
        onChange={(id) => onView(emailView.parse(id))}
      />
    </div>
  )
}

function Rendered({ item: { $id: itemId, subject } }: { item: InboxItemDetail }) {
  const [width, setWidth] = useState<MailWidth>('desktop')
  const [images, setImages] = useState<'none' | 'remote'>('none')
  return (
    <div className="grid grid-cols-1 gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="max-sm:hidden">
          <MailWidthSwitch value={width} onChange={setWidth} />
        </div>
        {images === 'none' ? (
          <Button size="sm" onClick={() => setImages('remote')}>
            Load images from elsewhere
          </Button>
        ) : (
          <p role="status" className="text-sm text-quiet">
            Images are loaded from where the e-mail says.
          </p>
        )}
      </div>
      <MailFrame
        title={`The e-mail “${subject}”`}
        src={addressOf(inbox.html, { params: { itemId }, query: { images } })}
        width={width}
        className="h-[65vh]"
      />
    </div>
  )
}

function PlainText({ text }: { text: string }) {
  if (!text) return <p className="text-quiet">It has no text.</p>
  return <p className="max-w-reading text-base whitespace-pre-wrap wrap-anywhere">{text}</p>
}

function Headers({ item: { headers } }: { item: InboxItemDetail }) {
  return (
    <dl className="divide-y divide-line border-y border-line">
      {headers.map(({ name, value }, index) => (
        // A header may stand several times, also with the same value.
        // biome-ignore lint/suspicious/noArrayIndexKey: they never move
        <div key={index} className="grid gap-x-6 py-2 sm:grid-cols-[200px_1fr]">
          <dt className="text-quiet wrap-anywhere">{name}</dt>
          <dd className="font-mono text-xs leading-5 wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Source({ itemId }: { itemId: string }) {
  const query = useQuery(inboxQueries.source(itemId))
  const { data, error } = query
  if (error) {
    return <LoadError query={query} title="The source could not be loaded" />
  }
  if (data === undefined) {
    return (
      <div role="status" aria-label="Loading the source" className="grid gap-3">
        <Skeleton width="70%" />
        <Skeleton width="85%" />
        <Skeleton width="60%" />
      </div>
    )
  }
  const isCut = data.length > shownAtMost
  return (
    <div className="grid grid-cols-1 gap-3">
      {isCut && (
        <p className="text-sm text-quiet">
          The first {sizeText(shownAtMost)} of {sizeText(data.length)}; copying gives all of it.
        </p>
      )}
      <CodeBlock label="Raw source" code={isCut ? data.slice(0, shownAtMost) : data} copied={data} />
    </div>
  )
}

/** More would make the page slow, and nobody reads base64. */
const shownAtMost = 200_000

function Attachments({ item: { $id: itemId, attachments } }: { item: InboxItemDetail }) {
  const listed = attachments.filter(({ inline }) => !inline)
  if (listed.length === 0) return null
  return (
    <ul aria-label="Attachments" className="flex flex-wrap gap-2">
      {listed.map(({ part, name, size }) => (
        <li key={part} className="max-w-full">
          <a
            href={addressOf(inbox.attachment, { params: { itemId, part: String(part) } })}
            download={name}
            className="inline-flex min-h-8 max-w-full items-center gap-2 rounded-control border border-line bg-surface px-3 text-sm hover:bg-hover pointer-coarse:min-h-11"
          >
            <Download aria-hidden="true" className="size-4 shrink-0 text-quiet" />
            <span className="truncate">{name || `Part ${part}`}</span>
            <span className="shrink-0 text-quiet tabular-nums">{sizeText(size)}</span>
          </a>
        </li>
      ))}
    </ul>
  )
}

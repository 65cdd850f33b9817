import { useMemo, useState } from 'react'
import { MailFrame } from '../../ui/mail-frame.tsx'
import { type MailWidth, MailWidthSwitch } from '../../ui/mail-width.tsx'
import { Notice } from '../../ui/notice.tsx'
import { withoutRemoteContent } from './remote-content.ts'

export interface ContentPreviewProps {
  subject: string
  content: string
  html: boolean
  /** `rail` is narrow anyway; the other offers both widths. */
  place: 'rail' | 'page'
}

/** What its recipients will see, as far as one can say here. */
export function ContentPreview({ subject, content, html, place }: ContentPreviewProps) {
  const [width, setWidth] = useState<MailWidth>('desktop')
  const page = useMemo(() => (html ? withoutRemoteContent(content) : undefined), [html, content])
  if (content.trim() === '') return <p className="text-quiet">Nothing is written yet.</p>
  return (
    <div className="grid gap-3">
      {page && place === 'page' && (
        <div className="max-sm:hidden">
          <MailWidthSwitch value={width} onChange={setWidth} />
        </div>
      )}
      <div className="min-w-0 overflow-hidden rounded-surface border border-line bg-surface">
        <p className="border-b border-line px-4 py-2.5 text-sm wrap-anywhere">
          <span className="text-quiet">Subject </span>
          <span className="font-strong">{subject || 'None'}</span>
        </p>
        {page ? (
          <MailFrame
            title={`Preview of “${subject}”`}
            srcDoc={page.html}
            width={width}
            className={place === 'page' ? 'h-112 rounded-none! border-0!' : 'h-90 rounded-none! border-0!'}
          />
        ) : (
          <div
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be scrollable by keyboard
            tabIndex={0}
            className={place === 'page' ? 'max-h-112 overflow-y-auto' : 'max-h-90 overflow-y-auto'}
          >
            <p className="px-4 py-3 text-sm whitespace-pre-wrap wrap-anywhere">{content}</p>
          </div>
        )}
      </div>
      {page && page.images > 0 && (
        <Notice tone="info">
          {page.images === 1 ? '1 image from elsewhere is' : `${page.images} images from elsewhere are`} not
          shown here. Recipients’ programs may fetch {page.images === 1 ? 'it' : 'them'}.
        </Notice>
      )}
    </div>
  )
}

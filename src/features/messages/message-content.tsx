import type { ReactNode } from 'react'
import type { Message, PushData } from '../../../contract/messages.ts'
import { storage } from '../../../contract/storage.ts'
import { addressOf } from '../../lib/client.ts'
import { CodeBlock } from '../../ui/code-block.tsx'
import { DescriptionList } from '../../ui/description-list.tsx'
import { ContentPreview } from './content-preview.tsx'
import { smsSegmentsText } from './sms-segments.ts'

/** What a message says, as its recipients see it as far as one can say here. */
export function MessageContent({ message }: { message: Message }) {
  switch (message.providerType) {
    case 'email':
      return <ContentPreview {...message.data} place="page" />
    case 'sms':
      return <SmsContent content={message.data.content} />
    case 'push':
      return <PushContent data={message.data} />
  }
}

const Nothing = ({ children }: { children: ReactNode }) => <p className="text-quiet">{children}</p>

function SmsContent({ content }: { content: string }) {
  if (content === '') return <Nothing>Nothing is written yet.</Nothing>
  return (
    <div className="grid grid-cols-1 gap-3">
      <p className="w-fit max-w-100 rounded-surface rounded-bl-none bg-sunken px-4 py-3 text-base whitespace-pre-wrap wrap-anywhere">
        {content}
      </p>
      <p className="max-w-100 text-sm text-quiet tabular-nums">{smsSegmentsText(content)}</p>
    </div>
  )
}

function PushContent({ data }: { data: PushData }) {
  const { title, body, image } = data
  const facts = factsOf(data)
  return (
    <div className="grid grid-cols-1 gap-6">
      {title || body || image ? (
        <div className="w-full max-w-100 overflow-hidden rounded-surface border border-line bg-surface shadow-float">
          <div className="px-4 py-3 wrap-anywhere">
            <p className="font-strong">{title || <span className="text-quiet">Without a title</span>}</p>
            {body && <p className="whitespace-pre-wrap">{body}</p>}
          </div>
          {image && (
            <img
              src={addressOf(storage.view, { params: { bucketId: image.bucketId, fileId: image.fileId } })}
              alt="What it shows"
              className="max-h-60 w-full border-t border-line object-cover"
            />
          )}
        </div>
      ) : (
        <Nothing>It shows nothing: what is in it is for the app.</Nothing>
      )}
      {facts.length > 0 && <DescriptionList items={facts} />}
      {data.data && <CodeBlock label="Data for the app" code={JSON.stringify(data.data, null, 2)} />}
    </div>
  )
}

/** What is set, and no more. */
function factsOf({ action, icon, sound, color, tag, badge, contentAvailable, critical, priority }: PushData) {
  return [
    { term: 'Opens', value: action },
    { term: 'Icon', value: icon },
    { term: 'Sound', value: sound },
    { term: 'Colour', value: color },
    { term: 'Tag', value: tag },
    { term: 'Badge', value: badge?.toLocaleString() },
    { term: 'Wakes the app', value: contentAvailable && 'Yes' },
    { term: 'Critical', value: critical && 'Yes: sounds even where the device is silent' },
    { term: 'Priority', value: priority === 'normal' && 'Normal: may wait while the device sleeps' },
  ].filter(({ value }) => value)
}

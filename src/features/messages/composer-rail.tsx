import { useQuery } from '@tanstack/react-query'
import CircleAlert from 'lucide-react/icons/circle-alert'
import CircleCheck from 'lucide-react/icons/circle-check'
import Circle from 'lucide-react/icons/circle-dashed'
import { type ReactNode, useDeferredValue } from 'react'
import { useWatch } from 'react-hook-form'
import { zonedTime } from '../../lib/time.ts'
import { LoadError } from '../../ui/load-error.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { isTestProvider } from '../providers/provider-queries.ts'
import { AudienceList } from './audience-list.tsx'
import { AudienceSummary, recipientsText } from './audience-summary.tsx'
import { chosenTimeQueries, instantOf } from './chosen-time.ts'
import { ContentPreview } from './content-preview.tsx'
import { type EmailValues, hasAudience } from './email-form.ts'
import { audienceWish, useAudience } from './use-audience.ts'
import { useProviders } from './use-providers.ts'

/** Beside the form: what is ready, whom it would reach, and how it looks. */
export function ComposerRail() {
  const values = useWatch<EmailValues>() as EmailValues
  const shown = useDeferredValue(values)
  const audience = useAudience(values)
  return (
    <div className="grid grid-cols-1 gap-8">
      <section aria-label="What is ready">
        <ul className="grid">
          <AudienceState values={values} />
          <ContentState values={values} />
          <SenderState values={values} />
          <WhenState values={values} />
        </ul>
      </section>
      <section aria-labelledby="rail-audience">
        <h2 id="rail-audience" className="mb-2 text-sm font-strong">
          Would reach
        </h2>
        <div role="status" className="grid gap-1">
          {!hasAudience(values) ? (
            <p className="text-quiet">Nobody is chosen yet.</p>
          ) : audience.data ? (
            <AudienceSummary audience={audience.data} />
          ) : audience.error ? null : (
            <Skeleton width="140px" height="20px" />
          )}
        </div>
        {audience.data && audience.data.recipients > 0 && <AudienceList wish={audienceWish(values)} />}
        <LoadError query={audience} title="The count could not be made" />
      </section>
      <section aria-labelledby="rail-preview">
        <h2 id="rail-preview" className="mb-2 text-sm font-strong">
          Preview
        </h2>
        <ContentPreview
          subject={shown.subject}
          content={shown.content}
          html={shown.format === 'html'}
          place="rail"
        />
      </section>
    </div>
  )
}

interface StateProps {
  values: EmailValues
}

function AudienceState({ values }: StateProps) {
  const { data, error } = useAudience(values)
  const isEmpty = data?.exact === true && data.recipients === 0
  const detail = !hasAudience(values)
    ? 'Nobody chosen'
    : data
      ? recipientsText(data)
      : error
        ? 'Not counted'
        : 'Counting…'
  return (
    <Step section="audience" title="Audience" isReady={data !== undefined && !isEmpty} isWrong={isEmpty}>
      {detail}
    </Step>
  )
}

function ContentState({ values: { subject, content } }: StateProps) {
  const missing = [!subject && 'subject', !content && 'content'].filter(Boolean)
  return (
    <Step section="content" title="Content" isReady={missing.length === 0}>
      {missing.length === 0 ? subject : `No ${missing.join(', no ')}`}
    </Step>
  )
}

function SenderState({ values: { providerId } }: StateProps) {
  const { enabled, fallback } = useProviders('email')
  const sender = enabled?.find(({ $id }) => $id === providerId) ?? fallback
  return (
    <Step
      section="sender"
      title="Sender"
      isReady={sender !== undefined}
      isWrong={enabled !== undefined && sender === undefined}
    >
      {sender
        ? isTestProvider(sender)
          ? `${sender.name}: reaches nobody`
          : sender.name
        : enabled
          ? 'No provider is on'
          : '…'}
    </Step>
  )
}

function WhenState({ values: { when, at, reading } }: StateProps) {
  const { data } = useQuery({ ...chosenTimeQueries.resolve(at), enabled: when === 'later' })
  const instant = instantOf(data, reading)
  if (when === 'now') {
    return (
      <Step section="when" title="When" isReady>
        Now
      </Step>
    )
  }
  const isPast = instant !== undefined && Date.parse(instant) <= Date.now()
  return (
    <Step section="when" title="When" isReady={instant !== undefined && !isPast} isWrong={isPast}>
      {!instant ? 'No time chosen' : isPast ? 'The time has passed' : zonedTime(instant, 'dateTime', at.zone)}
    </Step>
  )
}

interface StepProps {
  section: string
  title: string
  isReady: boolean
  isWrong?: boolean | undefined
  children: ReactNode
}

function Step({ section, title, isReady, isWrong = false, children }: StepProps) {
  const Icon = isWrong ? CircleAlert : isReady ? CircleCheck : Circle
  const look = isWrong ? 'text-failed' : isReady ? 'text-sent' : 'text-quiet'
  return (
    <li>
      <button
        type="button"
        onClick={() => goTo(section)}
        className="-mx-2 flex w-[calc(100%+16px)] items-start gap-2.5 rounded-control px-2 py-1.5 text-left hover:bg-hover pointer-coarse:min-h-11"
      >
        <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${look}`} />
        <span className="min-w-0">
          <span className="font-strong">{title}</span>
          <span className="sr-only">
            {isWrong ? ', needs another look' : isReady ? ', ready' : ', not ready'}
          </span>
          <span className="block text-quiet wrap-anywhere line-clamp-2">{children}</span>
        </span>
      </button>
    </li>
  )
}

function goTo(section: string) {
  const part = document.getElementById(section)
  part?.scrollIntoView({ block: 'start' })
  part?.querySelector<HTMLElement>('input, select, textarea, button')?.focus({ preventScroll: true })
}

import CircleAlert from 'lucide-react/icons/circle-alert'
import CircleCheck from 'lucide-react/icons/circle-check'
import X from 'lucide-react/icons/x'
import { useEffect, useRef, useState } from 'react'
import { Button } from './button.tsx'
import { countdownText } from './countdown-text.ts'
import { dismissToast, holdToasts, type Toast, useToasts } from './toasts.ts'
import { useNow } from './use-now.ts'

/** Once, at the end of the shell. F8 brings the keyboard here. */
export function Toaster() {
  const toasts = useToasts()
  const region = useRef<HTMLElement>(null)

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.key === 'F8') region.current?.querySelector('button')?.focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])

  return (
    <section
      ref={region}
      aria-label="Notifications (F8)"
      // An Undo is for now, whatever is open: dialogs do not hear of a press here, which would close them.
      onPointerDown={(event) => event.stopPropagation()}
      className="pointer-events-none fixed inset-x-0 bottom-0 z-toast flex flex-col items-stretch gap-2 p-4 sm:left-auto sm:w-110"
      onPointerEnter={() => holdToasts(true)}
      onPointerLeave={() => holdToasts(false)}
      onFocus={() => holdToasts(true)}
      onBlur={() => holdToasts(false)}
    >
      <div aria-live="polite" aria-relevant="additions text" className="contents">
        {toasts.filter(({ tone }) => tone !== 'error').map(toItem)}
      </div>
      <div role="alert" aria-live="assertive" className="contents">
        {toasts.filter(({ tone }) => tone === 'error').map(toItem)}
      </div>
    </section>
  )
}

const toItem = (toast: Toast) => <ToastItem key={toast.id} toast={toast} />

function ToastItem({ toast }: { toast: Toast }) {
  const { id, title, detail, tone = 'plain', requestId, actions = [], until } = toast
  return (
    <div className="pointer-events-auto flex animate-[rise_160ms_ease-out] items-start gap-3 rounded-surface border border-line bg-surface py-2 pr-2 pl-4 shadow-float">
      {tone === 'good' && <CircleCheck aria-hidden="true" className="mt-2 size-4 shrink-0 text-sent" />}
      {tone === 'error' && <CircleAlert aria-hidden="true" className="mt-2 size-4 shrink-0 text-failed" />}
      <div className="flex min-w-0 grow flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <div className="min-w-0 py-1.5 text-sm wrap-anywhere">
          <p className="font-strong">
            {title}
            {until !== undefined && <Countdown until={until} />}
          </p>
          {detail && <p className="text-quiet">{detail}</p>}
          {requestId && (
            <p className="mt-0.5 text-xs text-quiet">
              Request <code className="font-mono select-all">{requestId}</code>
            </p>
          )}
        </div>
        {actions.length > 0 && (
          <div className="flex gap-2">
            {actions.map(({ label, onSelect, stays }) => (
              <Button
                key={label}
                size="sm"
                onClick={() => {
                  if (!stays) dismissToast(id)
                  onSelect()
                }}
              >
                {label}
              </Button>
            ))}
          </div>
        )}
      </div>
      <button
        type="button"
        aria-label={`Dismiss: ${title}`}
        onClick={() => dismissToast(id)}
        className="grid size-8 shrink-0 place-items-center rounded-control text-quiet hover:bg-hover hover:text-ink pointer-coarse:size-11"
      >
        <X aria-hidden="true" className="size-4" />
      </button>
    </div>
  )
}

/** Seen each second, read once. */
function Countdown({ until }: { until: number }) {
  const now = useNow(250)
  const [atFirst] = useState(() => Math.max(0, Math.ceil((until - Date.now()) / 1_000)))
  return (
    <>
      <span aria-hidden="true" className="tabular-nums">
        {' '}
        {countdownText(until - now)}
      </span>
      <span className="sr-only"> {atFirst} seconds</span>
    </>
  )
}

import Check from 'lucide-react/icons/check'
import Copy from 'lucide-react/icons/copy'
import { type ReactNode, useEffect, useRef } from 'react'
import { Button } from './button.tsx'
import { CopyStatus } from './copy-status.tsx'
import { Notice } from './notice.tsx'
import { TextInput } from './text-input.tsx'
import { useCopy } from './use-copy.ts'

export interface ShownOnceProps {
  /** What it is: "API key". */
  label: string
  text: string
  /** "Copy API key" */
  copyWords: string
  /** Why it has to be taken now. */
  warning: string
  /** What one does with it. */
  children: ReactNode
  onCopied?: (() => void) | undefined
}

/** A secret or a link that is here to be copied, and nowhere again. */
export function ShownOnce({ label, text, copyWords, warning, children, onCopied }: ShownOnceProps) {
  const { state, copy } = useCopy()
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => button.current?.focus(), [])
  return (
    <div className="grid gap-4">
      <Notice tone="warning" role="alert" title={warning}>
        {children}
      </Notice>
      <div className="flex flex-wrap items-stretch gap-2">
        <span className="min-w-0 grow basis-64">
          <TextInput
            readOnly
            aria-label={label}
            value={text}
            onFocus={(event) => event.target.select()}
            className="font-mono text-sm"
          />
        </span>
        <Button
          ref={button}
          variant="primary"
          className="max-sm:w-full"
          icon={state === 'copied' ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
          onClick={async () => {
            if (await copy(text)) onCopied?.()
          }}
        >
          {state === 'copied' ? 'Copied' : copyWords}
        </Button>
        <CopyStatus state={state} />
      </div>
      {state === 'failed' && (
        <p className="text-sm text-failed">
          The browser did not allow copying. Select the text, and copy it by hand.
        </p>
      )}
    </div>
  )
}

import Check from 'lucide-react/icons/check'
import Copy from 'lucide-react/icons/copy'
import { CopyStatus } from './copy-status.tsx'
import { useCopy } from './use-copy.ts'

export interface CodeBlockProps {
  code: string
  /** What it is: "cURL", "Raw source". */
  label: string
  /** Copied instead of what is shown, where that is masked or cut. */
  copied?: string | undefined
}

/** Lines are wrapped, not scrolled sideways; copying gives them whole. */
export function CodeBlock({ code, label, copied = code }: CodeBlockProps) {
  const { state, copy } = useCopy()
  return (
    <figure className="overflow-hidden rounded-surface border border-line bg-sunken">
      <figcaption className="flex items-center justify-between gap-4 border-b border-line py-1 pr-1 pl-4 text-xs text-quiet">
        {label}
        <button
          type="button"
          aria-label={`Copy ${label}`}
          onClick={() => copy(copied)}
          className="inline-flex min-h-7 items-center gap-1.5 rounded-[4px] px-2 hover:bg-hover hover:text-ink pointer-coarse:min-h-11"
        >
          {state === 'copied' ? (
            <Check aria-hidden="true" className="size-3.5 text-sent" />
          ) : (
            <Copy aria-hidden="true" className="size-3.5" />
          )}
          {state === 'copied' ? 'Copied' : 'Copy'}
        </button>
        <CopyStatus state={state} />
      </figcaption>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be scrollable by keyboard
        tabIndex={0}
        className="max-h-96 overflow-y-auto px-4 py-3 font-mono text-xs wrap-anywhere whitespace-pre-wrap"
      >
        <code>{code}</code>
      </pre>
    </figure>
  )
}

import Check from 'lucide-react/icons/check'
import Copy from 'lucide-react/icons/copy'
import { classNames } from './class-names.ts'
import { CopyStatus } from './copy-status.tsx'
import { useCopy } from './use-copy.ts'

export interface CopyableIdProps {
  id: string
  /** What is copied, for the ear: "Copy message ID". */
  of?: string | undefined
  className?: string | undefined
}

/** An id as a quiet chip; pressing it copies. */
export function CopyableId({ id, of = 'ID', className }: CopyableIdProps) {
  const { state, copy } = useCopy()
  const Icon = state === 'copied' ? Check : Copy
  return (
    <>
      <button
        type="button"
        onClick={() => copy(id)}
        title={`Copy ${of}`}
        className={classNames(
          'relative z-1 inline-flex min-h-6 max-w-full items-center gap-1.5 rounded-[4px] bg-hover px-1.5 font-mono text-xs text-quiet transition-colors hover:text-ink pointer-coarse:after:absolute pointer-coarse:after:-inset-2.5',
          className,
        )}
      >
        <span className="sr-only">Copy {of} </span>
        <span className="truncate">{id}</span>
        <Icon aria-hidden="true" className={`size-3 shrink-0 ${state === 'copied' ? 'text-sent' : ''}`} />
      </button>
      <CopyStatus state={state} />
    </>
  )
}

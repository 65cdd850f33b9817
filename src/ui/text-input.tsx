import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { useFieldAttributes } from './field-frame.ts'

export interface TextInputProps extends ComponentProps<'input'> {
  /** Inside the frame, before or behind the text: an icon, "https://", "€". */
  start?: ReactNode
  end?: ReactNode
  /** For tool bars; forms keep the full height. */
  compact?: boolean | undefined
}

export function TextInput({ start, end, compact, className, type = 'text', ...rest }: TextInputProps) {
  const attributes = { ...rest, type, ...useFieldAttributes(rest) }
  const look = classNames('control', compact && 'compact pointer-coarse:min-h-11', className)
  if (!start && !end) return <input {...attributes} className={look} />
  return (
    <span className={classNames(look, 'flex items-center gap-2')}>
      {start && <span className="flex shrink-0 text-quiet [&_svg]:size-4">{start}</span>}
      <input {...attributes} className="min-w-0 grow bg-transparent" />
      {end && <span className="flex shrink-0 items-center text-quiet [&_svg]:size-4">{end}</span>}
    </span>
  )
}

import type { ComponentProps, FormEvent } from 'react'
import { classNames } from './class-names.ts'
import { useFieldAttributes } from './field-frame.ts'

const growsByItself = typeof CSS !== 'undefined' && CSS.supports('field-sizing', 'content')

export interface TextAreaProps extends ComponentProps<'textarea'> {
  /** For code and payloads. */
  mono?: boolean | undefined
}

/** Grows with its text. */
export function TextArea({ mono, className, rows = 4, onInput, ref, ...rest }: TextAreaProps) {
  return (
    <textarea
      {...rest}
      {...useFieldAttributes(rest)}
      rows={rows}
      ref={(area) => {
        if (area && !growsByItself) fitToText(area)
        if (typeof ref === 'function') return ref(area)
        if (ref) ref.current = area
      }}
      onInput={(event: FormEvent<HTMLTextAreaElement>) => {
        if (!growsByItself) fitToText(event.currentTarget)
        onInput?.(event as Parameters<NonNullable<typeof onInput>>[0])
      }}
      className={classNames('control', mono && 'font-mono text-sm', className)}
    />
  )
}

function fitToText(area: HTMLTextAreaElement) {
  area.style.height = 'auto'
  area.style.height = `${area.scrollHeight + 2}px`
}

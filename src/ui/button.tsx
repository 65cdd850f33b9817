import type { ComponentProps, MouseEvent, ReactNode } from 'react'
import { type ButtonLook, buttonClass } from './button-look.ts'
import { KeyHint } from './key-hint.tsx'
import { Spinner } from './spinner.tsx'

export interface ButtonProps extends ComponentProps<'button'>, ButtonLook {
  icon?: ReactNode
  /** The shortcut that does the same, printed in the button: `mod+s`. */
  hint?: string | undefined
  /** The words to show while it runs ("Saving…"); it keeps the focus and does nothing meanwhile. */
  pending?: string | false | undefined
  /** Why it cannot be used now; it stays focusable, and the reason is read and shown on hover. */
  blocked?: string | false | undefined
}

export function Button({
  variant,
  size,
  icon,
  hint,
  pending,
  blocked,
  type = 'button',
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const idle = !pending && !blocked
  return (
    <button
      {...rest}
      type={type}
      className={buttonClass({ variant, size }, className)}
      aria-disabled={idle ? rest['aria-disabled'] : true}
      title={blocked || rest.title}
      onClick={idle ? onClick : doNothing}
    >
      {pending ? <Spinner /> : icon}
      {pending || children}
      {hint && !pending && <KeyHint keys={hint} />}
    </button>
  )
}

// Also keeps Enter in a field from submitting a second time: that clicks the form's button.
function doNothing(event: MouseEvent) {
  event.preventDefault()
  event.stopPropagation()
}

import type { ComponentProps, ReactNode } from 'react'
import { type ButtonLook, buttonClass } from './button-look.ts'
import { Spinner } from './spinner.tsx'
import { Tooltip } from './tooltip.tsx'

export interface IconButtonProps
  extends Omit<ComponentProps<'button'>, 'children' | 'aria-label'>,
    ButtonLook {
  /** What it does, in words; also its tooltip. */
  label: string
  icon: ReactNode
  pending?: boolean | undefined
  /** Why it cannot be used now; takes the tooltip's place. */
  blocked?: string | false | undefined
}

export function IconButton({
  label,
  icon,
  pending = false,
  blocked,
  variant = 'quiet',
  size = 'sm',
  type = 'button',
  className,
  onClick,
  ...rest
}: IconButtonProps) {
  const idle = !pending && !blocked
  const shape = size === 'sm' ? 'w-8 px-0 pointer-coarse:min-w-11' : 'w-10 px-0 pointer-coarse:min-w-11'
  return (
    <Tooltip text={blocked ? `${label}: ${blocked}` : label} describes={Boolean(blocked)}>
      <button
        {...rest}
        type={type}
        aria-label={label}
        aria-disabled={idle ? rest['aria-disabled'] : true}
        className={buttonClass({ variant, size }, `${shape} ${className ?? ''}`)}
        onClick={idle ? onClick : (event) => event.preventDefault()}
      >
        {pending ? <Spinner /> : icon}
      </button>
    </Tooltip>
  )
}

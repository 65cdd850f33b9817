import { createLink } from '@tanstack/react-router'
import type { ComponentProps, ReactNode } from 'react'
import { type ButtonLook, buttonClass } from './button-look.ts'
import { KeyHint } from './key-hint.tsx'

interface ButtonAnchorProps extends ComponentProps<'a'>, ButtonLook {
  icon?: ReactNode
  hint?: string | undefined
}

function ButtonAnchor({ variant, size, icon, hint, className, children, ...rest }: ButtonAnchorProps) {
  return (
    <a {...rest} className={buttonClass({ variant, size }, className)}>
      {icon}
      {children}
      {hint && <KeyHint keys={hint} />}
    </a>
  )
}

/** A link of the router that looks like a button, for actions that are places: "New message". */
export const ButtonLink = createLink(ButtonAnchor)

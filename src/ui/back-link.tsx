import { createLink } from '@tanstack/react-router'
import ArrowLeft from 'lucide-react/icons/arrow-left'
import type { ComponentProps } from 'react'

function BackAnchor({ children, ...rest }: ComponentProps<'a'>) {
  return (
    <a
      {...rest}
      className="-ml-1 inline-flex min-h-6 items-center gap-1 rounded-[4px] px-1 text-sm text-quiet hover:text-ink pointer-coarse:min-h-11"
    >
      <ArrowLeft aria-hidden="true" className="size-4" />
      {children}
    </a>
  )
}

/** The way back to the list, with its filters: `<BackLink to="…/messages" search={…}>Messages</BackLink>`. */
export const BackLink = createLink(BackAnchor)

import { createLink } from '@tanstack/react-router'
import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'

function TextAnchor({ className, ...rest }: ComponentProps<'a'>) {
  return <a {...rest} className={classNames('link', className)} />
}

/** A link of the router in running text. */
export const TextLink = createLink(TextAnchor)

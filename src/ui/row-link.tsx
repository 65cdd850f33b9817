import { createLink } from '@tanstack/react-router'
import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'

function RowAnchor({ className, ...rest }: ComponentProps<'a'>) {
  return <a {...rest} data-row-link="" className={classNames('row-link', className)} />
}

/** The link of a table's row, put on the name of the thing; the whole row leads where it leads. */
export const RowLink = createLink(RowAnchor)

import type { ReactNode } from 'react'
import { Notice } from '../../ui/notice.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { roleWords } from '../session/role-words.ts'
import { useMay, useSession } from '../session/use-session.ts'

export interface OwnersOnlyProps {
  /** The page's own. */
  title: string
  /** What only owners may: "make and revoke API keys". */
  what: string
  children: ReactNode
}

/** The page for owners; an explanation for whoever came by its address and is none. */
export function OwnersOnly({ title, what, children }: OwnersOnlyProps) {
  const isOwner = useMay('owner')
  const { role } = useSession().administrator
  if (isOwner) return children
  return (
    <div className="max-w-reading">
      <PageHeader title={title} />
      <Notice tone="info" title="This page is for owners">
        Only owners {what}. You are signed in as {article(role)} {roleWords[role].label.toLowerCase()}; an
        owner can do it for you, or give you another role.
      </Notice>
    </div>
  )
}

const article = (word: string) => (/^[aeiou]/.test(word) ? 'an' : 'a')

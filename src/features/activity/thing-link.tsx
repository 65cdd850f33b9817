import type { ReactNode } from 'react'
import { currentProject } from '../../lib/project.ts'
import { TextLink } from '../../ui/text-link.tsx'

/** Where each kind of thing has its page; what has none (a subscriber needs its topic) is a plain text. */
const pages: Readonly<Record<string, (id: string) => string>> = {
  administrator: () => 'settings/administrators',
  bucket: (id) => `settings/files/${id}`,
  // `pictures:bell`: its bucket's.
  file: (id) => `settings/files/${id.split('%3A')[0]}`,
  invitation: () => 'settings/administrators',
  inbox: () => 'inbox',
  inboxItem: (id) => `inbox/${id}`,
  key: () => 'settings/keys',
  message: (id) => `messages/${id}`,
  project: () => 'settings/project',
  provider: (id) => `providers/${id}`,
  topic: (id) => `topics/${id}`,
  user: (id) => `people/${id}`,
}

export interface ThingLinkProps {
  type: string
  id: string
  children: ReactNode
}

/** The way to what an entry is about, as far as it is still there. */
export function ThingLink({ type, id, children }: ThingLinkProps) {
  const page = pages[type]?.(encodeURIComponent(id))
  if (!page) return children
  return <TextLink to={`/p/${currentProject()}/${page}` as string}>{children}</TextLink>
}

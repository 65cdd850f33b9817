import Ellipsis from 'lucide-react/icons/ellipsis'
import { lazy, Suspense, useState } from 'react'
import type { Message } from '../../../contract/messages.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { messageTitle } from './message-title.ts'

const OpenRowMenu = lazy(async () => {
  const { OpenRowMenu } = await import('./open-row-menu.tsx')
  return { default: OpenRowMenu }
})

/** A button until it is pressed: a list of a hundred rows is not a hundred menus. */
export function MessageRowMenu({ message }: { message: Message }) {
  const [isUsed, setUsed] = useState(false)
  const label = `Actions for ${messageTitle(message)}`
  const icon = <Ellipsis aria-hidden="true" />
  const beforeFirstUse = (
    <IconButton
      label={label}
      icon={icon}
      aria-haspopup="menu"
      aria-expanded={false}
      onClick={() => setUsed(true)}
    />
  )
  if (!isUsed) return beforeFirstUse
  return (
    <Suspense fallback={beforeFirstUse}>
      <OpenRowMenu message={message} trigger={<IconButton label={label} icon={icon} />} />
    </Suspense>
  )
}

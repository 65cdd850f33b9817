import Ellipsis from 'lucide-react/icons/ellipsis'
import { lazy, Suspense, useState } from 'react'
import type { User } from '../../../contract/users.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { personName } from './person-name.ts'

const OpenPersonMenu = lazy(async () => {
  const { OpenPersonMenu } = await import('./open-person-menu.tsx')
  return { default: OpenPersonMenu }
})

/** A button until it is pressed: a list of a hundred rows is not a hundred menus. */
export function PersonRowMenu({ user }: { user: User }) {
  const [isUsed, setUsed] = useState(false)
  const label = `Actions for ${personName(user)}`
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
      <OpenPersonMenu user={user} trigger={<IconButton label={label} icon={icon} />} />
    </Suspense>
  )
}

import Ellipsis from 'lucide-react/icons/ellipsis'
import { lazy, Suspense, useState } from 'react'
import type { Topic } from '../../../contract/topics.ts'
import { IconButton } from '../../ui/icon-button.tsx'

const OpenTopicMenu = lazy(async () => {
  const { OpenTopicMenu } = await import('./open-topic-menu.tsx')
  return { default: OpenTopicMenu }
})

/** A button until it is pressed: a list of a hundred rows is not a hundred menus. */
export function TopicRowMenu({ topic }: { topic: Topic }) {
  const [isUsed, setUsed] = useState(false)
  const label = `Actions for ${topic.name}`
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
      <OpenTopicMenu topic={topic} trigger={<IconButton label={label} icon={icon} />} />
    </Suspense>
  )
}

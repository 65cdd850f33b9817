import { useNavigate } from '@tanstack/react-router'
import ExternalLink from 'lucide-react/icons/external-link'
import MailPlus from 'lucide-react/icons/mail-plus'
import Pencil from 'lucide-react/icons/pencil'
import Trash from 'lucide-react/icons/trash-2'
import Users from 'lucide-react/icons/users'
import type { ReactElement } from 'react'
import type { Topic } from '../../../contract/topics.ts'
import { currentProject } from '../../lib/project.ts'
import { Menu, MenuItem, MenuLink, MenuSeparator } from '../../ui/menu.tsx'
import { useMay } from '../session/use-session.ts'
import { topicListPlace } from './topic-list-place.ts'
import type { TopicsSearch } from './topic-search.ts'

export interface OpenTopicMenuProps {
  topic: Topic
  trigger: ReactElement
}

/** The menu of a row, open from the start. */
export function OpenTopicMenu({ topic: { $id: topicId }, trigger }: OpenTopicMenuProps) {
  const mayChange = useMay('editor')
  const mayWrite = useMay('author')
  const navigate = useNavigate()
  const params = { projectId: currentProject() }
  const open = (dialog: Partial<TopicsSearch>) =>
    navigate({
      to: '/p/$projectId/topics',
      params,
      // The list is what stands below it: its filters and its page stay.
      search: { ...topicListPlace.last(), ...dialog },
      resetScroll: false,
    })
  return (
    <Menu startsOpen trigger={trigger}>
      <MenuLink to="/p/$projectId/topics/$topicId" params={{ ...params, topicId }} icon={<ExternalLink />}>
        Open
      </MenuLink>
      <MenuLink
        to="/p/$projectId/topics/$topicId/subscribers"
        params={{ ...params, topicId }}
        icon={<Users />}
      >
        Subscribers
      </MenuLink>
      {mayWrite && (
        <MenuLink
          to="/p/$projectId/messages/new/email"
          params={params}
          search={{ topic: topicId }}
          icon={<MailPlus />}
        >
          Write an e-mail to it
        </MenuLink>
      )}
      {mayChange && (
        <>
          <MenuSeparator />
          <MenuItem icon={<Pencil />} onSelect={() => open({ edit: topicId })}>
            Edit…
          </MenuItem>
          <MenuItem icon={<Trash />} danger onSelect={() => open({ remove: topicId })}>
            Delete…
          </MenuItem>
        </>
      )}
    </Menu>
  )
}

import { Outlet, useNavigate } from '@tanstack/react-router'
import MailPlus from 'lucide-react/icons/mail-plus'
import { Suspense } from 'react'
import { useClosePanel } from '../../lib/panel.ts'
import { currentProject } from '../../lib/project.ts'
import { BackLink } from '../../ui/back-link.tsx'
import { ButtonLink } from '../../ui/button-link.tsx'
import { CopyableId } from '../../ui/copyable-id.tsx'
import { NavTab, NavTabs } from '../../ui/nav-tabs.tsx'
import { Page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { useMay } from '../session/use-session.ts'
import { useShortcuts } from '../shell/use-shortcuts.ts'
import { DeleteTopicDialog, EditTopicDialog } from './topic-dialogs.ts'
import { topicListPlace } from './topic-list-place.ts'
import { TopicMenu } from './topic-menu.tsx'
import { subscriberTotal } from './topic-queries.ts'
import type { TopicSearch } from './topic-search.ts'
import { useTopic } from './use-topic.ts'

export interface TopicFrameProps {
  topicId: string
  dialog: TopicSearch['dialog']
  onDialog: (dialog: TopicSearch['dialog']) => void
}

/** What stands above all pages of one topic. */
export function TopicFrame({ topicId, dialog, onDialog }: TopicFrameProps) {
  const topic = useTopic(topicId)
  const mayChange = useMay('editor')
  const mayWrite = useMay('author')
  const navigate = useNavigate()
  const projectId = currentProject()
  const params = { projectId, topicId }
  const close = useClosePanel<TopicSearch>('dialog')
  const edit = () => onDialog('edit')
  useShortcuts('Topic', mayChange ? [{ keys: 'e', label: 'Edit the topic', run: edit }] : [])
  const total = subscriberTotal(topic)
  return (
    <Page width="full">
      <PageHeader
        back={
          <BackLink to="/p/$projectId/topics" params={{ projectId }} search={topicListPlace.last()}>
            Topics
          </BackLink>
        }
        title={topic.name}
        detail={<CopyableId id={topicId} of="topic ID" />}
        action={
          mayWrite && (
            <ButtonLink
              to="/p/$projectId/messages/new/email"
              params={{ projectId }}
              search={{ topic: topicId }}
              variant="primary"
              icon={<MailPlus aria-hidden="true" />}
            >
              Write an e-mail
            </ButtonLink>
          )
        }
        menu={mayChange && <TopicMenu onEdit={edit} onDelete={() => onDialog('delete')} />}
        tabs={
          <NavTabs label="Topic">
            <NavTab
              to="/p/$projectId/topics/$topicId"
              params={params}
              activeOptions={{ exact: true, includeSearch: false }}
            >
              Overview
            </NavTab>
            <NavTab
              to="/p/$projectId/topics/$topicId/subscribers"
              params={params}
              count={total > 0 ? total.toLocaleString() : undefined}
            >
              Subscribers
            </NavTab>
            <NavTab to="/p/$projectId/topics/$topicId/upcoming" params={params}>
              Upcoming
            </NavTab>
            <NavTab to="/p/$projectId/topics/$topicId/activity" params={params}>
              Activity
            </NavTab>
          </NavTabs>
        }
      />
      <Outlet />
      <Suspense>
        {dialog === 'edit' && mayChange && <EditTopicDialog topicId={topicId} onClose={close} />}
        {dialog === 'delete' && mayChange && (
          <DeleteTopicDialog
            topicId={topicId}
            onClose={close}
            onDeleted={() =>
              navigate({
                to: '/p/$projectId/topics',
                params: { projectId },
                search: topicListPlace.last(),
                replace: true,
              })
            }
          />
        )}
      </Suspense>
    </Page>
  )
}

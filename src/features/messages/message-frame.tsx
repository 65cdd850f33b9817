import { Outlet, useNavigate } from '@tanstack/react-router'
import { Suspense } from 'react'
import { useClosePanel } from '../../lib/panel.ts'
import { currentProject } from '../../lib/project.ts'
import { BackLink } from '../../ui/back-link.tsx'
import { ChannelIcon } from '../../ui/channel-icon.tsx'
import { CopyableId } from '../../ui/copyable-id.tsx'
import { NavTab, NavTabs } from '../../ui/nav-tabs.tsx'
import { Page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { MessageActions } from './message-actions.tsx'
import { MessageBadge } from './message-badge.tsx'
import { MessageDialog } from './message-dialog.tsx'
import { messageListPlace } from './message-list-place.ts'
import { MessageMenu } from './message-menu.tsx'
import type { MessagePageSearch } from './message-search.ts'
import { messageTitle } from './message-title.ts'
import { TestBadge } from './test-badge.tsx'
import { useLiveMessage } from './use-live-message.ts'

export interface MessageFrameProps {
  messageId: string
  dialog: MessagePageSearch['dialog']
  onDialog: (dialog: MessagePageSearch['dialog']) => void
}

/** What stands above all pages of one message. */
export function MessageFrame({ messageId, dialog, onDialog }: MessageFrameProps) {
  const message = useLiveMessage(messageId)
  const params = { projectId: currentProject(), messageId }
  const navigate = useNavigate()
  const closeDialog = useClosePanel<MessagePageSearch>('dialog')
  const { total } = message.delivery
  return (
    <Page width="full">
      <PageHeader
        back={
          <BackLink
            to="/p/$projectId/messages"
            params={{ projectId: currentProject() }}
            search={messageListPlace.last()}
          >
            Messages
          </BackLink>
        }
        title={messageTitle(message)}
        badge={
          <>
            <MessageBadge message={message} />
            <TestBadge message={message} />
          </>
        }
        detail={
          <>
            <ChannelIcon channel={message.providerType} named />
            <CopyableId id={messageId} of="message ID" />
          </>
        }
        action={<MessageActions message={message} onDialog={onDialog} />}
        menu={<MessageMenu message={message} onDialog={onDialog} />}
        tabs={
          <NavTabs label="Message">
            <NavTab
              to="/p/$projectId/messages/$messageId"
              params={params}
              activeOptions={{ exact: true, includeSearch: false }}
            >
              Overview
            </NavTab>
            <NavTab
              to="/p/$projectId/messages/$messageId/deliveries"
              params={params}
              count={total > 0 ? total.toLocaleString() : undefined}
            >
              Deliveries
            </NavTab>
            <NavTab to="/p/$projectId/messages/$messageId/activity" params={params}>
              Activity
            </NavTab>
          </NavTabs>
        }
      />
      <Outlet />
      <Suspense>
        <MessageDialog
          message={message}
          dialog={dialog}
          onClose={closeDialog}
          onDeleted={() =>
            navigate({
              to: '/p/$projectId/messages',
              params: { projectId: currentProject() },
              search: messageListPlace.last(),
              replace: true,
            })
          }
        />
      </Suspense>
    </Page>
  )
}

import { Outlet } from '@tanstack/react-router'
import { currentProject } from '../../lib/project.ts'
import { BackLink } from '../../ui/back-link.tsx'
import { ChannelIcon } from '../../ui/channel-icon.tsx'
import { CopyableId } from '../../ui/copyable-id.tsx'
import { NavTab, NavTabs } from '../../ui/nav-tabs.tsx'
import { Page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { MessageActions } from './message-actions.tsx'
import { MessageBadge } from './message-badge.tsx'
import { messageListPlace } from './message-list-place.ts'
import { MessageMenu } from './message-menu.tsx'
import { messageTitle } from './message-title.ts'
import { TestBadge } from './test-badge.tsx'
import { useLiveMessage } from './use-live-message.ts'

/** What stands above all pages of one message. */
export function MessageFrame({ messageId }: { messageId: string }) {
  const message = useLiveMessage(messageId)
  const params = { projectId: currentProject(), messageId }
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
        action={<MessageActions message={message} />}
        menu={<MessageMenu message={message} />}
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
    </Page>
  )
}

import { Outlet, useNavigate } from '@tanstack/react-router'
import Pencil from 'lucide-react/icons/pencil'
import { Suspense } from 'react'
import { useClosePanel } from '../../lib/panel.ts'
import { currentProject } from '../../lib/project.ts'
import { BackLink } from '../../ui/back-link.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { CopyableId } from '../../ui/copyable-id.tsx'
import { NavTab, NavTabs } from '../../ui/nav-tabs.tsx'
import { Page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { useMay } from '../session/use-session.ts'
import { peopleListPlace } from './people-list-place.ts'
import type { PersonSearch } from './people-search.ts'
import { DeletePersonDialog, EditPersonDialog } from './person-dialogs.ts'
import { PersonMenu } from './person-menu.tsx'
import { personName } from './person-name.ts'
import { usePerson } from './use-person.ts'

export interface PersonFrameProps {
  userId: string
  dialog: PersonSearch['dialog']
  onDialog: (dialog: PersonSearch['dialog']) => void
}

/** What stands above all pages of one person. */
export function PersonFrame({ userId, dialog, onDialog }: PersonFrameProps) {
  const user = usePerson(userId)
  const mayChange = useMay('editor')
  const navigate = useNavigate()
  const projectId = currentProject()
  const params = { projectId, userId }
  const close = useClosePanel<PersonSearch>('dialog')
  return (
    <Page width="full">
      <PageHeader
        back={
          <BackLink to="/p/$projectId/people" params={{ projectId }} search={peopleListPlace.last()}>
            People
          </BackLink>
        }
        title={personName(user)}
        badge={!user.status && <Badge tone="cancelled">Blocked</Badge>}
        detail={<CopyableId id={userId} of="person ID" />}
        action={
          mayChange && (
            <Button icon={<Pencil aria-hidden="true" />} onClick={() => onDialog('edit')}>
              Edit
            </Button>
          )
        }
        menu={mayChange && <PersonMenu user={user} onDelete={() => onDialog('delete')} />}
        tabs={
          <NavTabs label="Person">
            <NavTab
              to="/p/$projectId/people/$userId"
              params={params}
              activeOptions={{ exact: true, includeSearch: false }}
            >
              Overview
            </NavTab>
            <NavTab
              to="/p/$projectId/people/$userId/targets"
              params={params}
              count={user.targets.length > 0 ? user.targets.length.toLocaleString() : undefined}
            >
              Targets
            </NavTab>
            <NavTab to="/p/$projectId/people/$userId/subscriptions" params={params}>
              Subscriptions
            </NavTab>
            <NavTab to="/p/$projectId/people/$userId/deliveries" params={params}>
              Deliveries
            </NavTab>
            <NavTab to="/p/$projectId/people/$userId/upcoming" params={params}>
              Upcoming
            </NavTab>
          </NavTabs>
        }
      />
      <Outlet />
      <Suspense>
        {dialog === 'edit' && mayChange && <EditPersonDialog userId={userId} onClose={close} />}
        {dialog === 'delete' && mayChange && (
          <DeletePersonDialog
            userId={userId}
            onClose={close}
            onDeleted={() =>
              navigate({
                to: '/p/$projectId/people',
                params: { projectId },
                search: peopleListPlace.last(),
                replace: true,
              })
            }
          />
        )}
      </Suspense>
    </Page>
  )
}

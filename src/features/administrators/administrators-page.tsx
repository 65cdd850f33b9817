import { useQuery } from '@tanstack/react-query'
import UserPlus from 'lucide-react/icons/user-plus'
import { Suspense } from 'react'
import { problemOf } from '../../lib/api-error.ts'
import { useClosePanel } from '../../lib/panel.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Section } from '../../ui/section.tsx'
import { Table } from '../../ui/table.tsx'
import { useShortcuts } from '../shell/use-shortcuts.ts'
import {
  ChangeRoleDialog,
  InviteDialog,
  RemoveAdministratorDialog,
  ResetLinkDialog,
  WithdrawDialog,
} from './administrator-dialogs.ts'
import { administratorQueries } from './administrator-queries.ts'
import { administratorColumns } from './administrator-table.tsx'
import type { AdministratorsSearch } from './administrators-search.ts'
import { invitationColumns } from './invitation-table.tsx'

export interface AdministratorsPageProps {
  search: AdministratorsSearch
  onSearch: (search: AdministratorsSearch) => void
}

/** Who signs in here, and who may yet. */
export function AdministratorsPage({ search, onSearch }: AdministratorsPageProps) {
  const { data, error, refetch, isFetching } = useQuery(administratorQueries.list())
  const invitations = useQuery(administratorQueries.invitations())
  const problem = problemOf(error ?? invitations.error)
  const invite = () => onSearch({ invite: true })
  const close = useClosePanel<AdministratorsSearch>('invite', 'role', 'reset', 'remove', 'withdraw')
  useShortcuts('Administrators', [{ keys: 'c', label: 'Invite an administrator', run: invite }])

  const find = (id: string | undefined) => data?.administrators.find(({ $id }) => $id === id)
  const [changed, reset, removed] = [find(search.role), find(search.reset), find(search.remove)]
  const open = invitations.data?.invitations ?? []
  const withdrawn = open.find(({ $id }) => $id === search.withdraw)
  return (
    <>
      <PageHeader
        title="Administrators"
        detail="Whoever signs in here, to all projects. Those who receive messages are under People."
        action={
          <Button variant="primary" icon={<UserPlus aria-hidden="true" />} hint="c" onClick={invite}>
            Invite
          </Button>
        }
      />
      <Table
        label="Administrators"
        columns={administratorColumns}
        rows={data?.administrators ?? (error ? [] : undefined)}
        rowKey={({ $id }) => $id}
        skeletonRows={3}
        empty={null}
        error={
          problem && (
            <ErrorNotice
              title="The administrators could not be loaded"
              problem={problem}
              onRetry={() => void Promise.all([refetch(), invitations.refetch()])}
              retrying={isFetching || invitations.isFetching}
            />
          )
        }
      />
      {open.length > 0 && (
        <Section title="Invited" description="They have not used their link yet.">
          <Table
            label="Invitations"
            columns={invitationColumns}
            rows={open}
            rowKey={({ $id }) => $id}
            keys={false}
            empty={null}
          />
        </Section>
      )}
      <Suspense>
        {search.invite && <InviteDialog onClose={close} />}
        {changed && <ChangeRoleDialog administrator={changed} onClose={close} />}
        {reset && <ResetLinkDialog administrator={reset} onClose={close} />}
        {removed && <RemoveAdministratorDialog administrator={removed} onClose={close} />}
        {withdrawn && <WithdrawDialog invitation={withdrawn} onClose={close} />}
      </Suspense>
    </>
  )
}

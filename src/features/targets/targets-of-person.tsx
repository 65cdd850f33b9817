import Plus from 'lucide-react/icons/plus'
import { Suspense } from 'react'
import type { User } from '../../../contract/users.ts'
import { useClosePanel } from '../../lib/panel.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Table } from '../../ui/table.tsx'
import { useMay } from '../session/use-session.ts'
import { AddTargetDialog, DeleteTargetDialog, EditTargetDialog } from './target-dialogs.ts'
import type { TargetSearch } from './target-search.ts'
import { targetColumns } from './target-table.tsx'

export interface TargetsOfPersonProps {
  user: User
  search: TargetSearch
  onSearch: (search: TargetSearch) => void
}

/** Where messages reach a person. */
export function TargetsOfPerson({ user, search, onSearch }: TargetsOfPersonProps) {
  const mayChange = useMay('editor')
  const { targets } = user
  const changed = targets.find(({ $id }) => $id === search.change)
  const removed = targets.find(({ $id }) => $id === search.remove)
  const expired = targets.filter((target) => target.expired).length
  const close = useClosePanel<TargetSearch>('add', 'change', 'remove')
  const add = mayChange && (
    <Button icon={<Plus aria-hidden="true" />} onClick={() => onSearch({ add: true })}>
      Add an address, number or device
    </Button>
  )

  return (
    <>
      {targets.length > 0 && (
        <div className="mb-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
          <p className="text-quiet">
            {expired > 0
              ? `A message goes to all of the message’s kind, except the ${expired === 1 ? 'expired one' : `${expired.toLocaleString()} expired ones`}.`
              : 'A message goes to all of the message’s kind.'}
          </p>
          {add}
        </div>
      )}
      <Table
        label="Targets"
        columns={targetColumns}
        rows={targets}
        rowKey={({ $id }) => $id}
        empty={
          <EmptyState drawing="envelope" title="Nothing reaches this person yet" action={add}>
            Addresses, numbers and devices that messages go to are listed here.
          </EmptyState>
        }
      />
      <Suspense>
        {search.add && mayChange && <AddTargetDialog user={user} onClose={close} />}
        {changed && mayChange && <EditTargetDialog user={user} target={changed} onClose={close} />}
        {removed && mayChange && <DeleteTargetDialog user={user} target={removed} onClose={close} />}
      </Suspense>
    </>
  )
}

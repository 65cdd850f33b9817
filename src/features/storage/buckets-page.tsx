import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import Plus from 'lucide-react/icons/plus'
import { currentProject } from '../../lib/project.ts'
import { ButtonLink } from '../../ui/button-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { LoadError } from '../../ui/load-error.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Table } from '../../ui/table.tsx'
import { useMay } from '../session/use-session.ts'
import { useShortcuts } from '../shell/use-shortcuts.ts'
import { bucketColumns } from './bucket-table.tsx'
import { storageQueries } from './storage-queries.ts'

export function BucketsPage() {
  const navigate = useNavigate()
  const query = useQuery(storageQueries.buckets())
  const { data, error } = query
  const mayAdd = useMay('author')
  const params = { projectId: currentProject() }
  const goToNew = () => void navigate({ to: '/p/$projectId/settings/files/new', params })
  useShortcuts('Files', mayAdd ? [{ keys: 'c', label: 'Add a bucket', run: goToNew }] : [])
  const add = mayAdd && (
    <ButtonLink
      to="/p/$projectId/settings/files/new"
      params={params}
      variant="primary"
      icon={<Plus aria-hidden="true" />}
      hint="c"
    >
      Add a bucket
    </ButtonLink>
  )
  return (
    <>
      <PageHeader
        title="Files"
        detail="What e-mails attach and notifications show lies in buckets."
        action={data?.buckets.length !== 0 && add}
      />
      <Table
        label="Buckets"
        columns={bucketColumns}
        rows={data?.buckets ?? (error ? [] : undefined)}
        rowKey={({ $id }) => $id}
        skeletonRows={3}
        empty={
          <EmptyState drawing="folder" title="No buckets yet" action={add}>
            A bucket holds files of one kind, such as pictures, and says how large they may be and who may use
            them.
          </EmptyState>
        }
        error={error && <LoadError query={query} title="The buckets could not be loaded" />}
      />
    </>
  )
}

import { useSuspenseQuery } from '@tanstack/react-query'
import { Outlet, useNavigate } from '@tanstack/react-router'
import Ellipsis from 'lucide-react/icons/ellipsis'
import Trash from 'lucide-react/icons/trash-2'
import { lazy, Suspense } from 'react'
import { useClosePanel } from '../../lib/panel.ts'
import { currentProject } from '../../lib/project.ts'
import { BackLink } from '../../ui/back-link.tsx'
import { Badge } from '../../ui/badge.tsx'
import { CopyableId } from '../../ui/copyable-id.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { NavTab, NavTabs } from '../../ui/nav-tabs.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { sizeText } from '../../ui/size-text.ts'
import { useMay } from '../session/use-session.ts'
import { storageQueries } from './storage-queries.ts'
import type { BucketSearch } from './storage-search.ts'

const DeleteBucketDialog = lazy(async () => {
  const { DeleteBucketDialog } = await import('./delete-bucket-dialog.tsx')
  return { default: DeleteBucketDialog }
})

export interface BucketFrameProps {
  bucketId: string
  isDeleting: boolean
  onDelete: () => void
}

/** What stands above both pages of one bucket. */
export function BucketFrame({ bucketId, isDeleting, onDelete }: BucketFrameProps) {
  const { data: bucket } = useSuspenseQuery(storageQueries.bucket(bucketId))
  const mayChange = useMay('editor')
  const navigate = useNavigate()
  const closeDialog = useClosePanel<BucketSearch>('deleteBucket')
  const projectId = currentProject()
  const params = { projectId, bucketId }
  return (
    <>
      <PageHeader
        back={
          <BackLink to="/p/$projectId/settings/files" params={{ projectId }}>
            Files
          </BackLink>
        }
        title={bucket.name}
        badge={!bucket.enabled && <Badge tone="cancelled">Off</Badge>}
        detail={
          <>
            <CopyableId id={bucketId} of="bucket ID" />
            <span>{bucket.totalSize > 0 ? `Holds ${sizeText(bucket.totalSize)}` : 'Empty'}</span>
          </>
        }
        menu={
          mayChange && (
            <Menu
              trigger={<IconButton label="More actions" size="md" icon={<Ellipsis aria-hidden="true" />} />}
            >
              <MenuItem icon={<Trash />} danger onSelect={onDelete}>
                Delete bucket…
              </MenuItem>
            </Menu>
          )
        }
        tabs={
          <NavTabs label="Bucket">
            <NavTab
              to="/p/$projectId/settings/files/$bucketId"
              params={params}
              activeOptions={{ exact: true, includeSearch: false }}
            >
              Files
            </NavTab>
            <NavTab to="/p/$projectId/settings/files/$bucketId/limits" params={params}>
              Limits and access
            </NavTab>
          </NavTabs>
        }
      />
      <Outlet />
      <Suspense>
        {isDeleting && mayChange && (
          <DeleteBucketDialog
            bucket={bucket}
            onClose={closeDialog}
            onDeleted={() =>
              navigate({ to: '/p/$projectId/settings/files', params: { projectId }, replace: true })
            }
          />
        )}
      </Suspense>
    </>
  )
}

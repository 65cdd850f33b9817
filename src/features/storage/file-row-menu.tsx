import { useNavigate } from '@tanstack/react-router'
import Copy from 'lucide-react/icons/copy'
import Download from 'lucide-react/icons/download'
import Ellipsis from 'lucide-react/icons/ellipsis'
import Trash from 'lucide-react/icons/trash-2'
import { type StoredFile, storage } from '../../../contract/storage.ts'
import { addressOf } from '../../lib/client.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { toast } from '../../ui/toasts.ts'
import { useCopy } from '../../ui/use-copy.ts'
import { useMay } from '../session/use-session.ts'

export function FileRowMenu({ file }: { file: StoredFile }) {
  const navigate = useNavigate()
  const mayDelete = useMay('editor')
  const { copy } = useCopy()
  const { $id, bucketId, name } = file
  const isWhole = file.chunksUploaded === file.chunksTotal

  async function copyId() {
    const isCopied = await copy($id)
    toast({ title: isCopied ? 'The ID is copied' : 'The browser did not allow copying', detail: $id })
  }

  return (
    <Menu trigger={<IconButton label={`Actions for ${name}`} icon={<Ellipsis aria-hidden="true" />} />}>
      <MenuItem
        icon={<Download />}
        blocked={!isWhole && 'It is not whole yet'}
        onSelect={() => location.assign(addressOf(storage.download, { params: { bucketId, fileId: $id } }))}
      >
        Download
      </MenuItem>
      <MenuItem icon={<Copy />} onSelect={() => void copyId()}>
        Copy its ID
      </MenuItem>
      {mayDelete && (
        <>
          <MenuSeparator />
          <MenuItem
            icon={<Trash />}
            danger
            onSelect={() =>
              navigate({
                to: '.',
                search: (before: object) => ({ ...before, remove: $id }),
                resetScroll: false,
              })
            }
          >
            Delete…
          </MenuItem>
        </>
      )}
    </Menu>
  )
}

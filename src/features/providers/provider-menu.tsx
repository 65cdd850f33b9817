import { useMutation, useQueryClient } from '@tanstack/react-query'
import Ellipsis from 'lucide-react/icons/ellipsis'
import Star from 'lucide-react/icons/star'
import Trash from 'lucide-react/icons/trash-2'
import type { Provider } from '../../../contract/providers.ts'
import { problemOf } from '../../lib/api-error.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { toast } from '../../ui/toasts.ts'
import { channelNouns } from './channel-words.ts'
import { providerMutations } from './provider-changes.ts'
import { takeProvider } from './provider-queries.ts'

export interface ProviderMenuProps {
  provider: Provider
  onDelete: () => void
}

/** What is done seldom. */
export function ProviderMenu({ provider, onDelete }: ProviderMenuProps) {
  const queryClient = useQueryClient()
  const { $id, name, type, enabled, isDefault } = provider
  const change = useMutation({
    ...providerMutations.update(provider.provider, $id),
    onSuccess: (changed) => {
      toast({ title: `“${name}” is the default for ${channelNouns[type]}`, tone: 'good' })
      return takeProvider(queryClient, changed)
    },
    onError: (error) => {
      const problem = problemOf(error)
      if (problem)
        toast({
          title: 'It was not made the default',
          detail: problem.message,
          tone: 'error',
          requestId: problem.requestId,
        })
    },
  })
  return (
    <Menu trigger={<IconButton label="More actions" size="md" icon={<Ellipsis aria-hidden="true" />} />}>
      {!isDefault && (
        <>
          <MenuItem
            icon={<Star />}
            blocked={!enabled && 'It has to be on first'}
            onSelect={() => change.mutate({ isDefault: true })}
          >
            Make it the default for {channelNouns[type]}
          </MenuItem>
          <MenuSeparator />
        </>
      )}
      <MenuItem icon={<Trash />} danger onSelect={onDelete}>
        Delete…
      </MenuItem>
    </Menu>
  )
}

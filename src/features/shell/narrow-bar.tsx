import MenuIcon from 'lucide-react/icons/menu'
import Search from 'lucide-react/icons/search'
import { lazy, Suspense, useState } from 'react'
import { BellMark } from '../../ui/bell-mark.tsx'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { useProject } from '../projects/use-project.ts'
import { SideBar, type SideBarProps } from './side-bar.tsx'

const SideSheet = lazy(async () => {
  const { SideSheet } = await import('../../ui/side-sheet.tsx')
  return { default: SideSheet }
})

/** Takes the side bar's place where there is no room for it. */
export function NarrowBar({ onShowShortcuts, onOpenPalette }: SideBarProps) {
  const { name } = useProject()
  const [isOpen, setOpen] = useState(false)
  return (
    <header className="sticky top-0 z-float flex h-14 items-center gap-3 border-b border-line bg-paper pr-2 pl-4 md:hidden">
      <BellMark className="size-5 shrink-0 text-accent" />
      <p className="min-w-0 grow truncate text-sm font-strong">{name}</p>
      <IconButton
        label="Go to or find"
        size="md"
        icon={<Search aria-hidden="true" />}
        onClick={() => onOpenPalette('all')}
      />
      <Button
        variant="quiet"
        icon={<MenuIcon aria-hidden="true" />}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(true)}
      >
        Menu
      </Button>
      {isOpen && (
        <Suspense>
          <SideSheet open title="Menu" onClose={() => setOpen(false)}>
            {/* biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/noStaticElementInteractions: a link's own click, by mouse or Enter, passes here */}
            <div
              className="min-h-full"
              onClick={(event) => {
                if (event.target instanceof Element && event.target.closest('a')) setOpen(false)
              }}
            >
              <SideBar
                onShowShortcuts={() => {
                  setOpen(false)
                  onShowShortcuts()
                }}
                onOpenPalette={(mode) => {
                  setOpen(false)
                  onOpenPalette(mode)
                }}
              />
            </div>
          </SideSheet>
        </Suspense>
      )}
    </header>
  )
}

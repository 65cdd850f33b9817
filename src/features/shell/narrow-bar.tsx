import MenuIcon from 'lucide-react/icons/menu'
import { lazy, Suspense, useState } from 'react'
import { BellMark } from '../../ui/bell-mark.tsx'
import { Button } from '../../ui/button.tsx'
import { useProject } from '../projects/use-project.ts'
import { SideBar } from './side-bar.tsx'

const SideSheet = lazy(async () => {
  const { SideSheet } = await import('../../ui/side-sheet.tsx')
  return { default: SideSheet }
})

/** Takes the side bar's place where there is no room for it. */
export function NarrowBar({ onShowShortcuts }: { onShowShortcuts: () => void }) {
  const { name } = useProject()
  const [isOpen, setOpen] = useState(false)
  return (
    <header className="sticky top-0 z-float flex h-14 items-center gap-3 border-b border-line bg-paper pr-2 pl-4 md:hidden">
      <BellMark className="size-5 shrink-0 text-accent" />
      <p className="min-w-0 grow truncate text-sm font-strong">{name}</p>
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
              />
            </div>
          </SideSheet>
        </Suspense>
      )}
    </header>
  )
}

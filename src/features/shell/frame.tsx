import { Outlet, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useEffectEvent, useState } from 'react'
import { BellMark } from '../../ui/bell-mark.tsx'
import { Toaster } from '../../ui/toaster.tsx'
import { useProject } from '../projects/use-project.ts'
import { SessionEnd } from '../session/session-end.tsx'
import { NarrowBar } from './narrow-bar.tsx'
import { navigation } from './navigation.ts'
import type { PaletteMode } from './palette-commands.tsx'
import { useRememberThings } from './recent-things.ts'
import { SideBar } from './side-bar.tsx'
import { UnreachableNotice } from './unreachable-notice.tsx'
import { useShortcutKeys, useShortcuts } from './use-shortcuts.ts'

const ShortcutsDialog = lazy(async () => {
  const { ShortcutsDialog } = await import('./shortcuts-dialog.tsx')
  return { default: ShortcutsDialog }
})

const Palette = lazy(async () => {
  const { Palette } = await import('./palette.tsx')
  return { default: Palette }
})

/** What stands around every page of a project. */
export function Frame() {
  const [isHelpOpen, setHelpOpen] = useState(false)
  const [palette, setPalette] = useState<PaletteMode>()
  const showHelp = () => setHelpOpen(true)
  useShortcutKeys()
  usePaletteKey(() => setPalette('all'))
  useRememberThings()
  usePlaceShortcuts()
  useShortcuts('Everywhere', [
    { keys: 'mod+k', label: 'Go to, create or find anything', run: () => setPalette('all') },
    { keys: 'c', label: 'Create', run: () => setPalette('create') },
    { keys: '/', label: 'Search this list', run: focusSearch },
    { keys: '?', label: 'Show these shortcuts', run: showHelp },
  ])

  return (
    <div className="min-h-dvh md:grid md:grid-cols-[232px_minmax(0,1fr)] max-md:[--sticky-top:56px]">
      {/* biome-ignore lint/a11y/useValidAnchor: a link to a place in the page, which does not go into the address */}
      <a
        href="#main"
        onClick={skipToMain}
        className="sr-only z-toast rounded-control bg-ink px-4 py-2 text-sm text-paper focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
      >
        Skip to the page
      </a>
      <NarrowBar onShowShortcuts={showHelp} onOpenPalette={setPalette} />
      <aside
        aria-label="Navigation and account"
        className="sticky top-0 flex h-dvh flex-col overflow-y-auto border-r border-line px-3 pt-4 pb-3 max-md:hidden"
      >
        <p className="mb-3 flex items-center gap-2.5 px-2 text-sm font-strong text-quiet">
          <BellMark className="size-5 text-accent" />
          Carillon
        </p>
        <div className="grow">
          <SideBar onShowShortcuts={showHelp} onOpenPalette={setPalette} />
        </div>
      </aside>
      <div className="min-w-0">
        <UnreachableNotice />
        <main id="main" tabIndex={-1} className="outline-none">
          <Outlet />
        </main>
      </div>
      <SessionEnd />
      {isHelpOpen && (
        <Suspense>
          <ShortcutsDialog onClose={() => setHelpOpen(false)} />
        </Suspense>
      )}
      {palette && (
        <Suspense>
          <Palette mode={palette} onClose={() => setPalette(undefined)} onShowShortcuts={showHelp} />
        </Suspense>
      )}
      <Toaster />
    </div>
  )
}

/** Also while somebody types; not over a dialog, which has to be answered first. */
function usePaletteKey(open: () => void) {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return
    if (event.shiftKey || event.altKey || document.querySelector('[role=dialog], [role=alertdialog]')) return
    event.preventDefault()
    open()
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event)
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}

function usePlaceShortcuts() {
  const { $id } = useProject()
  const navigate = useNavigate()
  useShortcuts(
    'Go to',
    navigation.flat().map(({ label, to, letter }) => ({
      keys: `g ${letter}`,
      label,
      run: () => navigate({ to, params: { projectId: $id } }),
    })),
  )
}

/** A fragment in the address would be a navigation, which a page with unsaved changes asks about. */
function skipToMain(event: { preventDefault: () => void }) {
  event.preventDefault()
  document.getElementById('main')?.focus()
}

function focusSearch() {
  document.querySelector<HTMLElement>('main [data-search]')?.focus()
}

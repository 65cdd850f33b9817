import { useSyncExternalStore } from 'react'

export type Theme = 'system' | 'light' | 'dark'

/** The chosen theme and how to choose; public/theme.js reads the same key and paints. */
export function useTheme() {
  const theme = useSyncExternalStore(subscribe, readTheme)
  return [theme, chooseTheme] as const
}

export function chooseTheme(theme: Theme) {
  try {
    if (theme === 'system') localStorage.removeItem('theme')
    else localStorage.setItem('theme', theme)
  } catch {
    // Without storage the system's choice stays.
  }
  dispatchEvent(new StorageEvent('storage', { key: 'theme' }))
}

function readTheme(): Theme {
  try {
    const chosen = localStorage.getItem('theme')
    return chosen === 'light' || chosen === 'dark' ? chosen : 'system'
  } catch {
    return 'system'
  }
}

function subscribe(listener: () => void) {
  addEventListener('storage', listener)
  return () => removeEventListener('storage', listener)
}

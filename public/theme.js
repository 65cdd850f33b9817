// Runs before the first paint, so that a dark screen never flashes white. src/ui/theme.ts writes the choice.
;(() => {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  function apply() {
    let chosen = null
    try {
      chosen = localStorage.getItem('theme')
    } catch {}
    const isDark = chosen === 'dark' || (chosen !== 'light' && dark.matches)
    document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
  }
  apply()
  dark.addEventListener('change', apply)
  // Fired by other tabs, and by src/ui/theme.ts in this one.
  addEventListener('storage', apply)
})()

/**
 * Shows a `popover="manual"` element below another one, or above where there is more room, and keeps it there while the
 * page scrolls. The top layer is not clipped by the dialog it may stand in.
 */
export function placeBelow(anchor: HTMLElement, floating: HTMLElement) {
  const gap = 4
  const margin = 8

  function place() {
    const { top, bottom, left, width } = anchor.getBoundingClientRect()
    const below = window.innerHeight - bottom - gap - margin
    const above = top - gap - margin
    const isAbove = below < 200 && above > below
    floating.style.maxHeight = `${Math.max(120, Math.min(320, isAbove ? above : below))}px`
    floating.style.left = `${left}px`
    floating.style.width = `${width}px`
    floating.style.top = isAbove ? 'auto' : `${bottom + gap}px`
    floating.style.bottom = isAbove ? `${window.innerHeight - top + gap}px` : 'auto'
  }

  floating.showPopover()
  place()
  const resized = new ResizeObserver(place)
  resized.observe(anchor)
  window.addEventListener('scroll', place, { capture: true, passive: true })
  window.addEventListener('resize', place)
  return () => {
    resized.disconnect()
    window.removeEventListener('scroll', place, { capture: true })
    window.removeEventListener('resize', place)
    if (floating.isConnected) floating.hidePopover()
  }
}

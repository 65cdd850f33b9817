import {
  cloneElement,
  type FocusEvent,
  type HTMLAttributes,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  useEffect,
  useEffectEvent,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { createPortal } from 'react-dom'

export interface TooltipProps {
  text: ReactNode
  /** One element that can have the focus; what is said here must not be needed to use it. */
  children: ReactElement<HTMLAttributes<HTMLElement>>
  /** False where the element is named by the same words already, which would be read twice. */
  describes?: boolean | undefined
  open?: boolean | undefined
  onOpenChange?: ((open: boolean) => void) | undefined
}

const openAfter = 400
/** Long enough to move the pointer over to the words. */
const closeAfter = 120

/** Words beside an element while it is hovered or has the focus; Escape puts them away (WCAG 1.4.13). */
export function Tooltip({ text, children, describes = true, open, onOpenChange }: TooltipProps) {
  const id = useId()
  const [isOpenHere, setOpenHere] = useState(false)
  const anchor = useRef<HTMLElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const isOpen = open ?? isOpenHere
  useEffect(() => () => clearTimeout(timer.current), [])

  function turn(to: boolean, after = 0) {
    clearTimeout(timer.current)
    const now = () => {
      setOpenHere(to)
      onOpenChange?.(to)
    }
    if (after > 0) timer.current = setTimeout(now, after)
    else now()
  }

  const own = children.props
  const described = [own['aria-describedby'], describes && isOpen && id].filter(Boolean).join(' ')
  return (
    <>
      {cloneElement(children, {
        'aria-describedby': described || undefined,
        onPointerEnter(event: PointerEvent<HTMLElement>) {
          own.onPointerEnter?.(event)
          anchor.current = event.currentTarget
          if (event.pointerType !== 'touch') turn(true, openAfter)
        },
        onPointerLeave(event: PointerEvent<HTMLElement>) {
          own.onPointerLeave?.(event)
          if (event.pointerType !== 'touch') turn(false, closeAfter)
        },
        onPointerDown(event: PointerEvent<HTMLElement>) {
          own.onPointerDown?.(event)
          anchor.current = event.currentTarget
          turn(false)
        },
        onFocus(event: FocusEvent<HTMLElement>) {
          own.onFocus?.(event)
          anchor.current = event.currentTarget
          if (event.currentTarget.matches(':focus-visible')) turn(true)
        },
        onBlur(event: FocusEvent<HTMLElement>) {
          own.onBlur?.(event)
          turn(false)
        },
      })}
      {isOpen && text && (
        <Words
          id={id}
          anchor={anchor}
          onStay={() => clearTimeout(timer.current)}
          onClose={(after) => turn(false, after)}
        >
          {text}
        </Words>
      )}
    </>
  )
}

interface WordsProps {
  id: string
  anchor: { readonly current: HTMLElement | null }
  onStay: () => void
  onClose: (after?: number) => void
  children: ReactNode
}

function Words({ id, anchor, onStay, onClose, children }: WordsProps) {
  const words = useRef<HTMLDivElement>(null)
  const end = useEffectEvent(() => onClose())

  useLayoutEffect(() => {
    if (words.current && anchor.current) place(words.current, anchor.current)
  }, [anchor])

  useEffect(() => {
    const onScroll = () => end()
    const onKey = ({ key }: KeyboardEvent) => key === 'Escape' && end()
    const onPress = ({ target }: Event) => {
      if (target instanceof Node && !anchor.current?.contains(target)) end()
    }
    document.addEventListener('keydown', onKey)
    document.addEventListener('pointerdown', onPress)
    window.addEventListener('scroll', onScroll, { capture: true, passive: true })
    return () => {
      document.removeEventListener('keydown', onKey)
      document.removeEventListener('pointerdown', onPress)
      window.removeEventListener('scroll', onScroll, { capture: true })
    }
  }, [anchor])

  // In the top layer, where no dialog covers it and no cell cuts it off.
  return createPortal(
    <div
      ref={words}
      id={id}
      role="tooltip"
      popover="manual"
      onPointerEnter={onStay}
      onPointerLeave={() => onClose(closeAfter)}
      className="fixed inset-auto m-0 max-w-80 animate-[appear_120ms_ease-out] rounded-control bg-ink px-2.5 py-1.5 text-xs text-paper shadow-float"
    >
      {children}
    </div>,
    document.body,
  )
}

/** Above the element, or below it where there is no room; never over the edge. */
function place(words: HTMLElement, anchor: HTMLElement) {
  const [gap, margin] = [6, 8]
  words.showPopover()
  const to = anchor.getBoundingClientRect()
  const { width, height } = words.getBoundingClientRect()
  const middle = to.left + to.width / 2 - width / 2
  words.style.left = `${Math.max(margin, Math.min(middle, window.innerWidth - width - margin))}px`
  words.style.top = `${to.top - gap - height < margin ? to.bottom + gap : to.top - gap - height}px`
}

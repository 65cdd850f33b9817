import { classNames } from './class-names.ts'

const isApple = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)
const named: Record<string, string> = {
  mod: isApple ? '⌘' : 'Ctrl',
  enter: isApple ? '↩' : 'Enter',
  shift: isApple ? '⇧' : 'Shift',
  esc: 'Esc',
  up: '↑',
  down: '↓',
  pageup: 'Page ↑',
  pagedown: 'Page ↓',
  home: 'Home',
  end: 'End',
}

export interface KeyHintProps {
  /** Keys held together joined by `+`, keys one after another by a space: `mod+s`, `g m`. */
  keys: string
  className?: string | undefined
}

/** A shortcut as printed in buttons and menus. Not read aloud: what it belongs to has a name already. */
export function KeyHint({ keys, className }: KeyHintProps) {
  const words = keys.split(' ').map((chord) =>
    chord
      .split('+')
      .map((key) => named[key] ?? key.toUpperCase())
      .join(isApple ? '' : '+'),
  )
  return (
    <span
      aria-hidden="true"
      className={classNames(
        'rounded-[4px] border border-current/30 px-1 font-sans text-xs font-normal pointer-coarse:hidden',
        className,
      )}
    >
      {words.join(' ')}
    </span>
  )
}

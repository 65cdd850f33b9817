import { classNames } from './class-names.ts'

export interface ButtonLook {
  /** One primary at most on a page; danger only for what cannot be taken back. */
  variant?: 'primary' | 'secondary' | 'quiet' | 'danger' | undefined
  size?: 'md' | 'sm' | undefined
}

const variants = {
  primary: 'bg-accent-fill text-on-accent hover:bg-accent-fill-hover border-transparent',
  secondary: 'bg-surface text-ink border-control hover:bg-hover',
  quiet: 'text-ink border-transparent hover:bg-hover',
  danger: 'bg-danger-fill text-on-danger hover:bg-danger-fill-hover border-transparent',
} as const

/** The look of a button, for what is none: a plain `<a href>`, a file input's label. */
export function buttonClass({ variant = 'secondary', size = 'md' }: ButtonLook, more?: string) {
  return classNames(
    'relative inline-flex items-center justify-center gap-2 rounded-control border text-sm font-strong',
    'text-center select-none transition-colors [&_svg]:size-4 [&_svg]:shrink-0 pointer-coarse:min-h-11',
    'aria-disabled:opacity-60 disabled:opacity-60',
    size === 'md' ? 'min-h-10 px-4 py-1.5' : 'min-h-8 px-3 py-1',
    variants[variant],
    more,
  )
}

export interface SpinnerProps {
  /** Needed where no words stand beside it. */
  label?: string | undefined
  className?: string | undefined
}

/** Only inside what was pressed, or beside words; a wait with numbers gets `Progress`. */
export function Spinner({ label, className = 'size-4' }: SpinnerProps) {
  return (
    <svg
      viewBox="0 0 16 16"
      fill="none"
      className={`${className} animate-spin`}
      role={label ? 'img' : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
    >
      <circle cx="8" cy="8" r="6.5" stroke="currentColor" strokeWidth="2" opacity="0.25" />
      <path d="M14.5 8A6.5 6.5 0 0 0 8 1.5" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    </svg>
  )
}

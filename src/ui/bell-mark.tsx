/** The mark: a bell seen from the side, in two strokes. */
export function BellMark({ className = 'size-6' }: { className?: string | undefined }) {
  return (
    <svg
      viewBox="0 0 32 32"
      fill="none"
      stroke="currentColor"
      strokeWidth="3"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className={className}
    >
      <path d="M4 24h24c-3-3-4-6-4-11a8 8 0 0 0-16 0c0 5-1 8-4 11" />
      <path d="M12.5 28.5a4 4 0 0 0 7 0" />
    </svg>
  )
}

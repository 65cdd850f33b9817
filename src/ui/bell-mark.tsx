/** The mark: a bell seen from the side, in two strokes. */
export function BellMark({ className = 'size-6' }: { className?: string | undefined }) {
  return (
    <svg
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className={className}
    >
      <path d="M2 11h12c-1.4-1-2-2.4-2-5a4 4 0 0 0-8 0c0 2.6-.6 4-2 5Z" />
      <path d="M6.6 14.2c.8.6 2 .6 2.8 0" />
    </svg>
  )
}

/** Says aloud what came of copying. */
export function CopyStatus({ state }: { state: 'idle' | 'copied' | 'failed' }) {
  return (
    <span role="status" className="sr-only">
      {state === 'copied' && 'Copied'}
      {state === 'failed' && 'The browser did not allow copying'}
    </span>
  )
}

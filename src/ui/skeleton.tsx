import { classNames } from './class-names.ts'

export interface SkeletonProps {
  /** Any CSS length: as wide as what will stand here. */
  width?: string | undefined
  height?: string | undefined
  className?: string | undefined
}

/** Holds the place of a text that is being fetched. Say what is awaited once, on the region around it. */
export function Skeleton({ width = '100%', height = '12px', className }: SkeletonProps) {
  return (
    <span
      aria-hidden="true"
      className={classNames('skeleton block max-w-full', className)}
      style={{ width, height }}
    />
  )
}

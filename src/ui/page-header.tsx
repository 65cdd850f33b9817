import type { ReactNode } from 'react'

export interface PageHeaderProps {
  title: ReactNode
  /** A `BackLink`. */
  back?: ReactNode
  /** Beside the title: the thing's state. */
  badge?: ReactNode
  /** Below it, in quiet ink: id, times, where it belongs. */
  detail?: ReactNode
  /** The one primary action. */
  action?: ReactNode
  /** Secondary actions: a `Menu`, seldom a button. */
  menu?: ReactNode
  /** `NavTabs`. */
  tabs?: ReactNode
}

export function PageHeader({ title, back, badge, detail, action, menu, tabs }: PageHeaderProps) {
  return (
    <header className="mb-6">
      {back && <div className="mb-1">{back}</div>}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 max-w-full flex-1">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="min-w-0 text-xl font-strong tracking-tight wrap-anywhere">{title}</h1>
            {badge}
          </div>
          {detail && (
            <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-quiet">{detail}</div>
          )}
        </div>
        {(action || menu) && (
          // Where it is narrow the last action, which is the primary one, shares a line with the menu, and others have lines
          // of their own below; a menu without actions stays in the title's.
          <div className="flex items-center gap-2 max-sm:w-full max-sm:flex-wrap max-sm:has-[>[aria-haspopup=menu]:only-child]:w-auto max-sm:[&>:last-child:not(:only-child)]:order-first max-sm:[&>:last-child:not([aria-haspopup=menu])]:grow max-sm:[&>:not(:last-child,[aria-haspopup=menu])]:order-1 max-sm:[&>:not(:last-child,[aria-haspopup=menu])]:w-full">
            {menu}
            {action}
          </div>
        )}
      </div>
      {tabs && <div className="mt-4">{tabs}</div>}
    </header>
  )
}

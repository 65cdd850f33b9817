import CircleAlert from 'lucide-react/icons/circle-alert'
import CircleCheck from 'lucide-react/icons/circle-check'
import Info from 'lucide-react/icons/info'
import TriangleAlert from 'lucide-react/icons/triangle-alert'
import type { ComponentType, ReactNode, SVGProps } from 'react'
import { classNames } from './class-names.ts'

type NoticeTone = 'info' | 'good' | 'warning' | 'error'

const tones: Record<
  NoticeTone,
  { icon: ComponentType<SVGProps<SVGSVGElement>>; look: string; mark: string }
> = {
  info: { icon: Info, look: 'bg-scheduled-wash', mark: 'text-scheduled' },
  good: { icon: CircleCheck, look: 'bg-sent-wash', mark: 'text-sent' },
  warning: { icon: TriangleAlert, look: 'bg-sending-wash', mark: 'text-sending' },
  error: { icon: CircleAlert, look: 'bg-failed-wash', mark: 'text-failed' },
}

export interface NoticeProps {
  tone: NoticeTone
  title?: ReactNode
  children?: ReactNode
  /** At the end: a link, a small button. */
  action?: ReactNode
  /** `status` or `alert` where it appears while the page is open. */
  role?: 'status' | 'alert' | undefined
}

/** Something one should know about this page, in its flow. */
export function Notice({ tone, title, children, action, role }: NoticeProps) {
  const { icon: Icon, look, mark } = tones[tone]
  return (
    <div role={role} className={classNames('flex gap-3 rounded-surface px-4 py-3 text-sm', look)}>
      <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${mark}`} />
      <div className="flex min-w-0 grow flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 wrap-anywhere">
          {title && <p className="font-strong">{title}</p>}
          {children && <div>{children}</div>}
        </div>
        {action && <div className="flex shrink-0 gap-2">{action}</div>}
      </div>
    </div>
  )
}

import Bell from 'lucide-react/icons/bell'
import Mail from 'lucide-react/icons/mail'
import MessageSquareText from 'lucide-react/icons/message-square-text'
import type { ComponentType, SVGProps } from 'react'
import { classNames } from './class-names.ts'

export type Channel = 'email' | 'sms' | 'push'

const channels: Record<
  Channel,
  { word: string; icon: ComponentType<SVGProps<SVGSVGElement>>; look: string }
> = {
  email: { word: 'E-mail', icon: Mail, look: 'text-email' },
  sms: { word: 'SMS', icon: MessageSquareText, look: 'text-sms' },
  push: { word: 'Push', icon: Bell, look: 'text-push' },
}

export interface ChannelIconProps {
  channel: Channel
  /** Prints the channel's word beside the sign; otherwise it is only read. */
  named?: boolean | undefined
  className?: string | undefined
}

export function ChannelIcon({ channel, named = false, className }: ChannelIconProps) {
  const { word, icon: Icon, look } = channels[channel]
  return (
    <span
      className={classNames('inline-flex items-center gap-1.5 align-middle whitespace-nowrap', className)}
    >
      <Icon aria-hidden="true" className={`size-4 shrink-0 ${look}`} />
      <span className={named ? undefined : 'sr-only'}>{word}</span>
    </span>
  )
}

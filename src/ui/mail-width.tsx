import Monitor from 'lucide-react/icons/monitor'
import Smartphone from 'lucide-react/icons/smartphone'
import { RadioGroup } from './radio-group.tsx'

export type MailWidth = 'phone' | 'desktop'

const options = [
  {
    value: 'desktop',
    label: (
      <>
        <Monitor aria-hidden="true" />
        Desktop
      </>
    ),
  },
  {
    value: 'phone',
    label: (
      <>
        <Smartphone aria-hidden="true" />
        Phone
      </>
    ),
  },
]

export interface MailWidthSwitchProps {
  value: MailWidth
  onChange: (width: MailWidth) => void
}

/** How wide the screen is on which an e-mail is looked at. */
export function MailWidthSwitch({ value, onChange }: MailWidthSwitchProps) {
  return (
    <RadioGroup
      label="Width"
      hideLabel
      look="segments"
      options={options}
      value={value}
      onChange={({ target }) => onChange(target.value === 'phone' ? 'phone' : 'desktop')}
    />
  )
}

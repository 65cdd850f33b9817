import Monitor from 'lucide-react/icons/monitor'
import Moon from 'lucide-react/icons/moon'
import Sun from 'lucide-react/icons/sun'
import type { ComponentType, SVGProps } from 'react'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { chooseTheme, type Theme, useTheme } from '../../ui/theme.ts'

const option = (value: Theme, word: string, Icon: ComponentType<SVGProps<SVGSVGElement>>) => ({
  value,
  label: (
    <span title={word}>
      <Icon aria-hidden="true" />
      <span className="sr-only">{word}</span>
    </span>
  ),
})

const options = [
  option('light', 'Light', Sun),
  option('dark', 'Dark', Moon),
  option('system', 'As the system', Monitor),
]

export function ThemeSwitch() {
  const [theme] = useTheme()
  return (
    <RadioGroup
      label="Theme"
      hideLabel
      look="segments"
      options={options}
      value={theme}
      onChange={({ target }) => {
        if (target.value === 'light' || target.value === 'dark' || target.value === 'system')
          chooseTheme(target.value)
      }}
    />
  )
}

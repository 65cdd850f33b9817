import { useState } from 'react'
import { areSingleKeysOn, turnSingleKeys } from '../../lib/single-keys.ts'
import { formatInstant, viewerZone, zoneLabel, zoneOffset } from '../../lib/time.ts'
import { DescriptionList } from '../../ui/description-list.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { Section } from '../../ui/section.tsx'
import { Switch } from '../../ui/switch.tsx'
import { type Theme, useTheme } from '../../ui/theme.ts'
import { useNow } from '../../ui/use-now.ts'

const themes: readonly { value: Theme; label: string; help: string }[] = [
  { value: 'system', label: 'As the system', help: 'Follows this device, by day and by night.' },
  { value: 'light', label: 'Light', help: 'Ink on warm paper.' },
  { value: 'dark', label: 'Dark', help: 'Deep slate.' },
]

/** What this browser keeps for itself. */
export function AppearancePage() {
  const [theme, chooseTheme] = useTheme()
  const [hasSingleKeys, setSingleKeys] = useState(areSingleKeysOn)
  return (
    <div className="max-w-reading">
      <PageHeader title="Appearance" detail="Applies at once, and to this browser only." />
      <div>
        <Section title="Theme">
          <RadioGroup
            label="Theme"
            hideLabel
            options={themes}
            value={theme}
            onChange={({ target }) => {
              const chosen = themes.find(({ value }) => value === target.value)
              if (chosen) chooseTheme(chosen.value)
            }}
          />
        </Section>
        <Section title="Keyboard">
          <Switch
            label="Single-key shortcuts"
            help="Turn them off if you speak to your computer, or press keys by accident. Ctrl or Cmd and K works either way."
            checked={hasSingleKeys}
            onChange={({ target }) => {
              turnSingleKeys(target.checked)
              setSingleKeys(target.checked)
            }}
          />
        </Section>
        <Section
          title="Language, dates and times"
          description="They follow this browser: change them in its settings. Messages and mails are not touched."
        >
          <Formats />
        </Section>
      </div>
    </div>
  )
}

function Formats() {
  const now = useNow()
  const { locale } = new Intl.DateTimeFormat().resolvedOptions()
  const language = new Intl.DisplayNames(locale, { type: 'language' }).of(locale) ?? locale
  return (
    <DescriptionList
      items={[
        {
          term: 'Dates and numbers',
          value: `As in ${language}: ${formatInstant(now, 'date')}, ${(1204.5).toLocaleString()}`,
        },
        {
          term: 'Times',
          value: `${zoneLabel(viewerZone())}, ${zoneOffset(viewerZone(), now)}: it is ${formatInstant(now, 'time')}`,
        },
      ]}
    />
  )
}

import { useState } from 'react'
import { areSingleKeysOn, turnSingleKeys } from '../../lib/single-keys.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { KeyHint } from '../../ui/key-hint.tsx'
import { Switch } from '../../ui/switch.tsx'
import { shownShortcuts } from './use-shortcuts.ts'

/** Those that parts of the page have by themselves. */
const ofParts = [
  {
    title: 'In lists',
    shortcuts: [
      { keys: 'j', label: 'Next row' },
      { keys: 'k', label: 'Previous row' },
      { keys: 'x', label: 'Choose the row' },
      { keys: 'shift+x', label: 'Choose all from the last chosen' },
      { keys: 'enter', label: 'Open the row' },
    ],
  },
  {
    title: 'In the calendar',
    shortcuts: [
      { keys: 'up', label: 'The week before' },
      { keys: 'down', label: 'The week after' },
      { keys: 'pageup', label: 'The month before' },
      { keys: 'pagedown', label: 'The month after' },
      { keys: 'home', label: 'First day of the week' },
      { keys: 'end', label: 'Last day of the week' },
      { keys: 'enter', label: 'Open the day' },
    ],
  },
  { title: 'Notifications', shortcuts: [{ keys: 'F8', label: 'Go to the notifications' }] },
]

export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const [isOn, setOn] = useState(areSingleKeysOn)
  return (
    <Dialog open onClose={onClose} title="Keyboard shortcuts" size="md">
      <div className="grid gap-x-10 gap-y-6 sm:grid-cols-2">
        {[...shownShortcuts(), ...ofParts].map(({ title, shortcuts }) => (
          <section key={title} aria-label={title}>
            <h3 className="mb-1 text-sm font-strong">{title}</h3>
            <dl>
              {shortcuts.map(({ keys, label }) => (
                <div key={keys} className="flex min-h-8 items-center justify-between gap-4">
                  <dt>{label}</dt>
                  <dd>
                    <KeyHint keys={keys} className="pointer-coarse:inline" />
                    <span className="sr-only">{spoken(keys)}</span>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <div className="mt-6 border-t border-line pt-4">
        <Switch
          label="Single-key shortcuts"
          help="Turn them off if you speak to your computer, or press keys by accident."
          checked={isOn}
          onChange={({ target }) => {
            turnSingleKeys(target.checked)
            setOn(target.checked)
          }}
        />
      </div>
    </Dialog>
  )
}

const spoken = (keys: string) => keys.replace(' ', ' then ').replace('mod+', 'Control or Command and ')

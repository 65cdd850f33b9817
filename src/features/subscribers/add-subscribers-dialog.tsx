import ClipboardPaste from 'lucide-react/icons/clipboard-paste'
import UserPlus from 'lucide-react/icons/user-plus'
import { useState } from 'react'
import type { Topic } from '../../../contract/topics.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { AddByList } from './add-by-list.tsx'
import { AddByPicking } from './add-by-picking.tsx'
import type { WayToAdd } from './subscriber-search.ts'

export interface AddSubscribersDialogProps {
  topic: Topic
  way: WayToAdd
  onWay: (way: WayToAdd) => void
  onClose: () => void
}

const ways = [
  {
    value: 'picked',
    label: (
      <>
        <UserPlus aria-hidden="true" />
        Pick
      </>
    ),
  },
  {
    value: 'pasted',
    label: (
      <>
        <ClipboardPaste aria-hidden="true" />
        Paste a list
      </>
    ),
  },
]

/** Not the choice of the way: it has been made. */
const firstField = '[role=dialog] :is(textarea, [role=combobox])'

export function AddSubscribersDialog({ topic, way, onWay, onClose }: AddSubscribersDialogProps) {
  // With answers on the screen there is no going to the other way.
  const [isAnswered, setAnswered] = useState(false)
  return (
    <Dialog
      open
      onClose={onClose}
      size="md"
      title={`Add subscribers to “${topic.name}”`}
      focusFirst={() => document.querySelector<HTMLElement>(firstField)}
    >
      {!isAnswered && (
        <RadioGroup
          label="How"
          hideLabel
          look="segments"
          options={ways}
          value={way}
          onChange={(event) => onWay(event.target.value as WayToAdd)}
          className="mb-6"
        />
      )}
      {way === 'picked' ? (
        <AddByPicking topic={topic} onAnswered={setAnswered} onClose={onClose} />
      ) : (
        <AddByList topic={topic} onAnswered={setAnswered} onClose={onClose} />
      )}
    </Dialog>
  )
}

import { type ReactNode, useId, useState } from 'react'
import { Button } from './button.tsx'
import { Checkbox } from './checkbox.tsx'
import { Dialog } from './dialog.tsx'
import { ErrorNotice, type Problem } from './error-notice.tsx'
import { Field } from './field.tsx'
import { TextInput } from './text-input.tsx'

export interface ConfirmDialogProps {
  open: boolean
  onClose: () => void
  onConfirm: () => void
  /** The question, with the name: `Delete "News"?` */
  title: ReactNode
  /** What will be so afterwards, with the number: "Its 1,204 subscriptions go with it." */
  consequence: ReactNode
  /** What happens, with the number: "Delete topic and 1,204 subscriptions". */
  confirm: ReactNode
  /** The way out in the situation's words: "Keep sending". */
  keep: ReactNode
  /** The words while it runs, or false. */
  pending: string | false
  error: Problem | null
  danger?: boolean | undefined
  /** Must be ticked first: "I understand that this cannot be undone". */
  acknowledge?: string | undefined
  /** Must be typed first: the name of what is deleted, and only where that is in use. */
  typed?: string | undefined
  /** Between the consequence and the buttons: what else is touched. */
  children?: ReactNode
}

export function ConfirmDialog({ open, ...rest }: ConfirmDialogProps) {
  // What was ticked and typed is forgotten with the dialog.
  return open ? <OpenConfirmDialog open {...rest} /> : null
}

function OpenConfirmDialog({
  open,
  onClose,
  onConfirm,
  title,
  consequence,
  confirm,
  keep,
  pending,
  error,
  danger = false,
  acknowledge,
  typed,
  children,
}: ConfirmDialogProps) {
  const [isAcknowledged, setAcknowledged] = useState(false)
  const [text, setText] = useState('')
  const keepId = useId()
  const missing =
    acknowledge && !isAcknowledged
      ? 'Tick the box first'
      : typed && text.trim() !== typed && `Type “${typed}” first`

  return (
    <Dialog
      open={open}
      onClose={onClose}
      role="alertdialog"
      title={title}
      description={consequence}
      focusFirst={() => (danger ? document.getElementById(keepId) : null)}
      footer={
        <>
          <Button id={keepId} onClick={onClose}>
            {keep}
          </Button>
          <Button
            variant={danger ? 'danger' : 'primary'}
            pending={pending}
            blocked={missing}
            onClick={onConfirm}
          >
            {confirm}
          </Button>
        </>
      }
    >
      <div className="grid gap-4 empty:hidden">
        {error && <ErrorNotice problem={error} />}
        {children}
        {acknowledge && (
          <Checkbox
            label={acknowledge}
            checked={isAcknowledged}
            onChange={(event) => setAcknowledged(event.target.checked)}
          />
        )}
        {typed && (
          <Field label={`Type “${typed}” to go on`}>
            <TextInput
              value={text}
              onChange={(event) => setText(event.target.value)}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
            />
          </Field>
        )}
      </div>
    </Dialog>
  )
}

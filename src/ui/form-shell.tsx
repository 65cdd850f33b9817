import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { Button, type ButtonProps } from './button.tsx'
import type { Problem } from './error-notice.tsx'
import { fieldProblems } from './field-problems.ts'
import { Notice } from './notice.tsx'

export interface FormShellProps {
  /** react-hook-form's `handleSubmit(…)`. */
  onSubmit: (event: FormEvent<HTMLFormElement>) => unknown
  /** The words while it is under way ("Saving…"), or false. */
  pending: string | false
  /** What the server said to the form as a whole. */
  error: Problem | null
  /** react-hook-form's `formState.errors`; from two on they are listed above the form. */
  fieldErrors?: object | undefined
  /** What happens: "Save", "Add provider". */
  submit: ReactNode
  variant?: ButtonProps['variant']
  /** Why it cannot be sent now: "Nothing changed". */
  blocked?: string | false | undefined
  /** Beside the button: the way out, in a dialog. */
  actions?: ReactNode
  /** Submits from within the form; printed in the button. */
  shortcut?: 'mod+s' | 'mod+enter' | undefined
  children: ReactNode
  className?: string | undefined
}

/** Around every form: one place for its error, its button, and what the button says meanwhile. */
export function FormShell({
  onSubmit,
  pending,
  error,
  fieldErrors,
  submit,
  variant = 'primary',
  blocked,
  actions,
  shortcut,
  children,
  className,
}: FormShellProps) {
  const form = useRef<HTMLFormElement>(null)
  const summary = useRef<HTMLDivElement>(null)
  const isSubmitted = useRef(false)
  const problems = fieldProblems(fieldErrors)
  const isSummed = problems.length > 1

  // Once after each try: to the list where there is one, else to the one field that is wrong.
  useEffect(() => {
    if (pending || !isSubmitted.current || (!error && problems.length === 0)) return
    isSubmitted.current = false
    // After react-hook-form, which puts the focus on the first wrong field by a timer of its own.
    setTimeout(() => {
      if (error || isSummed) summary.current?.focus()
      else form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
    })
  })

  function onKeyDown(event: KeyboardEvent) {
    // React has a dialog's keys pass here, too, where the dialog is opened from within the form.
    if (event.target instanceof Node && !form.current?.contains(event.target)) return
    const key = event.key === 'Enter' ? 'mod+enter' : `mod+${event.key.toLowerCase()}`
    if (!shortcut || key !== shortcut || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    if (!pending && !blocked) form.current?.requestSubmit()
  }

  return (
    <form
      ref={form}
      noValidate
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        if (event.target !== event.currentTarget) return
        isSubmitted.current = true
        return onSubmit(event)
      }}
      className={className}
    >
      {(error || isSummed) && (
        <div ref={summary} tabIndex={-1} className="mb-6 rounded-surface">
          <Notice
            tone="error"
            role="alert"
            title={isSummed ? `${problems.length} fields need another look` : undefined}
          >
            {error && (
              <p>
                {error.message}
                {error.requestId && (
                  <span className="mt-1 block text-xs text-quiet">
                    Request <code className="font-mono select-all">{error.requestId}</code>
                  </span>
                )}
              </p>
            )}
            {isSummed && (
              <ul className="mt-1 grid gap-0.5">
                {problems.map(({ path, message }) => (
                  <li key={path}>
                    <button
                      type="button"
                      className="link min-h-6 text-left"
                      onClick={() => focusField(form.current, path)}
                    >
                      {message}
                    </button>
                  </li>
                ))}
              </ul>
            )}
          </Notice>
        </div>
      )}
      <div className="grid grid-cols-1 gap-6">{children}</div>
      <div className="mt-8 flex flex-wrap items-center gap-2 max-sm:[&>*]:grow">
        <Button type="submit" variant={variant} pending={pending} blocked={blocked} hint={shortcut}>
          {submit}
        </Button>
        {actions}
      </div>
    </form>
  )
}

/** By name, as `register` gives it; what has none (a recipient picker) stands in a `data-field`. */
function focusField(form: HTMLFormElement | null, path: string) {
  const named = form?.elements.namedItem(path)
  const field = named instanceof RadioNodeList ? named[0] : named
  const marked = form?.querySelector(`[data-field="${CSS.escape(path)}"]`)
  const target = field ?? marked?.querySelector('input, select, textarea, button') ?? marked
  if (target instanceof HTMLElement) target.focus()
}

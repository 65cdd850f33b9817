import { useState } from 'react'
import { useFormContext } from 'react-hook-form'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import type { FieldTexts } from '../../ui/field-frame.ts'
import { PasswordInput } from '../../ui/password-input.tsx'
import { FileText } from './file-text.tsx'
import type { ProviderValues } from './provider-form.ts'

export interface SecretFieldProps extends FieldTexts {
  name: string
  /** What is stored, as it may be shown: dots, and what tells it from others. */
  stored: string
  /** Where it mostly comes out of a file: which ones. */
  accept?: string | undefined
}

/** A secret that is there: it is not shown, and stays as it is until somebody wants to replace it. */
export function SecretField({ name, stored, accept, ...texts }: SecretFieldProps) {
  const [isReplaced, setReplaced] = useState<boolean>()
  const { register, resetField } = useFormContext<ProviderValues>()
  if (!isReplaced) {
    return (
      <div>
        <p className="mb-1.5 text-sm font-strong">{texts.label}</p>
        <div className="flex flex-wrap items-center gap-3">
          <code className="font-mono text-sm wrap-anywhere">{stored}</code>
          {/* Whoever changes his mind is where he was. */}
          <Button size="sm" autoFocus={isReplaced === false} onClick={() => setReplaced(true)}>
            Replace<span className="sr-only"> {texts.label}</span>
          </Button>
        </div>
      </div>
    )
  }
  const keep = () => {
    resetField(name)
    setReplaced(false)
  }
  return (
    <Field
      {...texts}
      aside={
        <button type="button" className="link" onClick={keep}>
          Keep the one that is stored
        </button>
      }
    >
      {accept === undefined ? (
        <PasswordInput {...register(name)} autoComplete="new-password" autoFocus />
      ) : (
        <FileText name={name} accept={accept} autoFocus />
      )}
    </Field>
  )
}

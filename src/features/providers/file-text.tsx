import FileUp from 'lucide-react/icons/file-up'
import { type ChangeEvent, useId } from 'react'
import { useFormContext } from 'react-hook-form'
import { buttonClass } from '../../ui/button-look.ts'
import { TextArea } from '../../ui/text-area.tsx'
import type { ProviderValues } from './provider-form.ts'

export interface FileTextProps {
  name: string
  /** Which files are offered: ".json". */
  accept: string
  autoFocus?: boolean | undefined
}

/** Longer files are none of those that are asked for. */
const longest = 100_000

/** A text that is pasted, or read from a file. Stands in a `Field`. */
export function FileText({ name, accept, autoFocus }: FileTextProps) {
  const { register, setValue, setError } = useFormContext<ProviderValues>()
  const id = useId()

  async function read({ target }: ChangeEvent<HTMLInputElement>) {
    const [file] = target.files ?? []
    target.value = ''
    if (!file) return
    if (file.size > longest) setError(name, { message: `“${file.name}” is too large to be such a file.` })
    else setValue(name, await file.text(), { shouldDirty: true, shouldValidate: true })
  }

  return (
    <>
      <TextArea
        {...register(name)}
        mono
        rows={4}
        autoComplete="off"
        spellCheck={false}
        autoFocus={autoFocus}
      />
      <div className="mt-2">
        <input id={id} type="file" accept={accept} onChange={read} className="peer sr-only" />
        <label
          htmlFor={id}
          className={`${buttonClass({ size: 'sm' })} peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-focus`}
        >
          <FileUp aria-hidden="true" />
          Read it from a file
        </label>
      </div>
    </>
  )
}

import FileUp from 'lucide-react/icons/file-up'
import { type DragEvent, useId, useState } from 'react'
import { buttonClass } from '../../ui/button-look.ts'
import { classNames } from '../../ui/class-names.ts'

export interface UploadAreaProps {
  /** What is taken: "Up to 10 MB: png, jpg". */
  limits: string
  onFiles: (files: readonly File[]) => void
}

/** Files are chosen, or dropped here. */
export function UploadArea({ limits, onFiles }: UploadAreaProps) {
  const id = useId()
  const [isOver, setOver] = useState(false)

  function drop(event: DragEvent) {
    event.preventDefault()
    setOver(false)
    onFiles([...event.dataTransfer.files])
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a larger place for the mouse; the button has it all
    <div
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={classNames(
        'mb-6 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-surface border border-dashed border-control px-4 py-3',
        isOver && 'bg-accent-wash',
      )}
    >
      <input
        id={id}
        type="file"
        multiple
        className="peer sr-only"
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])])
          target.value = ''
        }}
      />
      <label
        htmlFor={id}
        className={`${buttonClass({ variant: 'primary' })} peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-focus`}
      >
        <FileUp aria-hidden="true" />
        Upload files
      </label>
      <p className="min-w-0 text-sm text-quiet">
        <span className="pointer-coarse:hidden">or drop them here. </span>
        {limits}
      </p>
    </div>
  )
}

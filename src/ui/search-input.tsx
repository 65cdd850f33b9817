import Search from 'lucide-react/icons/search'
import X from 'lucide-react/icons/x'
import { useEffect, useRef, useState } from 'react'
import { TextInput } from './text-input.tsx'

export interface SearchInputProps {
  /** What is searched for now, as it stands in the URL. */
  value: string
  onSearch: (text: string) => void
  /** "Search messages"; also the placeholder. */
  label: string
  delay?: number | undefined
}

/** Searches when the typing rests, or on Enter. The key `/` finds it by its `data-search`. */
export function SearchInput({ value, onSearch, label, delay = 300 }: SearchInputProps) {
  const [typed, setTyped] = useState({ text: value, on: value })
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  // The value moved without us (Back, Reset): what was typed on the former one is over.
  if (typed.on !== value) setTyped({ text: typed.text.trim() === value ? typed.text : value, on: value })

  function type(text: string) {
    setTyped({ text, on: value })
    clearTimeout(timer.current)
    timer.current = setTimeout(() => latest.current(text), delay)
  }

  function search(text: string) {
    clearTimeout(timer.current)
    if (text.trim() !== value) onSearch(text.trim())
  }

  // Once the typing rests, a filter that was chosen meanwhile must not be undone by what was known when it began.
  const latest = useRef(search)
  useEffect(() => {
    latest.current = search
  })

  return (
    <search className="min-w-0 grow sm:max-w-80">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          search(typed.text)
        }}
      >
        <TextInput
          compact
          data-search
          inputMode="search"
          enterKeyHint="search"
          autoComplete="off"
          spellCheck={false}
          aria-label={label}
          placeholder={label}
          value={typed.text}
          onChange={(event) => type(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || !typed.text) return
            event.stopPropagation()
            setTyped({ text: '', on: value })
            search('')
          }}
          start={<Search aria-hidden="true" />}
          end={
            typed.text && (
              <button
                type="button"
                aria-label="Clear search"
                className="-mr-1.5 grid size-6 place-items-center rounded-[4px] hover:text-ink pointer-coarse:size-11"
                onClick={(event) => {
                  setTyped({ text: '', on: value })
                  search('')
                  event.currentTarget.form?.querySelector<HTMLInputElement>('[data-search]')?.focus()
                }}
              >
                <X aria-hidden="true" />
              </button>
            )
          }
        />
      </form>
    </search>
  )
}

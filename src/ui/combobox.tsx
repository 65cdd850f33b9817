import Check from 'lucide-react/icons/check'
import X from 'lucide-react/icons/x'
import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react'
import { classNames } from './class-names.ts'
import { useFieldAttributes } from './field-frame.ts'
import { placeBelow } from './place-below.ts'
import { Spinner } from './spinner.tsx'

export interface ComboboxOption {
  value: string
  label: string
  /** In quiet ink behind the label: an address, a count. */
  detail?: string | undefined
  icon?: ReactNode
  /** Options of one group stand together under its name. */
  group?: string | undefined
  /** Why it cannot be chosen. */
  blocked?: string | undefined
}

export interface ComboboxProps {
  value: readonly ComboboxOption[]
  onChange: (value: readonly ComboboxOption[]) => void
  onBlur?: (() => void) | undefined
  /** What is typed; the options for it come from outside, as fast as they can. */
  search: string
  onSearch: (text: string) => void
  options: readonly ComboboxOption[]
  pending?: boolean | undefined
  /** The options could not be fetched. */
  problem?: string | undefined
  /** How many match in all, when `options` are only the first of them. */
  total?: number | undefined
  placeholder?: string | undefined
  /** Shown when nothing matches: "No topic or person is called “{search}”". */
  empty: ReactNode
  /** Makes an option of the typed text itself, where that is allowed: an address. */
  toOption?: ((text: string) => ComboboxOption | undefined) | undefined
  /** From this many on nothing more can be chosen; 1 makes it a picker of one. */
  most?: number | undefined
  disabled?: boolean | undefined
  /** The field's path in the form, for the error summary. */
  name?: string | undefined
  'aria-label'?: string | undefined
}

/**
 * Several of many: what is chosen are chips in the field, what can be is a list below it. Down and Up move in the list,
 * Enter takes, Backspace in the empty field gives back the last chip, Left goes into the chips.
 */
export function Combobox(props: ComboboxProps) {
  const {
    value,
    onChange,
    onBlur,
    search,
    onSearch,
    pending = false,
    placeholder,
    most,
    disabled,
    name,
  } = props
  const attributes = useFieldAttributes({})
  const listId = useId()
  const [isOpen, setOpen] = useState(false)
  const [active, setActive] = useState(0)
  const frame = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)

  const isFull = most !== undefined && value.length >= most
  const options = offered(props)
  const current = options[Math.min(active, options.length - 1)]
  const isListed = isOpen && !disabled && (!isFull || most === 1)

  useLayoutEffect(() => {
    if (!isListed || !frame.current || !list.current) return
    return placeBelow(frame.current, list.current)
  }, [isListed])

  useLayoutEffect(() => {
    if (isListed) list.current?.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest' })
  })

  function type(text: string) {
    onSearch(text)
    setActive(0)
    setOpen(true)
  }

  function take(option: ComboboxOption) {
    if (option.blocked) return
    const isChosen = value.some((chosen) => chosen.value === option.value)
    if (most === 1) onChange(isChosen ? [] : [option])
    else onChange(isChosen ? value.filter((chosen) => chosen.value !== option.value) : [...value, option])
    if (search) onSearch('')
    if (search) setActive(0)
    if (most === 1) setOpen(false)
    input.current?.focus()
  }

  function remove(option: ComboboxOption) {
    onChange(value.filter((chosen) => chosen.value !== option.value))
    input.current?.focus()
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    const { key } = event
    if (event.nativeEvent.isComposing) return
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      event.preventDefault()
      if (!isListed) return setOpen(true)
      const step = key === 'ArrowDown' ? 1 : -1
      setActive((Math.min(active, options.length - 1) + step + options.length) % Math.max(1, options.length))
    } else if (key === 'Enter') {
      // Never submits the form around it by accident, nor by intent while the list is open.
      if (isListed || search) event.preventDefault()
      if (isListed && current) take(current)
    } else if (key === 'Escape' && isListed) {
      event.preventDefault()
      event.stopPropagation()
      setOpen(false)
    } else if (key === 'Backspace' && !search) {
      const last = value.at(-1)
      if (last) remove(last)
    } else if (key === 'ArrowLeft' && event.currentTarget.selectionStart === 0) {
      lastChip(frame.current)?.focus()
    }
  }

  return (
    <div data-field={name} className="relative">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a larger place to put the cursor; the input has it all */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: as above */}
      <div
        ref={frame}
        data-invalid={attributes['aria-invalid'] || undefined}
        onClick={(event) => {
          if (event.target === event.currentTarget) input.current?.focus()
        }}
        className={classNames(
          'control cursor-text py-[5px]! has-[[aria-invalid=true]]:border-failed',
          disabled && 'bg-sunken!',
        )}
      >
        <div className="flex flex-wrap items-center gap-1.5">
          {value.map((option) => (
            <Chip key={option.value} option={option} onRemove={() => remove(option)} disabled={disabled} />
          ))}
          <input
            {...attributes}
            ref={input}
            type="text"
            role="combobox"
            aria-label={props['aria-label']}
            aria-expanded={isListed}
            aria-controls={listId}
            aria-autocomplete="list"
            aria-haspopup="listbox"
            aria-activedescendant={
              isListed && current ? optionId(listId, options.indexOf(current)) : undefined
            }
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            disabled={disabled}
            placeholder={value.length === 0 ? placeholder : undefined}
            value={search}
            onChange={(event) => type(event.target.value)}
            onClick={() => setOpen(true)}
            onBlur={(event) => {
              if (list.current?.contains(event.relatedTarget)) return
              setOpen(false)
              onBlur?.()
            }}
            onKeyDown={onKeyDown}
            className="min-h-7 min-w-24 grow basis-24 bg-transparent outline-none"
          />
        </div>
      </div>
      <div
        ref={list}
        id={listId}
        role="listbox"
        aria-label="Suggestions"
        aria-multiselectable={most !== 1}
        popover="manual"
        tabIndex={-1}
        // A press in the list keeps the focus, and with it the list.
        onMouseDown={(event) => event.preventDefault()}
        className="fixed inset-auto m-0 max-h-80 overflow-y-auto rounded-surface border border-line bg-surface p-1 text-ink shadow-float"
      >
        {isListed && (
          <Suggestions {...props} options={options} listId={listId} active={current} onTake={take} />
        )}
      </div>
      <span role="status" className="sr-only">
        {isListed && !pending && `${options.length} ${options.length === 1 ? 'suggestion' : 'suggestions'}`}
      </span>
    </div>
  )
}

interface SuggestionsProps extends ComboboxProps {
  listId: string
  active: ComboboxOption | undefined
  onTake: (option: ComboboxOption) => void
}

function Suggestions({
  options,
  value,
  listId,
  active,
  onTake,
  pending,
  problem,
  empty,
  total,
}: SuggestionsProps) {
  const chosen = new Set(value.map((option) => option.value))
  const note = 'flex min-h-10 items-center gap-2 px-3 py-2 text-sm text-quiet'
  return (
    <>
      {groups(options).map(([group, members]) => (
        // biome-ignore lint/a11y/useSemanticElements: a group within a listbox
        <div key={group} role="group" aria-label={group || 'Suggestions'}>
          {group && (
            <div aria-hidden="true" className="px-3 pt-2 pb-1 text-xs text-quiet">
              {group}
            </div>
          )}
          {members.map((option) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the input has the focus and the keys
            // biome-ignore lint/a11y/useFocusableInteractive: as above, by aria-activedescendant
            <div
              key={option.value}
              id={optionId(listId, options.indexOf(option))}
              role="option"
              aria-selected={chosen.has(option.value)}
              aria-disabled={option.blocked ? true : undefined}
              data-active={option === active || undefined}
              onClick={() => onTake(option)}
              className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-[4px] px-3 py-1 text-sm hover:bg-hover aria-disabled:cursor-default aria-disabled:text-quiet data-active:bg-hover data-active:outline-2 data-active:-outline-offset-2 data-active:outline-focus pointer-coarse:min-h-11 [&>svg]:size-4 [&>svg]:shrink-0"
            >
              {option.icon}
              <span className="min-w-0 grow">
                <span className="block truncate">{option.label}</span>
                {option.blocked && <span className="block text-xs">{option.blocked}</span>}
              </span>
              {option.detail && (
                <span className="max-w-1/2 truncate text-quiet tabular-nums">{option.detail}</span>
              )}
              {chosen.has(option.value) && <Check aria-hidden="true" className="text-accent" />}
            </div>
          ))}
        </div>
      ))}
      {pending && (
        <div className={note}>
          <Spinner />
          Looking…
        </div>
      )}
      {problem && <div className={`${note} text-failed`}>{problem}</div>}
      {!pending && !problem && options.length === 0 && <div className={note}>{empty}</div>}
      {total !== undefined && total > options.length && !pending && (
        <div className={note}>{(total - options.length).toLocaleString()} more; type on to find them</div>
      )}
    </>
  )
}

function Chip({
  option,
  onRemove,
  disabled,
}: {
  option: ComboboxOption
  onRemove: () => void
  disabled: boolean | undefined
}) {
  function onKeyDown(event: KeyboardEvent<HTMLButtonElement>) {
    const { key, currentTarget } = event
    if (key === 'ArrowLeft') neighbour(currentTarget, -1)?.focus()
    else if (key === 'ArrowRight') neighbour(currentTarget, 1)?.focus()
    else if (key === 'Backspace' || key === 'Delete') onRemove()
    else return
    event.preventDefault()
  }
  return (
    <span className="inline-flex min-h-7 max-w-full items-center gap-1.5 rounded-[4px] bg-accent-wash pl-2 text-sm pointer-coarse:min-h-9 [&>svg]:size-3.5 [&>svg]:shrink-0">
      {option.icon}
      <span className="truncate">{option.label}</span>
      <button
        type="button"
        // Reached by Left from the field: a hundred chips are not a hundred stops on the way to the next field.
        tabIndex={-1}
        data-chip=""
        disabled={disabled}
        aria-label={`Remove ${option.label}`}
        onClick={onRemove}
        onKeyDown={onKeyDown}
        className="relative grid size-7 shrink-0 place-items-center rounded-[4px] text-quiet hover:text-ink pointer-coarse:size-9 pointer-coarse:after:absolute pointer-coarse:after:-inset-1"
      >
        <X aria-hidden="true" className="size-3.5" />
      </button>
    </span>
  )
}

const lastChip = (frame: HTMLElement | null) =>
  [...(frame?.querySelectorAll<HTMLElement>('[data-chip]') ?? [])].at(-1)

function neighbour(chip: HTMLElement, step: number) {
  const stops = [...(chip.closest('.control')?.querySelectorAll<HTMLElement>('[data-chip], input') ?? [])]
  return stops[stops.indexOf(chip) + step]
}

const optionId = (listId: string, index: number) => `${listId}-${index}`

/** What came from outside, and the typed text itself where it may be taken and is not there already. */
function offered({ options, search, toOption, pending }: ComboboxProps) {
  const own = search.trim() && !pending ? toOption?.(search.trim()) : undefined
  const all = own && !options.some(({ value }) => value === own.value) ? [own, ...options] : options
  // Grouped here, so that Down goes through them in the order in which they are seen.
  return groups(all).flatMap(([, members]) => members)
}

function groups(options: readonly ComboboxOption[]) {
  const byName = new Map<string, ComboboxOption[]>()
  for (const option of options) {
    const name = option.group ?? ''
    byName.set(name, [...(byName.get(name) ?? []), option])
  }
  return [...byName]
}

import { Content, Overlay, Portal, Root, Title } from '@radix-ui/react-dialog'
import Search from 'lucide-react/icons/search'
import { type KeyboardEvent, type MouseEvent, useEffect, useId, useRef, useState } from 'react'
import { KeyHint } from '../../ui/key-hint.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { useDialogManners } from '../../ui/use-dialog-manners.ts'
import { type Command, isMeant, type PaletteMode, useCommands } from './palette-commands.tsx'
import { useResults } from './palette-results.tsx'

const titles: Record<PaletteMode, string> = {
  all: 'Go to, create or find',
  create: 'Create',
  projects: 'Go to a project',
}

export interface PaletteProps {
  mode: PaletteMode
  onClose: () => void
  onShowShortcuts: () => void
}

/** One field for everything: places, actions, and whatever the server finds. */
export function Palette({ mode, onClose, onShowShortcuts }: PaletteProps) {
  const listId = useId()
  const [typed, setTyped] = useState('')
  const [activeId, setActiveId] = useState<string>()
  const text = typed.trim()
  const search = useRested(mode === 'all' ? text : '')
  const commands = useCommands(mode, onShowShortcuts)
  const { found, isPending, problem } = useResults(search)
  const meant = text === '' ? commands : commands.filter((command) => isMeant(command, text))
  const isLooking = isPending || (mode === 'all' && search !== text)
  // What was found for other words than those that stand there is not offered.
  const options = search === text ? [...meant, ...found] : meant
  const active = options.find(({ id }) => id === activeId) ?? options[0]
  const manners = useDialogManners()

  function take(command: Command, isElsewhere: boolean) {
    if (isElsewhere && command.href) return void window.open(command.href, '_blank', 'noopener')
    onClose()
    // Once the focus is back where it was: what is run may move it.
    setTimeout(command.run)
  }

  function move(step: number) {
    const here = active ? options.indexOf(active) : -1
    setActiveId(options[(here + step + options.length) % Math.max(1, options.length)]?.id)
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.nativeEvent.isComposing) return
    const { key } = event
    if (key === 'ArrowDown') move(1)
    else if (key === 'ArrowUp') move(-1)
    else if (key === 'Enter' && active) take(active, event.ctrlKey || event.metaKey)
    else return
    event.preventDefault()
  }

  return (
    <Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Portal>
        <Overlay className="fixed inset-0 z-veil animate-[appear_140ms_ease-out] bg-veil" />
        <Content
          {...manners}
          // The list is the dialog: Escape closes both.
          onEscapeKeyDown={undefined}
          aria-describedby={undefined}
          className="fixed inset-x-2 top-2 z-modal mx-auto flex max-h-[min(560px,90dvh)] max-w-xl animate-[rise_140ms_ease-out] flex-col overflow-hidden rounded-surface border border-line bg-surface shadow-float outline-none sm:top-[12vh]"
        >
          <Title className="sr-only">{titles[mode]}</Title>
          <div className="flex items-center gap-3 border-b border-line px-4 has-[:focus-visible]:shadow-[inset_0_-2px_0_var(--focus)]">
            {isLooking ? <Spinner /> : <Search aria-hidden="true" className="size-4 shrink-0 text-quiet" />}
            <input
              type="text"
              role="combobox"
              aria-label={titles[mode]}
              aria-expanded
              aria-controls={listId}
              aria-autocomplete="list"
              aria-activedescendant={active && optionId(listId, active)}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              placeholder={titles[mode]}
              value={typed}
              onChange={({ target }) => {
                setTyped(target.value)
                setActiveId(undefined)
              }}
              onKeyDown={onKeyDown}
              className="min-h-12 min-w-0 grow bg-transparent text-base outline-none"
            />
            <KeyHint keys="esc" className="text-quiet" />
          </div>
          <Options listId={listId} options={options} active={active} onTake={take} />
          <p role="status" className={options.length > 0 && !problem ? 'sr-only' : 'px-4 pb-4 text-quiet'}>
            {problem ?? statusText(options.length, isLooking, text)}
          </p>
        </Content>
      </Portal>
    </Root>
  )
}

function statusText(count: number, isLooking: boolean, text: string): string {
  if (isLooking) return 'Looking…'
  if (count === 0) return text ? `Nothing is called “${text}”.` : 'There is nothing to choose.'
  return `${count} ${count === 1 ? 'entry' : 'entries'}`
}

interface OptionsProps {
  listId: string
  options: readonly Command[]
  active: Command | undefined
  onTake: (command: Command, isElsewhere: boolean) => void
}

function Options({ listId, options, active, onTake }: OptionsProps) {
  const list = useRef<HTMLDivElement>(null)
  const activeId = active?.id
  useEffect(() => {
    if (activeId !== undefined)
      list.current?.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest' })
  }, [activeId])

  return (
    <div
      ref={list}
      id={listId}
      role="listbox"
      aria-label="Entries"
      tabIndex={-1}
      // A press in the list keeps the focus in the field.
      onMouseDown={(event: MouseEvent) => event.preventDefault()}
      className="min-h-0 overflow-y-auto p-2 empty:hidden"
    >
      {groupsOf(options).map(([group, members]) => (
        // biome-ignore lint/a11y/useSemanticElements: a group within a listbox
        <div key={group} role="group" aria-label={group}>
          <div aria-hidden="true" className="px-2 pt-2 pb-1 text-xs text-quiet">
            {group}
          </div>
          {members.map((command) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and the keys
            // biome-ignore lint/a11y/useFocusableInteractive: as above, by aria-activedescendant
            <div
              key={command.id}
              id={optionId(listId, command)}
              role="option"
              aria-selected={command === active}
              data-active={command === active || undefined}
              onClick={(event) => onTake(command, event.ctrlKey || event.metaKey)}
              className="flex min-h-9 cursor-pointer items-center gap-3 rounded-[4px] px-2 py-1 text-sm hover:bg-hover data-active:bg-accent-wash pointer-coarse:min-h-11 [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-quiet"
            >
              {command.icon && (
                <span className="contents [&>svg]:size-4 [&>svg]:shrink-0">{command.icon}</span>
              )}
              <span className="min-w-0 grow truncate">{command.label}</span>
              {command.detail && <span className="max-w-1/2 truncate text-quiet">{command.detail}</span>}
              {command.hint && <KeyHint keys={command.hint} className="text-quiet" />}
            </div>
          ))}
        </div>
      ))}
    </div>
  )
}

const optionId = (listId: string, { id }: Command) => `${listId}-${id.replace(/\W/g, '_')}`

function groupsOf(options: readonly Command[]) {
  const groups = new Map<string, Command[]>()
  for (const option of options) groups.set(option.group, [...(groups.get(option.group) ?? []), option])
  return [...groups]
}

/** The text once the typing rests. */
function useRested(text: string): string {
  const [rested, setRested] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), 150)
    return () => clearTimeout(timer)
  }, [text])
  return text === '' ? '' : rested
}

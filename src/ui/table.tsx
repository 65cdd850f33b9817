import './table.css'
import ArrowDown from 'lucide-react/icons/arrow-down'
import ArrowUp from 'lucide-react/icons/arrow-up'
import { lazy, type MouseEvent, type ReactNode, type Ref, Suspense, useId, useRef } from 'react'
import { Checkbox } from './checkbox.tsx'
import { classNames } from './class-names.ts'
import { IconButton } from './icon-button.tsx'
import { Select } from './select.tsx'
import { Skeleton } from './skeleton.tsx'
import { useRowFocus } from './use-row-focus.ts'
import { useRowKeys } from './use-row-keys.ts'

export interface Column<Row> {
  id: string
  header: string
  /** The first column holds the name of the thing, as a `RowLink` where the row leads somewhere. */
  cell: (row: Row) => ReactNode
  /** Any CSS length; columns without one share what is left. */
  width?: string | undefined
  /** `end` for numbers. */
  align?: 'start' | 'end' | undefined
  /**
   * What becomes of it where the table is narrow and rows are cards: the card's `title`; `beside` the title (state,
   * row menu); a `line` below, with its header; or `hidden`. The first column is the title, others are lines.
   */
  narrow?: 'title' | 'beside' | 'line' | 'hidden' | undefined
  /** Left out where the table is less than 960 px wide. */
  wideOnly?: boolean | undefined
  sortable?: boolean | undefined
  /** The header is only read aloud: row menus, icons. */
  hideHeader?: boolean | undefined
}

/** Lets rows be chosen. */
export interface Selection<Row> extends ChosenRows {
  nameOf: (row: Row) => string
}

interface ChosenRows {
  /** The keys of the chosen rows, of other pages too. */
  chosen: ReadonlySet<string>
  /** All rows that match are chosen, those of other pages too. */
  isAll: boolean
  onChange: (chosen: ReadonlySet<string>) => void
}

export interface TableProps<Row> {
  /** What it lists; its caption, for the ear. */
  label: string
  /** Constant: outside the component, or memoized. */
  columns: readonly Column<Row>[]
  /** Undefined until they are known: skeleton rows stand in for them. */
  rows: readonly Row[] | undefined
  rowKey: (row: Row) => string
  /** Shown when there are no rows. */
  empty: ReactNode
  /** The rows are the former page's, and others are on their way. */
  stale?: boolean | undefined
  /** An `ErrorNotice`; the old rows stay below it. */
  error?: ReactNode
  skeletonRows?: number | undefined
  selection?: Selection<Row> | undefined
  /** The row whose details are open beside the table. */
  current?: string | undefined
  sort?: { by: string; direction: 'asc' | 'desc' } | undefined
  onSort?: ((column: string) => void) | undefined
  /** False where the table is not what the page is about: j, k and x then leave it alone. */
  keys?: boolean | undefined
}

// Few lists are that long, and it weighs more than the rest of the table.
const WindowedRows = lazy(async () => {
  const { WindowedRows } = await import('./windowed-rows.tsx')
  return { default: WindowedRows }
})

/** From this many rows on, only those in sight are in the document. */
const windowedFrom = 200

// Where the table is narrow its parts are not laid out as a table, which would also end its meaning; so it is said.
const as = (role: string) => ({ role })

export function Table<Row>(props: TableProps<Row>) {
  const { label, columns, rows, rowKey, empty, stale = false, error, skeletonRows = 8, selection } = props
  const id = useId()
  const table = useRef<HTMLTableElement>(null)
  useRowKeys(table, props.keys ?? true)
  useRowFocus(table)
  const lastTicked = useRef<string>(undefined)

  if (rows?.length === 0) {
    return (
      <>
        {error}
        {!error && empty}
      </>
    )
  }

  /** With Shift, everything between this row and the one ticked before it. */
  function tick(row: Row, isTicked: boolean, withRange: boolean) {
    if (!selection || !rows) return
    const keys = rows.map(rowKey)
    const here = keys.indexOf(rowKey(row))
    const before = withRange ? keys.indexOf(lastTicked.current ?? '') : -1
    const there = before < 0 ? here : before
    // Whoever takes one of all away means this page without it.
    const next = new Set(selection.isAll ? keys : selection.chosen)
    for (const key of keys.slice(Math.min(here, there), Math.max(here, there) + 1)) {
      if (isTicked) next.add(key)
      else next.delete(key)
    }
    lastTicked.current = rowKey(row)
    selection.onChange(next)
  }

  const rowProps = (row: Row, index: number) => ({
    row,
    columns,
    index,
    isCurrent: props.current === rowKey(row),
    ...(selection && {
      isChosen: selection.isAll || selection.chosen.has(rowKey(row)),
      name: selection.nameOf(row),
      onTick: tick,
    }),
  })

  return (
    <div className="table-frame">
      {error && <div className="mx-3 mb-4">{error}</div>}
      <NarrowTools {...props} />
      <table
        ref={table}
        {...as('table')}
        aria-labelledby={id}
        aria-busy={!rows || stale}
        aria-rowcount={rows ? rows.length + 1 : -1}
        className={classNames('data-table', stale && 'opacity-60')}
      >
        <caption id={id} className="sr-only">
          {label}
          {!rows && ', loading'}
        </caption>
        <colgroup>
          {selection && <col style={{ width: '40px' }} />}
          {columns.map((column) => (
            <col
              key={column.id}
              className={columnClass(column)}
              style={column.width ? { width: column.width } : {}}
            />
          ))}
        </colgroup>
        <Head {...props} />
        <tbody {...as('rowgroup')}>
          {!rows ? (
            Array.from({ length: skeletonRows }, (_, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: they have nothing else, and never move
              <SkeletonRow key={index} columns={columns} hasTick={selection !== undefined} index={index} />
            ))
          ) : rows.length > windowedFrom ? (
            <Suspense>
              <WindowedRows
                table={table}
                count={rows.length}
                columns={columns.length + (selection ? 1 : 0)}
                keyAt={(index) => rowKey(rows[index] as Row)}
                renderRow={(index, ref) => (
                  <TableRow
                    key={rowKey(rows[index] as Row)}
                    rowRef={ref}
                    {...rowProps(rows[index] as Row, index)}
                  />
                )}
              />
            </Suspense>
          ) : (
            rows.map((row, index) => <TableRow key={rowKey(row)} {...rowProps(row, index)} />)
          )}
        </tbody>
      </table>
    </div>
  )
}

function Head<Row>({ columns, rows, rowKey, selection, sort, onSort }: TableProps<Row>) {
  return (
    <thead {...as('rowgroup')}>
      <tr {...as('row')} aria-rowindex={1}>
        {selection && (
          <th {...as('columnheader')} className="tick-cell">
            <TickAll rows={rows} rowKey={rowKey} selection={selection} hideLabel />
          </th>
        )}
        {columns.map((column) => {
          const direction = sort?.by === column.id ? sort.direction : undefined
          const Arrow = direction === 'desc' ? ArrowDown : ArrowUp
          return (
            <th
              key={column.id}
              {...as('columnheader')}
              scope="col"
              className={columnClass(column)}
              aria-sort={direction && (direction === 'asc' ? 'ascending' : 'descending')}
            >
              {column.sortable && onSort ? (
                <>
                  <button type="button" onClick={() => onSort(column.id)} className="sort">
                    {column.header}
                    <Arrow aria-hidden="true" className={direction ? 'text-ink' : 'opacity-0'} />
                  </button>
                  <span className="narrow-only">{column.header}</span>
                </>
              ) : (
                <span className={column.hideHeader ? 'sr-only' : undefined}>{column.header}</span>
              )}
            </th>
          )
        })}
      </tr>
    </thead>
  )
}

type TickAllProps<Row> = Pick<TableProps<Row>, 'rows' | 'rowKey'> & {
  selection: Selection<Row>
  hideLabel?: boolean
}

function TickAll<Row>({ rows, rowKey, selection, hideLabel }: TickAllProps<Row>) {
  const keys = rows?.map(rowKey) ?? []
  const chosen = selection.isAll ? keys.length : keys.filter((key) => selection.chosen.has(key)).length
  const isWhole = keys.length > 0 && chosen === keys.length
  return (
    <Checkbox
      label="Choose all on this page"
      hideLabel={hideLabel}
      checked={isWhole}
      indeterminate={chosen > 0 && !isWhole}
      disabled={keys.length === 0}
      onChange={(event) => {
        const others = [...selection.chosen].filter((key) => !keys.includes(key))
        selection.onChange(new Set(event.target.checked ? [...others, ...keys] : others))
      }}
    />
  )
}

/** What the header does, where rows are cards and there is none to be seen. */
function NarrowTools<Row>({ columns, rows, rowKey, selection, sort, onSort }: TableProps<Row>) {
  const sortable = columns.filter((column) => column.sortable)
  if (!selection && (!onSort || sortable.length === 0)) return null
  const direction = sort?.direction === 'desc' ? 'down' : 'up'
  return (
    <div className="narrow-only mb-1 items-center justify-between gap-x-4 px-3">
      {selection && <TickAll rows={rows} rowKey={rowKey} selection={selection} />}
      {onSort && sort && sortable.length > 0 && (
        <div className="ml-auto flex items-center gap-1">
          {!selection && (
            <span aria-hidden="true" className="mr-1 text-sm text-quiet">
              Order by
            </span>
          )}
          <span className="w-32">
            <Select
              compact
              aria-label="Order by"
              value={sort.by}
              onChange={({ target }) => onSort(target.value)}
              options={sortable.map(({ id, header }) => ({ value: id, label: header }))}
            />
          </span>
          <IconButton
            label={direction === 'down' ? 'Order upwards' : 'Order downwards'}
            icon={direction === 'down' ? <ArrowDown aria-hidden="true" /> : <ArrowUp aria-hidden="true" />}
            onClick={() => onSort(sort.by)}
          />
        </div>
      )}
    </div>
  )
}

interface TableRowProps<Row> {
  row: Row
  index: number
  columns: readonly Column<Row>[]
  isCurrent: boolean
  isChosen?: boolean | undefined
  name?: string | undefined
  onTick?: ((row: Row, isTicked: boolean, withRange: boolean) => void) | undefined
  rowRef?: Ref<HTMLTableRowElement> | undefined
}

function TableRow<Row>({
  row,
  index,
  columns,
  isCurrent,
  isChosen,
  name,
  onTick,
  rowRef,
}: TableRowProps<Row>) {
  return (
    <tr
      {...as('row')}
      ref={rowRef}
      tabIndex={-1}
      aria-rowindex={index + 2}
      data-index={index}
      data-row=""
      data-current={isCurrent || undefined}
      data-chosen={isChosen || undefined}
      onClick={followRowLink}
      onAuxClick={followRowLink}
    >
      {onTick && (
        <td {...as('cell')} className="tick-cell">
          <Checkbox
            label={`Choose ${name}`}
            hideLabel
            checked={isChosen === true}
            onChange={(event) =>
              onTick(
                row,
                event.target.checked,
                'shiftKey' in event.nativeEvent && event.nativeEvent.shiftKey === true,
              )
            }
          />
        </td>
      )}
      {columns.map((column, place) => (
        <td
          key={column.id}
          {...as('cell')}
          data-label={column.hideHeader ? undefined : column.header}
          data-narrow={narrowPlace(column, place)}
          className={columnClass(column)}
        >
          {column.cell(row)}
        </td>
      ))}
    </tr>
  )
}

function SkeletonRow<Row>({
  columns,
  hasTick,
  index,
}: {
  columns: readonly Column<Row>[]
  hasTick: boolean
  index: number
}) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row is not focusable
    <tr {...as('row')} aria-hidden="true">
      {hasTick && <td className="tick-cell" />}
      {columns.map((column, place) => (
        <td key={column.id} data-narrow={narrowPlace(column, place)} className={columnClass(column)}>
          {!column.hideHeader && (
            <Skeleton
              width={place === 0 ? `${[72, 54, 63, 48][index % 4]}%` : '60%'}
              className={column.align === 'end' ? 'ml-auto' : undefined}
            />
          )}
        </td>
      ))}
    </tr>
  )
}

const narrowPlace = (column: Column<never>, place: number) =>
  column.narrow ?? (place === 0 ? 'title' : 'line')

const columnClass = (column: Column<never>) =>
  classNames(column.align === 'end' && 'end', column.wideOnly && 'wide-only') || undefined

/**
 * The row's link covers the row by itself. What lies above it (a time with its tooltip, a badge) passes a plain click on
 * to it, with the keys that open another tab.
 */
function followRowLink(event: MouseEvent<HTMLTableRowElement>) {
  if (event.defaultPrevented || event.button > 1) return
  const target = event.target as HTMLElement
  if (target.closest('a, button, input, select, textarea, label, .tick-cell, [role=menu], [role=dialog]'))
    return
  if (!event.currentTarget.contains(target)) return
  const link = event.currentTarget.querySelector<HTMLAnchorElement>('[data-row-link]')
  const { ctrlKey, metaKey, shiftKey } = event
  if (event.button === 1) window.open(link?.href, '_blank', 'noopener')
  else
    link?.dispatchEvent(
      new window.MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey }),
    )
}

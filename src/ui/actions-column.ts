import type { Column } from './table.tsx'

/** The last one of a table: each row's menu, or the one thing that can be done with it. */
export const actionsColumn = <Row>(cell: Column<Row>['cell'], width = '56px'): Column<Row> => ({
  id: 'actions',
  header: 'Actions',
  hideHeader: true,
  width,
  align: 'end',
  narrow: 'beside',
  cell,
})

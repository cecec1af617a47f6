import { Card, Paper, Stack, Table } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { ReactNode } from 'react'
import classes from './data-table.module.css'

export interface Column<Row> {
  readonly key: string
  /** Empty for a column of buttons. */
  readonly header: string
  readonly cell: (row: Row) => ReactNode
  /** Never broken over lines. */
  readonly nowrap?: boolean
}

interface Props<Row> {
  readonly rows: readonly Row[]
  readonly columns: readonly Column<Row>[]
  readonly rowKey: (row: Row) => string
  readonly testId?: (row: Row) => string
  readonly label: string
}

/** A table; on phones each row is a card, of which the first column is the heading. */
export function DataTable<Row>(props: Props<Row>) {
  const narrow = useMediaQuery('(max-width: 47.99em)', undefined, { getInitialValueInEffect: false })
  return narrow ? <Cards {...props} /> : <Rows {...props} />
}

function Rows<Row>({ rows, columns, rowKey, testId, label }: Props<Row>) {
  return (
    <Paper withBorder className={classes['table'] ?? ''}>
      <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover aria-label={label}>
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ key, header }) =>
              header === '' ? <Table.Td key={key} /> : <Table.Th key={key}>{header}</Table.Th>,
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={rowKey(row)} data-testid={testId?.(row)}>
              {columns.map(({ key, cell, nowrap }) => (
                <Table.Td key={key} data-nowrap={nowrap}>
                  {cell(row)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  )
}

function Cards<Row>({ rows, columns, rowKey, testId, label }: Props<Row>) {
  const [heading, ...others] = columns
  return (
    <Stack gap="sm" component="ul" aria-label={label} className={classes['cards'] ?? ''}>
      {rows.map((row) => (
        <Card key={rowKey(row)} component="li" withBorder padding="md" data-testid={testId?.(row)}>
          <div className={classes['heading']}>{heading?.cell(row)}</div>
          {others.map(({ key, header, cell }) => (
            <div key={key} className={classes['fact']} data-buttons={header === '' || undefined}>
              {header !== '' && <span className={classes['name']}>{header}</span>}
              <div className={classes['value']}>{cell(row)}</div>
            </div>
          ))}
        </Card>
      ))}
    </Stack>
  )
}

import { type Column, ilike, or } from 'drizzle-orm'

/** Rows of which one of the columns contains the text, capitals or not; `%` and `_` stand for themselves. */
export const containing = (text: string, ...columns: Column[]) =>
  or(...columns.map((column) => ilike(column, `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`)))

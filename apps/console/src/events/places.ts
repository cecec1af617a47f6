import type { Pool } from 'pg'

/** Where each container that has not been begun stands in the one queue: 1 is next. */
export interface Places {
  get(id: string): number | undefined
  /** Something may have moved: looked up within a second, once for all. */
  stir(): void
  close(): void
}

const interval = 1_000

interface PlaceRow {
  readonly id: string
  readonly account: string
  readonly place: number
}

/** @param onMoved is told which containers have another place now. */
export function createPlaces(
  pool: Pool,
  onMoved: (moved: readonly { id: string; account: string }[]) => void,
): Places {
  let places = new Map<string, number>()
  let timer: NodeJS.Timeout | undefined
  const look = async () => {
    timer = undefined
    const { rows } = await pool.query<PlaceRow>({
      name: 'places',
      text: `select id, account, (row_number() over (order by turn, created_at))::int as place from containers
        where state = 'creating' and wanted = 'running' and claimed_by is null and progress->>'stage' = 'queued'`,
    })
    const moved = rows.filter((row) => places.get(row.id) !== row.place)
    places = new Map(rows.map((row) => [row.id, row.place]))
    if (moved.length > 0) onMoved(moved)
    if (rows.length > 0) stir()
  }
  const stir = () => {
    // While the database is away nothing moves.
    timer ??= setTimeout(() => void look().catch(() => undefined), interval)
  }
  return {
    get: (id) => places.get(id),
    stir,
    close: () => clearTimeout(timer),
  }
}

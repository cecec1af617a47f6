/** One terminal of a container's page, as it is remembered for a reload. */
export interface RememberedTerminal {
  /** Counts up within the page: also the tab's title. */
  readonly number: number
  readonly attach: boolean
  readonly session?: string
}
export interface RememberedTerminals {
  readonly terminals: readonly RememberedTerminal[]
  readonly active: number
}

const key = (container: string) => `berth.terminals.${container}`

/** A first shell, for a page that has none yet. */
export const firstTerminal: RememberedTerminals = { terminals: [{ number: 1, attach: false }], active: 1 }

/** What this browser tab remembers of a container's terminals; null if nothing, or nothing sound. */
export function recallTerminals(container: string): RememberedTerminals | null {
  try {
    return parseRemembered(JSON.parse(sessionStorage.getItem(key(container)) ?? 'null'))
  } catch {
    return null
  }
}

/** Remembers them until the browser tab is closed; without storage they are forgotten at a reload. */
export function rememberTerminals(container: string, remembered: RememberedTerminals): void {
  try {
    sessionStorage.setItem(key(container), JSON.stringify(remembered))
  } catch {
    // Storage is full or forbidden: terminals work without it.
  }
}

/** Takes only what has the right shape: storage can hold anything. */
export function parseRemembered(value: unknown): RememberedTerminals | null {
  if (typeof value !== 'object' || value === null || !('terminals' in value) || !('active' in value))
    return null
  const { terminals, active } = value
  if (!Array.isArray(terminals) || typeof active !== 'number') return null
  const sound = terminals.filter(isRemembered)
  return sound.length === 0 ? null : { terminals: sound, active }
}

function isRemembered(value: unknown): value is RememberedTerminal {
  return (
    typeof value === 'object' &&
    value !== null &&
    'number' in value &&
    typeof value.number === 'number' &&
    'attach' in value &&
    typeof value.attach === 'boolean' &&
    (!('session' in value) || typeof value.session === 'string')
  )
}

/** The next terminal's number. */
export const nextNumber = (terminals: readonly RememberedTerminal[]): number =>
  Math.max(0, ...terminals.map((terminal) => terminal.number)) + 1

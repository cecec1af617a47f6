import { useEffect, useState } from 'react'
import {
  firstTerminal,
  nextNumber,
  recallTerminals,
  rememberTerminals,
  type RememberedTerminals,
} from './remembered-terminals.ts'

/** The terminals of a container's page, remembered in this browser tab. */
export function useTerminals(container: string) {
  const [{ terminals, active }, setState] = useState<RememberedTerminals>(
    () => recallTerminals(container) ?? firstTerminal,
  )
  useEffect(() => rememberTerminals(container, { terminals, active }), [container, terminals, active])
  return {
    terminals,
    active,
    open: (attach: boolean) =>
      setState((before) => {
        const number = nextNumber(before.terminals)
        return { terminals: [...before.terminals, { number, attach }], active: number }
      }),
    close: (number: number) =>
      setState((before) => {
        const left = before.terminals.filter((terminal) => terminal.number !== number)
        return {
          terminals: left,
          active: before.active === number ? (left.at(-1)?.number ?? 0) : before.active,
        }
      }),
    activate: (number: number) => setState((before) => ({ ...before, active: number })),
    setSession: (number: number, session: string | undefined) =>
      setState((before) => ({
        ...before,
        terminals: before.terminals.map((terminal) =>
          terminal.number === number
            ? { number, attach: terminal.attach, ...(session === undefined ? {} : { session }) }
            : terminal,
        ),
      })),
  }
}

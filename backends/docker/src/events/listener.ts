import type { AgentEvent } from '@berth/contract'

/** Is told of what happens. */
export type Listener = (event: AgentEvent) => void

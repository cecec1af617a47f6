import type { TerminalOptions, TerminalStream } from '@berth/backend'
import { withContainer } from './lookup.ts'
import type { DockerContext } from './context.ts'
import { attach } from './exec/attach.ts'
import { openShell } from './exec/shell.ts'

/** A shell in the container, or its main process. */
export function terminalContainer(
  context: DockerContext,
  id: string,
  options: TerminalOptions,
): Promise<TerminalStream> {
  return withContainer(context, id, (container) =>
    options.attach ? attach(container, options) : openShell(container, options),
  )
}

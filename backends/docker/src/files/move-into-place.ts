import type { Container } from 'dockerode'
import { placingCommands, unstagingCommand, type Owner } from '@berth/backend/guest'
import { BerthError } from '@berth/contract'
import { runTool } from '../exec/run-tool.ts'
import { sentence } from '../translate/docker-error.ts'

const longest = 65_536

/** Files beside the place where they belong. */
export interface Staged {
  readonly container: Container
  readonly folder: string
  /** The staging folder in it. */
  readonly staging: string
  /** How long one command in the container may take. */
  readonly deadlineMs: number
}

/** Renames staged files to where they belong, as root of the container. Throws `path-invalid` and `deadline-exceeded`. */
export async function moveIntoPlace(
  { container, folder, staging, deadlineMs }: Staged,
  owner: Owner,
  files: readonly { staged: string; path: string }[],
): Promise<void> {
  for (const command of placingCommands(folder, staging, owner, files)) {
    const { exitCode, stderr } = await runTool(container, command, { longest, deadlineMs })
    if (exitCode === 21 || exitCode === 22) throw new BerthError('path-invalid')
    if (exitCode !== 0) throw new BerthError('runtime-error', { message: sentence(stderr.toString('utf8')) })
  }
}

/** Removes a staging folder and whatever is still in it. */
export async function removeStaging({ container, folder, staging, deadlineMs }: Staged): Promise<void> {
  await runTool(container, unstagingCommand(folder, staging), { longest, deadlineMs })
}

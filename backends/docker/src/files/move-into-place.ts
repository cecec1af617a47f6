import type { Container } from 'dockerode'
import { placingCommands, unstagingCommand, type Owner } from '@berth/backend/guest'
import { BerthError } from '@berth/contract'
import { runExec } from '../exec/run-exec.ts'
import { sentence } from '../translate/docker-error.ts'

const longest = 65_536

/** Renames staged files to where they belong, as root of the container. */
export async function moveIntoPlace(
  container: Container,
  folder: string,
  staging: string,
  owner: Owner,
  files: readonly { staged: string; path: string }[],
): Promise<void> {
  for (const command of placingCommands(folder, staging, owner, files)) {
    const { exitCode, stderr } = await runExec(container, { command, user: '0:0', longest })
    if (exitCode === 21 || exitCode === 22) throw new BerthError('path-invalid')
    if (exitCode !== 0) throw new BerthError('runtime-error', { message: sentence(stderr.toString('utf8')) })
  }
}

/** Removes a staging folder and whatever is still in it. */
export async function removeStaging(container: Container, folder: string, staging: string): Promise<void> {
  await runExec(container, { command: unstagingCommand(folder, staging), user: '0:0', longest })
}

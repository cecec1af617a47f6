import type { Container } from 'dockerode'
import type { FileEntry } from '@berth/contract'
import { listingCommand } from '@berth/backend/guest'
import { runExec } from '../exec/run-exec.ts'
import { statusOf } from '../translate/docker-error.ts'

const longest = 16 * 1024 * 1024

/** The folder's entries; undefined where the image has not the tools to tell. */
export async function listByExec(
  container: Container,
  folder: string,
): Promise<{ entries: FileEntry[]; truncated: boolean } | undefined> {
  const { command, parse } = listingCommand(folder)
  try {
    const { exitCode, stdout } = await runExec(container, { command, user: '0:0', longest })
    return exitCode === 0 ? parse(stdout.toString('utf8')) : undefined
  } catch (error) {
    // Podman, and later Dockers, answer a missing shell with an error.
    if (statusOf(error) !== undefined) return undefined
    throw error
  }
}

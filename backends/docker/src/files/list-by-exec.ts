import type { Container } from 'dockerode'
import { BerthError } from '@berth/contract'
import type { FileEntry } from '@berth/contract'
import { listingCommand } from '@berth/backend/guest'
import { runTool } from '../exec/run-tool.ts'
import { statusOf } from '../translate/docker-error.ts'

const longest = 16 * 1024 * 1024

/** The folder's entries; undefined where the image has not the tools to tell, or they do not come to an end. */
export async function listByExec(
  container: Container,
  folder: string,
  deadlineMs: number,
): Promise<{ entries: FileEntry[]; truncated: boolean } | undefined> {
  const { command, parse } = listingCommand(folder)
  try {
    const { exitCode, stdout } = await runTool(container, command, { longest, deadlineMs })
    return exitCode === 0 ? parse(stdout.toString('utf8')) : undefined
  } catch (error) {
    // Podman, and later Dockers, answer a missing shell with an error.
    if (statusOf(error) !== undefined) return undefined
    if (error instanceof BerthError && error.code === 'deadline-exceeded') return undefined
    throw error
  }
}

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { SingularitySettings } from '../settings.ts'

const run = promisify(execFile)
const deadline = { timeout: 10_000 }

/** Whether the program that makes SIF files is there: Apptainer, or squashfs-tools that read a tar (4.5). */
export async function canMakeSif(maker: SingularitySettings['maker']): Promise<boolean> {
  if (maker === 'apptainer')
    return run('apptainer', ['--version'], deadline).then(
      () => true,
      () => false,
    )
  // It says its version with exit code 0 or 1, by its own version.
  const said = await run('mksquashfs', ['-version'], deadline).then(
    ({ stdout }) => stdout,
    (error: unknown) => (error as { stdout?: string }).stdout ?? '',
  )
  const [, major, minor] = /mksquashfs version (\d+)\.(\d+)/.exec(said) ?? []
  return Number(major) > 4 || (Number(major) === 4 && Number(minor) >= 5)
}

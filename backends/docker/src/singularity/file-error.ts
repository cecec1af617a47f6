import { BerthError } from '@berth/contract'

/** What a file system refused, as an error of the contract: the daemon has no part in it. Others stay as they are. */
export function fileError(error: unknown): unknown {
  if (!(error instanceof Error) || !('errno' in error)) return error
  const { code = '', syscall } = error as NodeJS.ErrnoException
  if (syscall === 'connect') return error
  if (code === 'ENOSPC' || code === 'EDQUOT') return new BerthError('disk-full', {}, { cause: error })
  const message = `the folder of SIF files cannot be used (${code})`
  return new BerthError('singularity-failed', { message }, { cause: error })
}

import type { ErrorParams } from '@berth/contract'
import type { ErrorName } from './messages/index.ts'

/** What `berth` ends with; documented by `berth --help`. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  notLoggedIn: 3,
  unreachable: 4,
  interrupted: 130,
} as const

/** Something that this program itself refuses; told in the reader's language. */
export class CliError extends Error {
  readonly reason: ErrorName
  readonly params: ErrorParams
  readonly exitCode: number
  constructor(reason: ErrorName, params: ErrorParams = {}, exitCode: number = exitCodes.failed) {
    super(reason)
    this.name = 'CliError'
    this.reason = reason
    this.params = params
    this.exitCode = exitCode
  }
}

export const usageError = (reason: ErrorName, params: ErrorParams = {}) =>
  new CliError(reason, params, exitCodes.usage)

/** A command that has already told what failed. */
export class AlreadyTold extends Error {
  readonly exitCode: number
  constructor(exitCode: number) {
    super(`exit ${exitCode}`)
    this.exitCode = exitCode
  }
}

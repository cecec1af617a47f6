import { accepted, refused, type Judged } from './judged.ts'

/** 40: with the longest account (32) and a prefix it stays below what runtimes take for a host name part. */
const pattern = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/

/** A container's name as its owner gives it: taken as it is or refused (`name-invalid`), never rewritten. */
export function judgeContainerName(name: string): Judged<string> {
  return pattern.test(name) ? accepted(name) : refused('name', 'name-invalid')
}

import { createHash } from 'node:crypto'
import { quoted, refusal } from './refusal.ts'

/** The registry name under which Berth keeps its own images (docs/decisions/0004). */
export const ownRegistry = 'berth.internal'

// https://pkg.go.dev/github.com/distribution/reference#pkg-overview
const component = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/
const tagForm = /^\w[\w.-]{0,127}$/

/** What clients write in front of a bare name before they send it. */
const hubFolder = 'docker.io/library/'

/**
 * The folder of an account's images. An account's name that is no path (`a..b`) is hashed; the result is longer
 * than any account's name, so no two meet.
 */
export const imageFolder = (account: string): string =>
  `${ownRegistry}/${component.test(account) ? account : `account-${createHash('sha256').update(account).digest('hex')}`}`

/**
 * The full name of an account's own image, from what was typed: `hello`, `hello:1` or
 * `berth.internal/<account>/hello:1`. Throws `build-refused` for a name that leads elsewhere.
 */
export function ownName(typed: string, account: string): string {
  const folder = `${imageFolder(account)}/`
  const prefix = [folder, hubFolder].find((one) => typed.startsWith(one)) ?? ''
  const bare = typed.slice(prefix.length)
  const [name = '', tag = 'latest', ...more] = bare.split(':')
  if (more.length > 0 || !component.test(name) || !tagForm.test(tag) || name.length > 128)
    throw refusal(`An image of yours is called NAME:TAG or ${folder}NAME:TAG, not ${quoted(typed)}.`)
  return `${folder}${name}:${tag}`
}

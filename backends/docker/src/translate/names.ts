import { BerthError } from '@berth/contract'

/** The labels that tie a container or a network to its Berth; lookups go by them and by nothing else. */
export const labels = {
  instance: 'berth.instance',
  account: 'berth.account',
  container: 'berth.container',
  name: 'berth.name',
  image: 'berth.image',
  gpus: 'berth.gpus',
  runner: 'berth.runner',
} as const

const accountForm = /^[a-z0-9][a-z0-9._-]{0,63}$/
const nameForm = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/

/** `<name>.<account>.<instance>`: a name has no dot and an instance a fixed form, so no two accounts' names meet. */
export function containerName(name: string, account: string, instance: string): string {
  if (!nameForm.test(name)) throw new BerthError('name-invalid')
  return `${name}.${checkedAccount(account)}.${instance}`
}

/** The name of the container of an account's GitLab Runner: no other has an underscore, so nobody's image's labels pass for it. */
export const runnerName = (account: string, instance: string): string =>
  `runner_.${checkedAccount(account)}.${instance}`

/** The name of an account's network. */
export const networkName = (account: string, instance: string): string =>
  `berth.${checkedAccount(account)}.${instance}`

function checkedAccount(account: string): string {
  if (accountForm.test(account)) return account
  throw new BerthError('invalid-input', {}, { fields: [{ path: 'account', code: 'name-invalid' }] })
}

/**
 * Whether a container was lent by this Berth. Its labels alone do not say so: a build's container has those of the
 * image that it builds on, whoever made that. Its name is the agent's alone to give.
 */
export const isOurs = (of: Readonly<Record<string, string>>, instance: string, runtimeName = ''): boolean =>
  of[labels.instance] === instance &&
  of[labels.container] !== undefined &&
  runtimeName.replace(/^\//, '') === `${of[labels.name]}.${of[labels.account]}.${instance}`

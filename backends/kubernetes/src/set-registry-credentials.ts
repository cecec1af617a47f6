import { createHash } from 'node:crypto'
import type { RegistryLogin } from '@berth/contract'
import { applying, at } from './cluster.ts'
import type { KubernetesContext } from './context.ts'
import { ensureTenant, isNamespaceGone } from './ensure-tenant.ts'
import { toBerthError } from './translate/kubernetes-error.ts'
import { pullingServiceAccount, pullSecret } from './translate/objects.ts'

/** Keeps an account's logins as the secret that its pods are pulled with; without any there is none. */
export async function setRegistryCredentials(
  context: KubernetesContext,
  account: string,
  logins: readonly RegistryLogin[],
): Promise<void> {
  try {
    await (logins.length === 0 ? forget(context, account) : keep(context, account, logins))
  } catch (error) {
    throw toBerthError(error)
  }
}

async function forget(context: KubernetesContext, account: string): Promise<void> {
  const { core } = context.cluster
  context.logins.delete(account)
  try {
    await core.deleteNamespacedSecret(pullSecret(account, context.instance, []).metadata)
    await namedByServiceAccount(context, account, false)
  } catch (error) {
    if (!isNamespaceGone(error)) throw error
  }
}

async function keep(
  context: KubernetesContext,
  account: string,
  logins: readonly RegistryLogin[],
): Promise<void> {
  const { core } = context.cluster
  const digest = createHash('sha256').update(JSON.stringify(logins)).digest('hex')
  if (isJustWritten(context, account, digest)) return
  const secret = pullSecret(account, context.instance, logins)
  await ensureTenant(context, account)
  await core.patchNamespacedSecret(at(secret), applying).catch(async (error: unknown) => {
    if (!isNamespaceGone(error)) throw error
    context.tenants.delete(account)
    context.logins.delete(account)
    await ensureTenant(context, account)
    await core.patchNamespacedSecret(at(secret), applying)
  })
  const known = context.logins.get(account)
  const same = known?.digest === digest
  if (!same) await namedByServiceAccount(context, account, true)
  const writtenMs = Date.now()
  context.logins.set(account, { digest, changedMs: same ? known.changedMs : writtenMs, writtenMs })
}

/** Somebody may delete what is written: it is taken to be there for a while only, or until a creation misses it. */
const trustMs = 60_000

function isJustWritten({ logins }: KubernetesContext, account: string, digest: string): boolean {
  const known = logins.get(account)
  return known?.digest === digest && Date.now() < known.writtenMs + trustMs
}

/** By a manager of its own: what keeps accounts apart is applied anew at each start of the agent, without it. */
const namedByServiceAccount = (context: KubernetesContext, account: string, named: boolean) =>
  context.cluster.core.patchNamespacedServiceAccount(
    {
      ...at(pullingServiceAccount(account, context.instance, named)),
      fieldManager: 'berth-registry',
    },
    applying,
  )

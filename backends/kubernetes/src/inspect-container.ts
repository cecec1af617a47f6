import type { ObservedContainer } from '@berth/contract'
import type { KubernetesContext } from './context.ts'
import { partsOf, toObserved } from './lookup.ts'

/** What the cluster says of one container. */
export const inspectContainer = async (context: KubernetesContext, id: string): Promise<ObservedContainer> =>
  toObserved(context, await partsOf(context, id))

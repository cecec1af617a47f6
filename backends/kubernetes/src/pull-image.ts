import type { PullEvent } from '@berth/contract'

/** The kubelet pulls when it starts a pod: a creation tells what becomes of it. */
export async function* pullImage(reference: string): AsyncGenerator<PullEvent> {
  yield await Promise.resolve({ type: 'done', reference } as const)
}

import type { LayerProgress } from '@berth/contract'

/** A line of Docker's pull stream. */
export interface PullMessage {
  readonly id?: string
  readonly status?: string
  readonly error?: string
  readonly progressDetail?: { readonly current?: number; readonly total?: number }
}

const statuses: Readonly<Record<string, LayerProgress['status']>> = {
  'Pulling fs layer': 'waiting',
  Waiting: 'waiting',
  Downloading: 'downloading',
  'Verifying Checksum': 'downloading',
  'Download complete': 'downloading',
  Extracting: 'extracting',
  'Pull complete': 'done',
  'Already exists': 'done',
}

/** What is known of a layer after one more message; undefined for messages that are not about a layer. */
export function nextLayer(
  before: LayerProgress | undefined,
  message: PullMessage,
): LayerProgress | undefined {
  const status = statuses[message.status ?? '']
  if (status === undefined || message.id === undefined) return undefined
  const total = message.progressDetail?.total ?? before?.total ?? 0
  const complete = status === 'done' || message.status === 'Download complete'
  return {
    id: message.id,
    status,
    total,
    current: complete ? total : (message.progressDetail?.current ?? before?.current ?? 0),
  }
}

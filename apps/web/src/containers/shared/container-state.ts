import type { Container, ContainerState, LayerProgress } from '@berth/contract'

/** The state as a person understands it: the contract's six, and what is on its way. */
export type Appearance = ContainerState | 'queued' | 'waiting' | 'starting' | 'stopping'

/** What to show for a container: its state, or what is being done to it. */
export function appearanceOf(container: Pick<Container, 'state' | 'wanted' | 'progress'>): Appearance {
  const { state, wanted, progress } = container
  if (wanted === 'removed' || progress?.stage === 'removing') return 'removing'
  if (progress === undefined) return state
  return progress.stage
}

/** Whether something is being done to it, after which its state will be another. */
export function isBusy(container: Pick<Container, 'state' | 'wanted' | 'progress'>): boolean {
  return !['running', 'stopped', 'failed'].includes(appearanceOf(container))
}

export interface PossibleActions {
  readonly start: boolean
  readonly stop: boolean
  readonly restart: boolean
  readonly enter: boolean
  readonly remove: boolean
}

/** Which actions make sense now; the console judges them again. */
export function possibleActions(
  container: Pick<Container, 'state' | 'wanted' | 'progress'>,
): PossibleActions {
  const appearance = appearanceOf(container)
  const removing = appearance === 'removing'
  const running = container.state === 'running' && !removing
  return {
    start: !removing && container.wanted !== 'running' ? true : appearance === 'failed',
    stop: !removing && container.wanted === 'running' && appearance !== 'failed',
    restart: running && container.wanted === 'running',
    enter: running,
    remove: !removing,
  }
}

/** Bytes of all layers together; `total` 0 while unknown. Extraction counts as the second half of a layer. */
export function overallProgress(layers: readonly LayerProgress[]): {
  readonly percent: number
  readonly done: number
  readonly total: number
} {
  if (layers.length === 0) return { percent: 0, done: 0, total: 0 }
  const known = layers.filter((layer) => layer.total > 0)
  // A layer whose size is not known yet is taken to be as large as the average of the others.
  const typical = known.reduce((sum, layer) => sum + layer.total, 0) / Math.max(1, known.length) || 1
  let weight = 0
  let reached = 0
  for (const layer of layers) {
    const size = layer.total > 0 ? layer.total : typical
    weight += size
    reached += size * layerPart(layer)
  }
  return {
    percent: Math.min(100, Math.floor((100 * reached) / weight)),
    done: layers.filter((layer) => layer.status === 'done').length,
    total: layers.length,
  }
}

/** How much of a layer is there, 0–1: half for downloading it, half for unpacking. */
export function layerPart(layer: LayerProgress): number {
  const part = layer.total > 0 ? Math.min(1, layer.current / layer.total) : 0
  switch (layer.status) {
    case 'waiting':
      return 0
    case 'downloading':
      return part / 2
    case 'extracting':
      return 0.5 + part / 2
    case 'done':
      return 1
  }
}

/** An image's name without what every image of its registry has: `registry/dir/name:tag` → `name:tag`. */
export function shortImage(reference: string): string {
  const [named, digest] = splitOnce(reference, '@')
  const last = named.slice(named.lastIndexOf('/') + 1)
  const name = last.endsWith(':latest') ? last.slice(0, -':latest'.length) : last
  return digest === undefined ? name : `${name}@${digest.slice(0, 14)}…`
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator)
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}

/** Only what a browser may follow: an address from elsewhere never becomes a script. */
export function safeUrl(url: string | null): string | null {
  if (url === null) return null
  try {
    const { protocol } = new URL(url)
    return protocol === 'http:' || protocol === 'https:' ? url : null
  } catch {
    return null
  }
}

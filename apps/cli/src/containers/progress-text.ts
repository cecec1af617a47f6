import { fill, type Container, type Language } from '@berth/contract'
import type { Messages } from '../messages/index.ts'
import { bytes, time } from '../output/amounts.ts'

/** What is going on with a container, in a line. */
export function progressText({ state, progress }: Container, messages: Messages, language: Language): string {
  if (progress === undefined) return messages.words[state]
  const retry =
    progress.retryAt === undefined
      ? ''
      : ` ${fill(messages.progress.retry, { time: time(progress.retryAt, language) })}`
  return stageText(progress, messages.progress) + retry
}

function stageText(progress: NonNullable<Container['progress']>, texts: Messages['progress']): string {
  const { stage, place, layers = [] } = progress
  if (stage === 'queued' && place !== undefined) return fill(texts.place, { place })
  if (stage !== 'pulling' || layers.length === 0) return texts[stage]
  const sum = (key: 'current' | 'total') => bytes(layers.reduce((all, layer) => all + layer[key], 0))
  return fill(texts.layers, {
    done: layers.filter(({ status }) => status === 'done').length,
    count: layers.length,
    current: sum('current'),
    total: sum('total'),
  })
}

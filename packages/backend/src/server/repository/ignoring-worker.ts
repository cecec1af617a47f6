import { parentPort, workerData } from 'node:worker_threads'
import { contextFilter } from '@berth/contract/context-filter'
import type { Ignoring, Ignored } from './ignored-paths.ts'

// Nothing more is imported: each build from Git starts this anew.
const { ignore, dockerfile, paths } = workerData as Ignoring

parentPort?.postMessage(ignored())

function ignored(): Ignored {
  try {
    const keeps = contextFilter(ignore, dockerfile)
    return { paths: paths.filter((path) => !keeps(path)) }
  } catch (error) {
    const { params } = error as { readonly params?: { readonly reason?: unknown } }
    if (typeof params?.reason !== 'string') throw error
    return { refused: params.reason }
  }
}

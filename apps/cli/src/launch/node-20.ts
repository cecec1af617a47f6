// What the command line uses and Node 20, which servers have, lacks: to be imported before all else.
import workerThreads from 'node:worker_threads'
import zlib from 'node:zlib'

/** `object` as a place for what may be missing. */
const complete = (object: object, name: string, value: unknown): void => {
  if (!(name in object)) Object.defineProperty(object, name, { value, configurable: true, writable: true })
}

complete(URL, 'parse', (text: string, base?: string) =>
  URL.canParse(text, base) ? new URL(text, base) : null,
)
complete(Promise, 'withResolvers', <T>() => {
  let settle: Pick<PromiseWithResolvers<T>, 'resolve' | 'reject'> | undefined
  const promise = new Promise<T>((resolve, reject) => (settle = { resolve, reject }))
  return { promise, ...settle }
})
// undici asks for both as it is loaded. No worker is begun, and nothing that the console sends is compressed so.
complete(workerThreads, 'markAsUncloneable', () => undefined)
complete(zlib, 'createZstdDecompress', () => {
  throw new Error('zstd')
})

import { BerthError, type FileEntry } from '@berth/contract'

export type Node =
  | { readonly type: 'file'; readonly bytes: Buffer; readonly time: Date }
  | { readonly type: 'directory'; readonly time: Date }
  | { readonly type: 'link'; readonly target: string; readonly time: Date }

const namesOf = (path: string): string[] => path.split('/').filter((name) => name !== '' && name !== '.')

/** A container's files, in memory. Links lead nowhere but within. */
export class FileTree {
  readonly #nodes = new Map<string, Node>([['/', { type: 'directory', time: new Date() }]])

  constructor() {
    this.makeDirectory('/tmp')
    this.makeDirectory('/root')
  }

  /** What stands at a path, all links followed; `path-not-found`. */
  find(path: string): { readonly path: string; readonly node: Node } {
    const resolved = this.#resolve(path, true)
    const node = this.#nodes.get(resolved)
    if (!node) throw new BerthError('path-not-found', { path })
    return { path: resolved, node }
  }

  read(path: string): Buffer {
    const { node } = this.find(path)
    if (node.type !== 'file') throw new BerthError('path-not-found', { path })
    return node.bytes
  }

  /** Whether a file may be written: nothing but a file or a link stands there, and folders above. */
  mayWrite(path: string): boolean {
    const resolved = this.#resolve(path, true)
    const above = this.#nodes.get(parentOf(resolved))?.type ?? 'directory'
    return this.#nodes.get(resolved)?.type !== 'directory' && above === 'directory'
  }

  write(path: string, bytes: Buffer): void {
    const resolved = this.#resolve(path, true)
    this.makeDirectory(parentOf(resolved))
    this.#nodes.set(resolved, { type: 'file', bytes, time: new Date() })
  }

  link(path: string, target: string): void {
    this.#nodes.set(this.#resolve(path, false), { type: 'link', target, time: new Date() })
  }

  makeDirectory(path: string): void {
    let made = ''
    for (const name of namesOf(this.#resolve(path, true))) {
      made += `/${name}`
      if (!this.#nodes.has(made)) this.#nodes.set(made, { type: 'directory', time: new Date() })
    }
  }

  /** All below a folder, by their paths relative to it. */
  below(path: string): [string, Node][] {
    const prefix = path === '/' ? '/' : `${path}/`
    return [...this.#nodes]
      .filter(([at]) => at.startsWith(prefix) && at !== '/')
      .map(([at, node]) => [at.slice(prefix.length), node])
  }

  list(path: string): FileEntry[] {
    const found = this.find(path)
    if (found.node.type !== 'directory') throw new BerthError('path-not-found', { path })
    return this.below(found.path)
      .filter(([name]) => !name.includes('/'))
      .map(([name, node]) => ({
        name,
        type: node.type,
        size: node.type === 'file' ? node.bytes.length : 0,
        modifiedAt: node.time.toISOString(),
        mode: node.type === 'file' ? '0644' : '0755',
        ...(node.type === 'link' ? { target: node.target } : {}),
      }))
  }

  #resolve(path: string, followLast: boolean): string {
    let at: string[] = []
    const left = namesOf(path)
    for (let name = left.shift(), links = 0; name !== undefined; name = left.shift()) {
      const node = this.#nodes.get(`/${[...at, name].join('/')}`)
      if (name === '..') at.pop()
      else if (node?.type === 'link' && (followLast || left.length > 0)) {
        if (++links > 40) throw new BerthError('path-not-found', { path })
        if (node.target.startsWith('/')) at = []
        left.unshift(...namesOf(node.target))
      } else at.push(name)
    }
    return `/${at.join('/')}`
  }
}

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/'

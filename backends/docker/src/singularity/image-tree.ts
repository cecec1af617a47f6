import type { TarEntry, Verdict } from './tar-editor.ts'

/** What the image itself has at a path that Docker puts something of its own in. */
export type Original =
  | { readonly type: 'file'; readonly mode: number; readonly time: Date; readonly content: Buffer }
  | { readonly type: 'link'; readonly mode: number; readonly time: Date; readonly target: string }
  | { readonly type: 'folder'; readonly mode: number; readonly time: Date }
  | null

/** Originals by path; a path that is absent is not known. */
export type Originals = ReadonlyMap<string, Original>

/**
 * What Docker makes in every container before it starts, over what the image may have there
 * (moby, daemon/initlayer/setup_unix.go), so that an export shows it.
 */
export const dockersOwn: readonly string[] = [
  '.dockerenv',
  'dev/console',
  'dev/pts',
  'dev/shm',
  'etc/hostname',
  'etc/hosts',
  'etc/mtab',
  'etc/resolv.conf',
]

/** Empty in every SIF: Apptainer puts the host's there. */
export const emptied: readonly string[] = ['etc/hosts', 'etc/resolv.conf']

/** Folders that Apptainer needs, made where the image has nothing by that name. Parents come first. */
const neededFolders = ['dev', 'etc', 'home', 'proc', 'root', 'sys', 'tmp', 'var', 'var/tmp']

/** Goes through an export and decides what of it is the image's, and what has to be added. */
export interface TreeJudge {
  judge(entry: TarEntry): Verdict
  /** Of these paths, the ones that nothing in the image has. Folders that Apptainer needs, then others. */
  missing(others: readonly string[]): {
    readonly folders: readonly string[]
    readonly others: readonly string[]
  }
  /** Whether a file can be put below this path: it is a folder, or will be. */
  isFolder(path: string): boolean
}

/** `replaced`: paths of what is added in any case. */
export function createTreeJudge(replaced: ReadonlySet<string>): TreeJudge {
  const watched = new Set([...neededFolders, ...watchedLinks])
  const seen = new Map<string, string>()
  return {
    judge: (entry) => {
      if (watched.has(entry.path)) seen.set(entry.path, entry.type)
      if (replaced.has(entry.path) || dockersOwn.includes(entry.path)) return 'drop'
      // An ordinary user's Apptainer cannot make devices, and puts empty files there.
      return entry.type === '3' || entry.type === '4' ? 'file' : 'keep'
    },
    missing: (others) => ({
      folders: neededFolders.filter((path) => !seen.has(path) && isFolderOrNew(seen, parentOf(path))),
      others: others.filter((path) => !seen.has(path)),
    }),
    isFolder: (path) => isFolderOrNew(seen, path),
  }
}

const watchedLinks = ['.exec', '.run', '.shell', '.test', 'environment', 'singularity']

const isFolderOrNew = (seen: ReadonlyMap<string, string>, path: string): boolean =>
  path === '' || (seen.get(path) ?? '5') === '5'

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))

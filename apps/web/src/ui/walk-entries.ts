/** What a dropped thing is, as far as it is used here: https://wicg.github.io/entries-api/ */
export interface DroppedEntry {
  readonly isFile: boolean
  readonly isDirectory: boolean
  readonly name: string
}
export interface DroppedFile extends DroppedEntry {
  file(found: (file: File) => void, failed: (error: unknown) => void): void
}
export interface DroppedFolder extends DroppedEntry {
  createReader(): {
    readEntries(found: (entries: DroppedEntry[]) => void, failed: (error: unknown) => void): void
  }
}
/** A file and where it goes below the folder that is shown: `photos/2026/a.jpg`. */
export interface FileToUpload {
  readonly path: string
  readonly file: File
}

/** What the browser tells of a dropped thing: an entry, or, where it is none of a file system, a file. */
export interface DroppedItem {
  webkitGetAsEntry(): DroppedEntry | null
  getAsFile(): File | null
}

/**
 * All files in what was dropped. Items must be asked before the event is over, hence at once;
 * reading what is in folders takes longer.
 */
export async function readDropped(
  items: Iterable<DroppedItem>,
): Promise<{ files: FileToUpload[]; unreadable: number }> {
  const entries: DroppedEntry[] = []
  const loose: File[] = []
  for (const item of items) {
    const entry = item.webkitGetAsEntry()
    const file = entry === null ? item.getAsFile() : null
    if (entry !== null) entries.push(entry)
    if (file !== null) loose.push(file)
  }
  const { files, unreadable } = await walkEntries(entries)
  return { files: [...chosenFiles(loose), ...files], unreadable }
}

const isFile = (entry: DroppedEntry): entry is DroppedFile => entry.isFile
const isFolder = (entry: DroppedEntry): entry is DroppedFolder => entry.isDirectory

/** All files in what was dropped, folders walked through, in a stable order. What cannot be read is left out and counted. */
export async function walkEntries(
  entries: readonly DroppedEntry[],
  below = '',
): Promise<{ files: FileToUpload[]; unreadable: number }> {
  const files: FileToUpload[] = []
  let unreadable = 0
  for (const entry of entries) {
    const path = below + entry.name
    try {
      if (isFile(entry)) files.push({ path, file: await readFile(entry) })
      else if (isFolder(entry)) {
        const inside = await walkEntries(await readFolder(entry), `${path}/`)
        files.push(...inside.files)
        unreadable += inside.unreadable
      }
    } catch {
      unreadable += 1
    }
  }
  return { files, unreadable }
}

const readFile = (entry: DroppedFile) =>
  new Promise<File>((resolve, reject) => {
    entry.file(resolve, (error) => {
      reject(new Error('unreadable file', { cause: error }))
    })
  })

/** A reader gives a folder in portions (Chromium: 100); the end is an empty one. */
async function readFolder(folder: DroppedFolder): Promise<DroppedEntry[]> {
  const reader = folder.createReader()
  const all: DroppedEntry[] = []
  for (;;) {
    const portion = await new Promise<DroppedEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, (error) => {
        reject(new Error('unreadable folder', { cause: error }))
      })
    })
    if (portion.length === 0) return all
    all.push(...portion)
  }
}

/** Files chosen with a button; those of a folder carry their path in `webkitRelativePath`. */
export const chosenFiles = (list: Iterable<File>): FileToUpload[] =>
  [...list].map((file) => ({
    path: file.webkitRelativePath || file.name,
    file,
  }))

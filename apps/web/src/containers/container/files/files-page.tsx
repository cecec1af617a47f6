import { Available } from '../../shared/unavailable.tsx'
import { useOpenContainer } from '../use-open-container.ts'
import { FileBrowser } from './file-browser.tsx'

/** The container's files: look, put in, take out. */
export function FilesPage() {
  const container = useOpenContainer()
  if (container === undefined) return null
  return (
    <Available container={container} capability="files" needs="made">
      <FileBrowser key={container.id} container={container} />
    </Available>
  )
}

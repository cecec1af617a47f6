import { requestTarget } from '@berth/client'
import { consoleRoutes } from '@berth/contract'

/** Where a file (as it is) or a folder (as a tar) is downloaded. */
export const downloadUrl = (container: string, path: string): string =>
  requestTarget(consoleRoutes.getFiles, { params: { id: container }, query: { path } })

import type { AgentImage } from '@berth/contract'

/** A cluster's images are its nodes' own affair. */
export const listImages = (): Promise<AgentImage[]> => Promise.resolve([])

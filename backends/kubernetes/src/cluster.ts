import {
  AppsV1Api,
  CoreV1Api,
  CustomObjectsApi,
  NetworkingV1Api,
  PatchStrategy,
  setHeaderOptions,
  type KubeConfig,
} from '@kubernetes/client-node'
import { SharedConnections } from './shared-connections.ts'
import { fieldManager } from './translate/names.ts'

/** The API groups that the verbs call. */
export interface Cluster {
  readonly config: KubeConfig
  readonly core: CoreV1Api
  readonly apps: AppsV1Api
  readonly networking: NetworkingV1Api
  readonly custom: CustomObjectsApi
}

/** Clients for one way into a cluster, over connections that they share. */
export function connectCluster(way: KubeConfig): Cluster {
  const config = new SharedConnections(way)
  return {
    config,
    core: config.makeApiClient(CoreV1Api),
    apps: config.makeApiClient(AppsV1Api),
    networking: config.makeApiClient(NetworkingV1Api),
    custom: config.makeApiClient(CustomObjectsApi),
  }
}

/** Headers of a server-side apply and of a merge patch. */
export const applying = setHeaderOptions('Content-Type', PatchStrategy.ServerSideApply)
export const merging = setHeaderOptions('Content-Type', PatchStrategy.MergePatch)

/** Where an object is applied, by its own name. */
export const at = <Body extends { metadata: { name: string; namespace: string } }>(body: Body) => ({
  name: body.metadata.name,
  namespace: body.metadata.namespace,
  body,
  fieldManager,
  force: true,
})

export * from './credentials/index.ts'
export { createKubernetesBackend, type KubernetesBackendOptions } from './kubernetes-backend.ts'
export { defaultSettings, type KubernetesSettings } from './settings.ts'

/** Under which name each answer of the console is kept; `use-events.ts` writes changes into the same places. */
export const keys = {
  session: ['session'],
  containers: ['containers', 'mine'],
  allContainers: (filter: object) => ['containers', 'all', filter],
  container: (id: string) => ['container', id],
  images: ['images'],
  ownImages: ['images', 'mine'],
  builds: ['builds'],
  runner: ['runner'],
  backends: ['backends'],
  unknownContainers: (backend: string) => ['backends', backend, 'unknown-containers'],
  accounts: (filter: object) => ['accounts', filter],
  tokens: ['tokens'],
  registries: ['registries'],
  cleanUp: ['image-clean-up'],
  cleanUpPreview: (rules: string) => ['image-clean-up', 'preview', rules],
  audit: (filter: object) => ['audit', filter],
} as const

/** Who may import whom (ARCHITECTURE.md). Anything not listed is forbidden; cycles are forbidden. */
const may = {
  'packages/contract': [],
  'packages/lending': ['packages/contract'],
  'packages/client': ['packages/contract'],
  'packages/backend': ['packages/contract'],
  'backends/docker': ['packages/contract', 'packages/backend'],
  'backends/kubernetes': ['packages/contract', 'packages/backend'],
  'backends/fake': ['packages/contract', 'packages/backend'],
  'apps/console': ['packages/contract', 'packages/lending', 'packages/client'],
  'apps/web': ['packages/contract', 'packages/client'],
  'apps/cli': ['packages/contract', 'packages/client'],
}
const ours = '^(packages|backends|apps)/'
const boundary = Object.entries(may).map(([from, to]) => ({
  name: `boundary-${from.replace('/', '-')}`,
  severity: 'error',
  from: { path: `^${from}/`, ...(from === 'apps/console' ? { pathNot: '^apps/console/src/serve/' } : {}) },
  to: { path: ours, pathNot: [`^${from}/`, ...to.map((p) => `^${p}/`)] },
}))
module.exports = {
  forbidden: [
    ...boundary,
    {
      name: 'boundary-console-serve',
      severity: 'error',
      from: { path: '^apps/console/src/serve/' },
      to: {
        path: ours,
        pathNot: ['^apps/console/', '^packages/(contract|lending|client)/', '^backends/docker/'],
      },
    },
    {
      name: 'product-never-imports-tests',
      severity: 'error',
      from: { path: ours, pathNot: '\\.test\\.tsx?$' },
      to: { path: '^(test|bench)/' },
    },
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js'],
    },
  },
}

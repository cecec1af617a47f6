// Fills Node's compile cache (NODE_COMPILE_CACHE) with the programs that run for long.
await import('../apps/console/src/serve/main.ts')
await import('../backends/docker/src/main.ts')

import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compression } from 'vite-plugin-compression2'
import { cliBundle } from './cli-bundle.ts'

export default defineConfig({
  // The console serves `.br` and `.gz` as they lie: a class that opens its pages at once waits for no compressor.
  plugins: [react(), compression({ algorithms: ['brotliCompress', 'gzip'], threshold: 1_000 }), cliBundle()],
  // @balena/dockerignore asks Node for it.
  resolve: { alias: { path: 'path-browserify' } },
  build: { target: 'es2023', sourcemap: false, chunkSizeWarningLimit: 700 },
  server: { proxy: { '/api': { target: 'http://127.0.0.1:8080', ws: true } } },
})

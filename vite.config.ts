import { constants } from 'node:zlib'
import tailwindcss from '@tailwindcss/vite'
import { tanstackRouter } from '@tanstack/router-plugin/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compression, defineAlgorithm } from 'vite-plugin-compression2'

const server = 'http://127.0.0.1:4400'

export default defineConfig({
  plugins: [
    // Before React's plugin: it rewrites the route files that React's then compiles.
    tanstackRouter({
      target: 'react',
      autoCodeSplitting: true,
      routesDirectory: 'src/routes',
      generatedRouteTree: 'src/route-tree.gen.ts',
      routeFileIgnorePattern: '\\.test\\.tsx?$',
      addExtensions: true,
      quoteStyle: 'single',
      semicolons: false,
      tmpDir: 'node_modules/.cache/router',
    }),
    react(),
    tailwindcss(),
    compression({
      include: /\.(html|css|js|svg|json|webmanifest|txt)$/,
      threshold: 512,
      algorithms: [
        defineAlgorithm('brotliCompress', {
          params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY },
        }),
        defineAlgorithm('gzip', { level: 9 }),
      ],
      logLevel: 'silent',
    }),
  ],
  build: {
    outDir: 'dist/console',
    emptyOutDir: true,
    reportCompressedSize: false,
    // Every browser the console is for loads modules ahead by itself.
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: { '/v1': { target: server, xfwd: true } },
  },
})

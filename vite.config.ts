import { constants } from 'node:zlib'
import tailwindcss from '@tailwindcss/vite'
import { tanstackRouter } from '@tanstack/router-plugin/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { compression, defineAlgorithm } from 'vite-plugin-compression2'

const server = 'http://127.0.0.1:4400'

// What the first page needs of others' code, in one file: it outlives our own changes in the browser's cache, and is
// 5 KiB less on the wire than in the pieces that the routes would cut it into (measured, brotli).
const base =
  /node_modules\/(react|react-dom|scheduler|use-sync-external-store|react-hook-form|@hookform|zod|@tanstack\/(history|react-query|query-core|react-router|router-core|react-store|store))\//

const ofFirstPage = /\/(base|index|rolldown-runtime)-[^/]+$/

const formParts =
  /src\/(ui\/(form-shell|field|text-input|password-input)|features\/session\/sign-in-form)\.tsx$/

// zod's schemas can describe themselves as JSON Schema, which nobody asks of them here: 4 KiB less to load (measured,
// brotli). Where a newer zod is written differently, this finds nothing and costs those 4 KiB.
const zodWithoutJsonSchema: Plugin = {
  name: 'zod-without-json-schema',
  apply: 'build',
  transform: {
    filter: { id: /node_modules\/zod\/v4\/classic\/schemas\.js$/ },
    handler: (code) =>
      code
        .replace(/^\s*inst\._zod\.processJSONSchema = .*;$/gm, '')
        .replace(/createStandardJSONSchemaMethod\(this, "\w+"\)/g, 'undefined')
        .replace('createToJSONSchemaMethod(this, {})(params)', 'undefined'),
  },
}

// What an endpoint does in words is for the OpenAPI document, which the server makes: half a KiB less to load (measured, brotli).
const contractWithoutSummaries: Plugin = {
  name: 'contract-without-summaries',
  apply: 'build',
  enforce: 'pre',
  transform: {
    filter: { id: /\/contract\/[\w-]+\.ts$/ },
    handler: (code) => code.replace(/^ +summary:\s+'[^'\n]*',$/gm, ''),
  },
}

export default defineConfig({
  plugins: [
    // Before React's plugin: it rewrites the route files that React's then compiles. Its options are in tsr.config.json,
    // where scripts/check-routes.js finds them too.
    tanstackRouter({
      // What a route loads comes with its page, not with the first one (measured: 4 KiB less, brotli).
      codeSplittingOptions: {
        defaultBehavior: [['loader', 'component'], ['errorComponent'], ['notFoundComponent']],
      },
    }),
    react(),
    zodWithoutJsonSchema,
    contractWithoutSummaries,
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
    // What the first page has is there already, and need not be named for every route (measured: 0.1 KiB less, brotli).
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_, dependencies, { hostType }) =>
        hostType === 'js' ? dependencies.filter((name) => !ofFirstPage.test(name)) : dependencies,
    },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'base', test: base },
            // What every page begins with, and what sign-in and every form are made of, in one file each: a dozen small ones
            // are 4 KiB more (measured, brotli).
            { name: 'first', tags: ['$initial'] },
            { name: 'form', test: formParts },
          ],
        },
      },
      checks: { bundlerTimings: false },
    },
  },
  server: {
    proxy: { '/v1': { target: server, xfwd: true } },
  },
})

// Builds what is old and then becomes the server, in this same process, so that a signal to npm reaches it.
import { buildWhatIsOld } from './build.js'

try {
  await buildWhatIsOld()
} catch (error) {
  process.stderr.write(`\nCarillon could not be built. ${error instanceof Error ? error.message : error}\n`)
  process.exit(1)
}
const { main } = await import('../dist/server/main.js')
await main(process.env)

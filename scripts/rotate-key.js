// Builds the server where it is old, then seals the stored credentials with the newest key.
import { buildWhatIsOld } from './build.js'

await buildWhatIsOld(['server'])
const { rotateKey } = await import('../dist/server/rotate-key.js')
await rotateKey(process.env)

// First of all imports: zod would otherwise probe `new Function`, which the content security policy forbids and reports.
import * as z from 'zod'

z.config({ jitless: true })

import * as z from 'zod'

/** Whether the dialog that deletes the project is open. */
export const projectSettingsSearch = z.object({ remove: z.literal(true).optional().catch(undefined) })
export type ProjectSettingsSearch = z.output<typeof projectSettingsSearch>

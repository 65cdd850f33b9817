import type { Role } from '../../../contract/roles.ts'

/** What an administrator's role lets him do, in the words of whoever gives it. */
export const roleWords: Record<Role, { label: string; help: string }> = {
  viewer: { label: 'Viewer', help: 'Sees everything in every project, and changes nothing.' },
  author: { label: 'Author', help: 'Writes drafts and sends tests, but nothing to others.' },
  editor: {
    label: 'Editor',
    help: 'Sends, schedules, stops and retries messages; looks after topics and people.',
  },
  owner: {
    label: 'Owner',
    help: 'Everything, with providers, API keys, administrators and the projects themselves.',
  },
}

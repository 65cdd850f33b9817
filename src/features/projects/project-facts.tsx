import type { Project } from '../../../contract/console.ts'
import { zoneLabel } from '../../lib/time.ts'
import { DescriptionList } from '../../ui/description-list.tsx'
import { Section } from '../../ui/section.tsx'

/** For whoever may look and not change. */
export function ProjectFacts({ project }: { project: Project }) {
  const { name, timeZone, activityDays, deliveryDays, allowedOrigins } = project
  return (
    <Section title="What it is set to" description="Only owners change it.">
      <DescriptionList
        items={[
          { term: 'Name', value: name },
          { term: 'Time zone', value: zoneLabel(timeZone) },
          { term: 'Activity is kept', value: daysText(activityDays) },
          { term: 'Deliveries are kept', value: daysText(deliveryDays) },
          { term: 'Allowed origins', value: allowedOrigins.join(', ') },
        ]}
      />
    </Section>
  )
}

const daysText = (days: number) => `${days.toLocaleString()} ${days === 1 ? 'day' : 'days'}`

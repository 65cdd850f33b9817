import type { Project } from '../../../contract/console.ts'
import { viewerZone } from '../../lib/time.ts'
import { useProject } from './use-project.ts'

/** By whose clocks the days of a project's lists begin and end. */
export const zoneOf = ({ timeZone }: Pick<Project, 'timeZone'>) => timeZone || viewerZone()

export const useProjectZone = () => zoneOf(useProject())

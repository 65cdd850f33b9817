import { Choice, type ChoiceProps } from './choice.tsx'

/** On or off, at once. In a form that is saved later, a `Checkbox` says it better. */
export function Switch(props: ChoiceProps) {
  return <Choice {...props} type="checkbox" role="switch" look="switch" />
}

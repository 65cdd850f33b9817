import { canSend, type ProviderKind, providerTitles } from '../../../contract/provider-kind.ts'
import { Notice } from '../../ui/notice.tsx'

/** Stands wherever somebody might expect that messages go out through such a provider. */
export function CannotSendNotice({ kind }: { kind: ProviderKind }) {
  if (canSend(kind)) return null
  return (
    <Notice tone="warning" title={`Carillon cannot send through ${providerTitles[kind]} yet`}>
      It can be set up and switched on, as the API has it. What goes through it fails, and can be sent again
      later or through another provider.
    </Notice>
  )
}

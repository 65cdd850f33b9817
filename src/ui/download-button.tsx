import Download from 'lucide-react/icons/download'
import { IconButton } from './icon-button.tsx'

export interface DownloadButtonProps {
  /** "Download these people as CSV" */
  label: string
  /** Where the file is; asked for when it is wanted. */
  address: () => Promise<string>
}

/** Has the browser fetch a file and keep it; the page stays. */
export function DownloadButton({ label, address }: DownloadButtonProps) {
  return (
    <IconButton
      label={label}
      icon={<Download aria-hidden="true" />}
      onClick={async () => {
        const link = document.createElement('a')
        link.href = await address()
        // Its name is the server's.
        link.download = ''
        link.click()
      }}
    />
  )
}

import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'

/** For whoever comes to a fresh installation without the link. */
export function SetUpLinkHelp() {
  return (
    <div className="grid gap-4 text-base">
      <p>
        When Carillon starts, it prints a link that ends in <Code>/set-up#…</Code>. Whoever opens it names the
        first administrator, so only the person who can see the server’s output can do that.
      </p>
      <ul className="grid list-disc gap-2 pl-5">
        <li>Look in the terminal where it was started, or in its log (journalctl, docker logs).</li>
        <li>Open the whole link in this browser, with everything behind the #.</li>
        <li>If it is gone, start Carillon again: each start prints a new one until somebody has used it.</li>
      </ul>
      <p className="text-quiet">
        For a start without a link, give it <Code>CARILLON_ADMIN_EMAIL</Code> and{' '}
        <Code>CARILLON_ADMIN_PASSWORD</Code>.
      </p>
      <p>
        <Button onClick={() => location.assign('/')}>Check again</Button>
      </p>
    </div>
  )
}

function Code({ children }: { children: ReactNode }) {
  return <code className="font-mono text-sm whitespace-nowrap">{children}</code>
}

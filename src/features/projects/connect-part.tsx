import { CodeBlock } from '../../ui/code-block.tsx'
import { CopyableId } from '../../ui/copyable-id.tsx'
import { DescriptionList } from '../../ui/description-list.tsx'
import { Section } from '../../ui/section.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { useMay } from '../session/use-session.ts'

/** What a program needs to call this project. */
export function ConnectPart({ projectId }: { projectId: string }) {
  const mayMakeKeys = useMay('owner')
  const endpoint = `${location.origin}/v1`
  return (
    <Section
      title="Connect a program"
      description="Any Appwrite SDK works. The address is as this browser knows it."
    >
      <DescriptionList
        items={[
          { term: 'API endpoint', value: <CopyableId id={endpoint} of="API endpoint" /> },
          { term: 'Project ID', value: <CopyableId id={projectId} of="project ID" /> },
          {
            term: 'API key',
            value: mayMakeKeys ? (
              <TextLink to="/p/$projectId/settings/keys" params={{ projectId }}>
                Make one
              </TextLink>
            ) : (
              'From an owner'
            ),
          },
        ]}
      />
      <div className="mt-6">
        <Tabs
          label="Example in"
          tabs={[
            {
              id: 'node',
              label: 'Node.js',
              content: <CodeBlock label="Node.js" code={nodeExample(endpoint, projectId)} />,
            },
            {
              id: 'curl',
              label: 'cURL',
              content: <CodeBlock label="cURL" code={curlExample(endpoint, projectId)} />,
            },
          ]}
        />
      </div>
    </Section>
  )
}

const nodeExample = (endpoint: string, projectId: string) =>
  `import { Client, ID, Messaging } from 'node-appwrite'

const client = new Client()
  .setEndpoint('${endpoint}')
  .setProject('${projectId}')
  .setKey(process.env.CARILLON_API_KEY)

await new Messaging(client).createEmail({
  messageId: ID.unique(),
  subject: 'Bell practice',
  content: 'We ring on Sunday at nine.',
  topics: ['<TOPIC_ID>'],
})`

const curlExample = (endpoint: string, projectId: string) =>
  `curl ${endpoint}/messaging/messages \\
  -H 'X-Appwrite-Project: ${projectId}' \\
  -H "X-Appwrite-Key: $CARILLON_API_KEY"`

import { Content, List, Root, Trigger } from '@radix-ui/react-tabs'
import type { ReactNode } from 'react'
import { tabClass, tabListClass } from './tab-look.ts'

export interface TabsProps {
  label: string
  tabs: readonly { id: string; label: ReactNode; content: ReactNode }[]
  /** The open one and its change, where they live in the URL; the first and by itself otherwise. */
  value?: string | undefined
  onChange?: ((id: string) => void) | undefined
}

/** Views of one thing within a page. What has an address of its own gets `NavTabs`. */
export function Tabs({ label, tabs, value, onChange }: TabsProps) {
  return (
    <Root
      {...(value === undefined ? { defaultValue: tabs[0]?.id ?? '' } : { value })}
      {...(onChange && { onValueChange: onChange })}
    >
      <List aria-label={label} className={tabListClass}>
        {tabs.map((tab) => (
          <Trigger key={tab.id} value={tab.id} className={tabClass}>
            {tab.label}
          </Trigger>
        ))}
      </List>
      {tabs.map((tab) => (
        <Content key={tab.id} value={tab.id} className="pt-4">
          {tab.content}
        </Content>
      ))}
    </Root>
  )
}

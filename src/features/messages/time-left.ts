export interface Sighting {
  /** By this clock. */
  at: number
  done: number
}

const shortest = 4_000
const minute = 60_000

/** "about 2 min left", going by what was done since the first look; undefined while that tells nothing. */
export function timeLeftText(first: Sighting, now: Sighting, total: number): string | undefined {
  const [time, done] = [now.at - first.at, now.done - first.done]
  if (time < shortest || done <= 0 || now.done >= total) return undefined
  const left = ((total - now.done) * time) / done
  if (left < 10_000) return 'a few seconds left'
  if (left < minute) return `about ${Math.ceil(left / 10_000) * 10} s left`
  if (left < 90 * minute) return `about ${Math.round(left / minute)} min left`
  return `about ${Math.round(left / (60 * minute))} h left`
}

/**
 * An e-mail for a frame that fetches nothing: what would be fetched is taken out, and counted. The content security policy,
 * which a `srcdoc` inherits, forbids it anyway; this says so, and spares the browser the attempt.
 */
export function withoutRemoteContent(html: string): { html: string; images: number } {
  const page = new DOMParser().parseFromString(html, 'text/html')
  for (const element of page.querySelectorAll('script, link, base, meta[http-equiv]')) element.remove()
  const images = [...page.querySelectorAll('img, image, input[type=image]')].filter(isRemote)
  for (const image of images) {
    for (const name of ['src', 'srcset', 'href']) image.removeAttribute(name)
  }
  for (const element of page.querySelectorAll('[background]')) element.removeAttribute('background')
  // A link must not lead anywhere inside the frame.
  const base = page.createElement('base')
  base.target = '_blank'
  // What mail programs begin with; whatever the e-mail says of itself comes after it.
  const style = page.createElement('style')
  style.textContent = 'body { margin: 16px; font-family: sans-serif }'
  page.head.prepend(base, style)
  return { html: `<!doctype html>${page.documentElement.outerHTML}`, images: images.length }
}

const isRemote = (image: Element) =>
  ['src', 'srcset', 'href'].some((name) => /^\s*(https?:)?\/\//i.test(image.getAttribute(name) ?? ''))

/* 页面的零件。 */

export function el(tag, cls, content) {
  const made = document.createElement(tag);
  if (cls) made.className = cls;
  if (content !== undefined) made.textContent = content;
  return made;
}

export function shape(name) {
  const made = el('span', 'shape s-' + name);
  made.setAttribute('aria-hidden', 'true');
  return made;
}

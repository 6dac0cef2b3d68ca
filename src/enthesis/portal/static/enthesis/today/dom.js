/* Small helpers to build pages from code: text is always text, never markup. */
export function h(tag, given = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in { value: 0, checked: 0, disabled: 0, hidden: 0 }) element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";
export function s(tag, given = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(given)) element.setAttribute(name, value);
  element.append(...children.flat());
  return element;
}

export const icon = (name) => s("svg", { class: "i", "aria-hidden": "true" }, s("use", { href: `#${name}` }));

export const button = (words, onclick, kind = "btn", before = null) => h("button", { type: "button", class: kind, onclick }, before && icon(before), words);
export const link = (words, route, kind = "btn", before = null) => h("a", { class: kind, href: `#/${route}` }, before && icon(before), words);

// Elements made without markup: text from a source is only ever put in as text.

/** An element with properties and children. A property with a dash is set as an attribute. */
export function el(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "class") made.className = value;
    else if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key.includes("-") || !(key in made)) made.setAttribute(key, value === true ? "" : value);
    else made[key] = value;
  }
  made.append(...children.filter((child) => child !== undefined && child !== null && child !== false));
  return made;
}

export const byId = (id) => document.getElementById(id);

/** Characters that turn the direction of what follows. They are shown, and turn nothing. */
const TURNING = /([\u202a-\u202e\u2066-\u2069])/u;

/** Text with a sign for each character that turns its direction. */
export function plain(text) {
  if (!TURNING.test(text)) return [text];
  return text.split(TURNING).filter((part) => part !== "").map((part) => {
    if (!TURNING.test(part)) return part;
    const name = `U+${part.charCodeAt(0).toString(16).toUpperCase()}`;
    return el("span", { class: "turning", title: name, "data-code": name }, part);
  });
}

/** Text of a source inside a line of ours, whatever its direction. */
export const isolated = (text, properties = {}) => el("bdi", properties, ...plain(text));

/** Scripts that are written from right to left. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** An English sentence in which values from a source stand: those of another direction are kept apart. */
export function sentence(text, values) {
  const apart = [...new Set(values)].filter((value) => value && RIGHT_TO_LEFT.test(value)).sort((a, b) => b.length - a.length);
  const parts = [];
  for (let at = 0; at < text.length;) {
    const places = apart.map((value) => ({ value, start: text.indexOf(value, at) })).filter(({ start }) => start >= 0);
    const next = places.reduce((first, place) => (first && first.start <= place.start ? first : place), undefined);
    parts.push(...plain(text.slice(at, next ? next.start : text.length)));
    if (next) parts.push(isolated(next.value));
    at = next ? next.start + next.value.length : text.length;
  }
  return parts;
}

/** At most so many characters, with a sign that something is left out. */
export function shortened(text, most = 80) {
  const characters = [...text.replace(/\s+/gu, " ").trim()];
  return characters.length > most ? characters.slice(0, most - 1).join("") + "…" : characters.join("");
}

/** Whether an element takes what is typed. */
export function isTyping(target) {
  if (!(target instanceof Element)) return false;
  return target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;
}

const idle = globalThis.requestIdleCallback ?? ((work) => setTimeout(() => work({ timeRemaining: () => 8 }), 16));

/** Does pieces of work while nothing else is to be done; `next` does one piece and says whether there are more. */
export function whenIdle(next) {
  let stopped = false;
  const turn = (deadline) => {
    let more = true;
    do more = !stopped && next(); while (more && deadline.timeRemaining() > 4);
    if (more) idle(turn);
  };
  idle(turn);
  return () => { stopped = true; };
}

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

/** Text of another language or direction inside a line of ours. */
export const isolated = (text) => el("bdi", {}, text);

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

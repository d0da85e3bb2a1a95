// Who reviews, and what this browser remembers.

import { byId } from "./dom.js";

export function remembered(name) {
  try {
    return localStorage.getItem(`chorograph-${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(`chorograph-${name}`, value);
  } catch {
    // It is forgotten when the page is left.
  }
}

/** Shows the reviewer: `given` is whom the server was started for. A name chosen here holds until that is somebody else. */
export function showReviewer(given) {
  const [before, name] = (remembered("reviewer") ?? "").split("\n");
  byId("reviewer").value = name !== undefined && before === given ? name : given;
  byId("reviewer").addEventListener("change", () => remember("reviewer", `${given}\n${reviewer()}`));
}

/** The reviewer as written in the page; may be empty. */
export const reviewer = () => byId("reviewer").value.trim();

/** Whether a reviewer is the person here. */
export const isMe = (name) => reviewer() !== "" && (name === reviewer() || name === `https://orcid.org/${reviewer()}`);

// The claims of a source as a list of cards. One is open, with its fields and buttons. Long lists are built a chunk at a time.

import { el, isolated, plain, sentence } from "./dom.js";
import { FieldSet, changed, valuesOf } from "./fields.js";

/** Cards of a chunk. */
const CHUNK = 50;

export const STATES = {
  open: "Not reviewed", accepted: "Accepted", rejected: "Rejected", replaced: "Changed", added: "Added",
  differing: "Reviewers differ", leftout: "Left out with its statement", removed: "Taken back",
};

export class CardList {
  /** `act` is called with what a button asks for, such as `accept`; `choose` with the key of a card that is clicked; `isMe` says
   * whether a reviewer is the person here. */
  constructor(root, article, { act, choose, isMe }) {
    this.isMe = isMe;
    this.root = root;
    this.article = article;
    this.act = act;
    this.choose = choose;
    this.items = new Map();
    this.drafts = new Map();
    this.seer = new IntersectionObserver((seen) => {
      seen.filter((one) => one.isIntersecting).forEach((one) => this.build(Number(one.target.dataset.chunk)));
    }, { root, rootMargin: "800px" });
    root.addEventListener("keydown", (event) => this.key(event));
  }

  /** Shows cards in an order. `forms` are the types of claims by name, `cards` all cards by key. */
  show(order, cards, forms) {
    this.seer.disconnect();
    this.keepDraft();
    this.items.clear();
    [this.order, this.cards, this.forms] = [order, cards, forms];
    this.places = new Map(order.map((key, n) => [key, n]));
    this.chunks = [];
    for (let first = 0; first < order.length; first += CHUNK) {
      const list = el("ol", { class: "chunk", start: first + 1, "data-chunk": String(this.chunks.length) });
      list.style.setProperty("--cards", Math.min(CHUNK, order.length - first));
      this.chunks.push({ list, isBuilt: false });
    }
    const nothing = el("p", { class: "nothing" }, cards.size === 0 ? "No claim was read in this source."
      : "No claim fits the filter.");
    this.root.replaceChildren(...(order.length > 0 ? this.chunks.map((chunk) => chunk.list) : [nothing]));
    this.chunks.slice(0, 1).forEach((_, n) => this.build(n));
    this.chunks.forEach((chunk) => this.seer.observe(chunk.list));
    if (!this.places.has(this.current)) this.current = undefined;
    if (this.current !== undefined) this.build(Math.floor(this.places.get(this.current) / CHUNK));
  }

  build(n) {
    const chunk = this.chunks[n];
    if (!chunk || chunk.isBuilt) return;
    chunk.isBuilt = true;
    this.seer.unobserve(chunk.list);
    for (const key of this.order.slice(n * CHUNK, (n + 1) * CHUNK)) {
      const item = el("li");
      this.items.set(key, item);
      this.draw(key);
      chunk.list.append(item);
    }
    chunk.list.classList.add("built");
  }

  /** The card beside the current one in the list: its key. */
  beside(step) {
    const here = this.places.get(this.current);
    if (here === undefined) return this.order[step > 0 ? 0 : this.order.length - 1];
    return this.order[here + step];
  }

  /** The next card after one, or else the first of all, that nobody decided about. */
  nextOpen(after) {
    const here = (this.places.get(after) ?? -1) + 1;
    const isOpen = (key) => key !== after && this.cards.get(key).status === "open";
    return this.order.slice(here).find(isOpen) ?? this.order.slice(0, here).find(isOpen);
  }

  /** Forgets what is drawn, before other cards are shown. */
  forget() {
    [this.fields, this.comment, this.told] = [undefined, undefined, undefined];
  }

  /** Opens a card. */
  open(key, focuses = true) {
    if (!this.places.has(key)) return;
    this.keepDraft();
    const before = this.current;
    this.current = key;
    this.build(Math.floor(this.places.get(key) / CHUNK));
    if (before !== undefined && before !== key) this.draw(before);
    this.draw(key);
    const item = this.items.get(key);
    const [here, pane] = [item.getBoundingClientRect(), this.root.getBoundingClientRect()];
    if (here.top < pane.top || here.bottom > pane.bottom) item.scrollIntoView({ block: here.height > pane.height ? "start" : "nearest" });
    if (focuses) this.focus();
  }

  focus() {
    this.items.get(this.current)?.querySelector(".summary").focus({ preventScroll: true });
  }

  /** Draws a card again: what was typed in it is kept. */
  draw(key) {
    const item = this.items.get(key);
    const card = this.cards.get(key);
    if (!item || !card) return;
    const isOpen = key === this.current;
    const hadFocus = item.contains(document.activeElement);
    item.className = `card is-${card.status}${isOpen ? " current" : ""}`;
    const summary = el("button", {
      type: "button", class: "summary", "aria-expanded": String(isOpen), tabIndex: isOpen ? 0 : -1,
      "aria-current": isOpen ? "true" : undefined, onclick: () => this.choose(key),
    }, el("span", { class: "english", dir: "ltr" }, ...sentence(card.english, card.fields.flatMap(({ value, shown }) => [shown, value]))), " ",
    el("span", { class: "state" }, STATES[card.status] ?? card.status), " ",
    el("span", { class: "type" }, card.label));
    item.replaceChildren(el("h3", {}, summary));
    if (isOpen) item.append(this.body(card));
    if (this.current === undefined && this.places.get(key) === 0) summary.tabIndex = 0;
    if (hadFocus) summary.focus({ preventScroll: true });
  }

  body(card) {
    const draft = this.drafts.get(card.key);
    const form = this.forms.get(card.claim_type) ?? { fields: [] };
    const shown = new Map();
    for (const { name, shown: value } of card.fields) shown.set(name, [shown.get(name), value].filter(Boolean).join("; "));
    const values = new Map([...valuesOf(card.fields), ...(draft?.values ?? [])]);
    this.fields = new FieldSet(form, values, shown);
    this.comment = el("input", { type: "text", id: "comment", dir: "auto", autocomplete: "off", value: draft?.comment ?? "" });
    const button = (what, label, key, type = "button") => el("button", {
      type, class: what, "aria-keyshortcuts": key, onclick: type === "button" ? () => this.act(what) : undefined,
    }, label, key ? el("kbd", { "aria-hidden": "true" }, key) : undefined);
    this.told = el("p", { class: "told", role: "alert" }, draft?.told ?? "");
    const made = el("form", { class: "body", noValidate: true, onsubmit: (event) => {
      event.preventDefault();
      this.act("change");
    } },
    this.sentence(card),
    card.doubts.length > 0 && el("p", { class: "doubts" }, `Look at: ${card.doubts.join("; ")}`),
    ...this.fields.elements,
    card.machine.length > 0 && el("p", { class: "machine" }, "Read by the program: ", ...readAs(card.machine)),
    el("div", { class: "field" }, el("label", { for: "comment" }, "Comment"), this.comment),
    el("p", { class: "buttons" },
      button("accept", "Accept", "a"), button("reject", "Reject", "r"), button("change", "Save change", undefined, "submit"),
      button("later", "Later", "n"), button("undo", "Undo", "u"),
      card.decisions.some(({ reviewer }) => this.isMe(reviewer)) && button("retract", "Take back my decision")),
    this.told,
    decisions(card, form));
    return made;
  }

  sentence(card) {
    const { start, end, sentence_start, sentence_end } = card;
    const [before, words, after] = [[sentence_start, start], [start, end], [end, sentence_end]].map(([from, to]) =>
      from < to ? plain(this.article.slice(from, to)) : []);
    return el("blockquote", { dir: "auto" }, ...before, el("mark", {}, ...words), ...after);
  }

  /** What the open card says otherwise than before, as pairs of a name and a value. */
  changes() {
    return this.fields ? changed(this.fields.values(), valuesOf(this.cards.get(this.current).fields)) : [];
  }

  /** Keeps what was typed in the open card. */
  keepDraft(told) {
    const card = this.cards?.get(this.current);
    if (!card || !this.fields || !this.items.get(card.key)?.querySelector(".body")) return;
    const pairs = this.changes();
    const comment = this.comment.value;
    if (pairs.length === 0 && comment === "" && !told) {
      this.drafts.delete(card.key);
      return;
    }
    const now = this.fields.values();
    const values = new Map(pairs.map(([name]) => [name, now.get(name)]));
    this.drafts.set(card.key, { values, comment, told });
  }

  /** Shows why something was not done, in the open card if it is that one; what was typed is kept. */
  tell(key, told) {
    if (key === this.current) {
      this.keepDraft(told);
      this.told.textContent = told;
    } else {
      this.drafts.set(key, { values: new Map(), comment: "", ...this.drafts.get(key), told });
    }
  }

  isTyped() {
    this.keepDraft(this.told?.textContent);
    return [...this.drafts.values()].some((draft) => draft.values.size > 0 || draft.comment !== "");
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const onCard = event.target instanceof Element && event.target.closest(".summary");
    if (event.key === "Escape" && !onCard && event.target.closest?.(".body")) {
      this.focus();
      event.preventDefault();
    } else if (onCard && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const next = this.beside(event.key === "ArrowDown" ? 1 : -1);
      if (next !== undefined) this.choose(next);
      event.preventDefault();
    }
  }
}

const SAID = { replaced: "changed" };

function readAs(fields) {
  return fields.flatMap(({ label, shown, value }, n) => [n > 0 ? "; " : "", `${label}: `, isolated(shown || value || "–")]);
}

function decisions(card, form) {
  const label = (name) => form.fields.find((field) => field.name === name)?.label ?? name;
  const shown = (name, value) => form.fields.find((field) => field.name === name)?.choices.find(([known]) => known === value)?.[1] ?? value;
  if (card.decisions.length === 0) return undefined;
  const rows = card.decisions.map(({ reviewer, verdict, day, comment, fields, problem }) => el("li", {},
    isolated(reviewer), ` ${SAID[verdict] ?? verdict} it on ${day}`,
    ...fields.flatMap(([name, value], n) => [n > 0 ? "; " : ": ", `${label(name)}: `, isolated(shown(name, value) || "nothing")]),
    comment ? el("span", { class: "comment" }, " “", isolated(comment), "”") : undefined,
    problem ? el("strong", {}, ` Not used: ${problem}.`) : undefined));
  return el("ul", { class: "decisions", "aria-label": "Decisions" }, ...rows);
}

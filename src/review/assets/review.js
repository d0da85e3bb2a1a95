// The page of a review: what is shown, what keys and buttons do. "Saved" is said when the server has answered, never before.

import * as api from "./api.js";
import { AddForm, SelectionBar } from "./add.js";
import { Article } from "./article.js";
import { Caret } from "./caret.js";
import { CardList, STATES } from "./cards.js";
import { isMe, remember, remembered, reviewer, showReviewer } from "./person.js";
import { byId, el, isTyping, isolated, plain, shortened } from "./dom.js";

const state = { session: undefined, source: undefined, cards: new Map(), forms: new Map(), drafts: new Map(), isBusy: false };

const counted = (count, what) => `${count} ${what}${count === 1 ? "" : "s"}`;
const say = (...words) => byId("status").replaceChildren(...words);
const article = new Article(byId("text"), (key, focuses) => choose(key, { focuses: focuses === true, scrolls: false }));
const list = new CardList(byId("cards"), article, { act, choose: (key) => choose(key), isMe });
const form = new AddForm(byId("add"), { add, left: () => list.focus() });
const caret = new Caret(article, { picked: beginAdding, left: () => {}, say });
new SelectionBar(article, beginAdding);

// Sources.

/** The source that the address names; empty if it names none. */
function fromAddress() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}

async function start() {
  try {
    state.session = await api.session();
  } catch (error) {
    say(`The review cannot be opened: ${error.message}.`);
    return;
  }
  const { dataset, reviewer, types } = state.session;
  byId("dataset").replaceChildren(...plain(dataset));
  document.title = `Review: ${dataset}`;
  state.forms = new Map(types.map((type) => [type.name, type]));
  byId("filter-type").append(...types.map((type) => el("option", { value: type.name }, type.label)));
  showReviewer(reviewer);
  byId("keys").checked = remembered("keys") !== "off";
  const wanted = fromAddress();
  const { sources } = state.session;
  const first = sources.find(({ id }) => id === wanted) ?? sources.find(({ open }) => open > 0) ?? sources[0];
  showSources();
  showProblems();
  if (first) await openSource(first.id);
  else say("This dataset has no source that can be reviewed.");
}

function showSources() {
  const { sources } = state.session;
  const items = sources.map((source) => {
    const link = el("a", { href: `#${encodeURIComponent(source.id)}`, "aria-current": source.id === state.source?.id ? "true" : undefined },
      isolated(source.title, { class: "name" }), " ",
      el("span", { class: "count" }, source.claims === 0 ? "no claims" : `${source.decided} of ${source.claims} reviewed`),
      source.date ? el("span", { class: "date" }, ` ${source.date}`) : undefined,
      source.restricted ? el("span", { class: "restricted" }, " restricted") : undefined);
    return el("li", {}, link);
  });
  byId("sources").replaceChildren(...items);
  const sum = (name) => sources.reduce((total, source) => total + source[name], 0);
  const [decided, claims] = [sum("decided"), sum("claims")];
  Object.assign(byId("progress"), { max: Math.max(claims, 1), value: decided });
  byId("progress-words").textContent = `${decided} of ${claims} reviewed`;
}

async function openSource(id, key) {
  let source;
  state.asked = id;
  say("Reading…");
  try {
    source = await api.source(id);
  } catch (error) {
    if (state.asked === id) say(isolated(`The source cannot be shown: ${error.message}.`));
    return;
  }
  // Another source was asked for meanwhile.
  if (state.asked !== id) return;
  form.close();
  list.keepDraft();
  const isOther = state.source?.id !== id;
  state.source = source;
  if (!state.drafts.has(id)) state.drafts.set(id, new Map());
  list.drafts = state.drafts.get(id);
  list.forget();
  state.cards = new Map(source.cards.map((card) => [card.key, card]));
  byId("title").replaceChildren(...plain(source.title));
  byId("source-words").textContent = [source.date, source.restricted ? "restricted: decisions are kept out of version control" : ""].filter(Boolean).join(" · ");
  byId("source-note").textContent = source.note;
  byId("source-note").hidden = !source.note;
  const marks = source.marks.map((mark) => ({ ...mark, state: state.cards.get(mark.card)?.status }));
  article.show(source.text, marks);
  showOrphans(source.orphans);
  count();
  if (location.hash.slice(1) !== encodeURIComponent(id)) history.replaceState(undefined, "", `#${encodeURIComponent(id)}`);
  if (isOther) list.current = undefined;
  showList();
  const first = key ?? list.current ?? list.nextOpen() ?? list.order[0];
  if (first !== undefined) choose(first, { focuses: key !== undefined, scrolls: key !== undefined });
  say(isolated(source.title), `: ${counted(source.cards.length, "claim")}.`);
}

function showProblems() {
  const problems = state.session.problems ?? [];
  byId("problems").hidden = problems.length === 0;
  byId("problems").querySelector("summary").textContent = `${counted(problems.length, "problem")} in the files`;
  byId("problems").querySelector("ul").replaceChildren(...problems.map((problem) => el("li", {}, isolated(problem))));
}

function showOrphans(orphans) {
  byId("orphans").hidden = orphans.length === 0;
  byId("orphans").querySelector("summary").textContent = counted(orphans.length, "decision") + " without a claim";
  byId("orphans").querySelector("ul").replaceChildren(...orphans.map(({ claim_type, words, decision }) =>
    el("li", {}, `${claim_type} `, el("q", {}, isolated(words)), ": ", isolated(decision.reviewer),
      ` ${decision.verdict} it on ${decision.day}. ${decision.problem}`)));
}

/** Counts the claims of the source again. */
function count() {
  const summary = state.session.sources.find(({ id }) => id === state.source.id);
  const cards = [...state.cards.values()];
  const open = cards.filter((card) => card.status === "open").length;
  if (summary) Object.assign(summary, { claims: cards.length, open, decided: cards.length - open });
  showSources();
}

// The list of claims.

function showList() {
  const words = byId("filter").value.toLowerCase().split(/\s+/u).filter(Boolean);
  const [type, wanted, order] = ["filter-type", "filter-state", "order"].map((id) => byId(id).value);
  const fits = (card) => {
    if (type && card.claim_type !== type) return false;
    if (wanted === "decided" ? card.status === "open" : wanted && card.status !== wanted) return false;
    if (words.length === 0) return true;
    card.looked ??= `${card.english} ${card.words} ${card.label} ${card.doubts.join(" ")}`.toLowerCase();
    return words.every((word) => card.looked.includes(word));
  };
  const inText = (a, b) => a.start - b.start || a.end - b.end || (a.key < b.key ? -1 : 1);
  const cards = [...state.cards.values()].filter(fits);
  cards.sort(order === "rank" ? (a, b) => b.rank - a.rank || inText(a, b) : inText);
  list.show(cards.map((card) => card.key), state.cards, state.forms);
  const all = state.cards.size;
  byId("counted").textContent = cards.length === all ? counted(all, "claim") : `${cards.length} of ${counted(all, "claim")}`;
}

function choose(key, { focuses = true, scrolls = true } = {}) {
  if (key === undefined) return;
  list.open(key, focuses);
  const card = state.cards.get(key);
  article.select(key, card?.start, scrolls);
}

const marksOf = (card) => [
  { start: card.start, end: card.end, kind: "claim", name: card.label, card: card.key, state: card.status },
  ...card.fields.filter((field) => field.start !== null && field.start !== undefined)
    .map(({ start, end, label }) => ({ start, end, kind: "field", name: label, card: card.key, state: card.status })),
];

/** Puts a card in place of what was shown of it. */
function update(card) {
  const isThere = state.cards.has(card.key);
  if (card.status === "removed") {
    const beside = card.key === list.current ? list.beside(1) ?? list.beside(-1) : undefined;
    state.cards.delete(card.key);
    article.setMarks(card.key, []);
    showList();
    choose(beside);
  } else {
    state.cards.set(card.key, card);
    article.setMarks(card.key, marksOf(card));
    if (isThere) list.draw(card.key);
    else showList();
  }
  count();
}

/** Shows what a decision changed in other claims. */
function alter({ cards, gone, orphans }) {
  list.keepDraft();
  let isOther = false;
  for (const key of gone) {
    isOther = state.cards.delete(key) || isOther;
    article.setMarks(key, []);
  }
  for (const card of cards) {
    isOther = !state.cards.has(card.key) || isOther;
    state.cards.set(card.key, card);
    article.setMarks(card.key, marksOf(card));
  }
  if (isOther) showList();
  else cards.forEach(({ key }) => list.draw(key));
  showOrphans(orphans);
  count();
}

/** Reads the source again: somebody else may have decided. What stays the same is not drawn again. */
async function refresh() {
  let source;
  try {
    source = await api.source(state.source.id);
  } catch {
    return; // The next decision says what is wrong.
  }
  if (source.id !== state.source.id || state.isBusy) return;
  const now = new Map(source.cards.map((card) => [card.key, card]));
  const isSame = (a, b) => a && b && a.seen === b.seen && a.status === b.status && a.english === b.english;
  const keys = [...new Set([...state.cards.keys(), ...now.keys()])].filter((key) => !isSame(state.cards.get(key), now.get(key)));
  if (source.text !== state.source.text || keys.length > 100) {
    await openSource(source.id, list.current);
    return;
  }
  const isOther = keys.some((key) => !state.cards.has(key) || !now.has(key));
  state.source = source;
  for (const key of keys) {
    const card = now.get(key);
    if (card) state.cards.set(key, card);
    else state.cards.delete(key);
    article.setMarks(key, card ? marksOf(card) : []);
    if (card && !isOther) list.draw(key);
  }
  if (isOther) showList();
  showOrphans(source.orphans);
  count();
}

// What is decided.

/** The reviewer; without one nothing is saved. */
function me() {
  const name = reviewer();
  if (name === "") {
    say("Not saved: write who you are first, as an ORCID or a name.");
    byId("reviewer").focus();
  }
  return name;
}

/** Sends something to the server, one at a time. */
async function sending(work) {
  if (state.isBusy) {
    say("The last decision is still being saved.");
    return;
  }
  state.isBusy = true;
  say("Saving…");
  try {
    await work();
  } finally {
    state.isBusy = false;
  }
}

const VERDICTS = { accept: "accepted", reject: "rejected", change: "replaced", retract: "open" };

async function decide(verdict) {
  const card = state.cards.get(list.current);
  const name = card && me();
  if (!name) return;
  const { key, seen } = card;
  const [fields, comment] = [list.changes(), list.comment.value.trim()];
  if (verdict === "replaced" && fields.length === 0) {
    list.tell(key, "Not saved: no field is changed. Change one first, or accept the claim.");
    list.fields.input()?.focus();
    return;
  }
  if (verdict !== "replaced" && fields.length > 0) {
    list.tell(key, "Not saved: fields are changed. Save the change, or set them back first.");
    return;
  }
  const source = state.source.id;
  const body = { source, key, seen, verdict, fields, comment, reviewer: name };
  await sending(async () => {
    const isShown = () => state.source.id === source;
    try {
      const answer = await api.decide(body);
      if (!isShown()) return;
      // What was typed since stays.
      const isSame = key !== list.current || JSON.stringify([list.changes(), list.comment.value.trim()]) === JSON.stringify([fields, comment]);
      if (isSame) list.drafts.delete(key);
      else list.keepDraft();
      const stays = key !== list.current || verdict === "open" || !isSame;
      const next = stays ? undefined : list.nextOpen(key);
      update(answer.card);
      alter(answer.others);
      if (next !== undefined) choose(next);
      const left = next === undefined && !stays ? " Every claim of the list is reviewed." : "";
      say(`Saved: ${STATES[answer.card.status]}. `, isolated(shortened(answer.card.english, 120)), left);
    } catch (error) {
      if (!(error instanceof api.ApiError)) throw error;
      if (!isShown()) return;
      const isTyped = fields.length > 0 || comment !== "";
      list.tell(key, `Not saved: ${error.message}.${isTyped ? " What you typed is kept." : ""}`);
      if (error.answer?.card) update(error.answer.card);
      if (error.status === 404) setTimeout(refresh);
      say(isolated(`Not saved: ${error.message}.`));
    }
  });
}

async function undo() {
  const name = me();
  if (!name) return;
  await sending(async () => {
    try {
      const { source, card, others, what } = await api.undo({ reviewer: name });
      if (source !== state.source.id) await openSource(source, card.status === "removed" ? undefined : card.key);
      else {
        list.drafts.delete(card.key);
        update(card);
        alter(others);
        if (card.status !== "removed") choose(card.key);
      }
      say(`Saved: undone (${what}). `, isolated(shortened(card.english, 120)));
    } catch (error) {
      if (!(error instanceof api.ApiError)) throw error;
      if (error.answer?.card?.source === state.source.id) update(error.answer.card);
      say(isolated(`Not undone: ${error.message}.`));
    }
  });
}

function beginAdding(words) {
  if (!state.source.addable) {
    say("Claims are added to articles, and this source has none. Correct its table or fact box.");
    return;
  }
  form.open(state.source.id, words, state.forms);
}

async function add(claim) {
  const name = me();
  if (!name) return;
  await sending(async () => {
    try {
      const { card, others } = await api.add({ ...claim, reviewer: name });
      form.close();
      if (state.source.id !== claim.source) return;
      getSelection().removeAllRanges();
      update(card);
      alter(others);
      choose(card.key);
      say("Saved: Added. ", isolated(shortened(card.english, 120)));
    } catch (error) {
      if (!(error instanceof api.ApiError)) throw error;
      form.tell(`Not added: ${error.message}. What you typed is kept.`);
      say(isolated(`Not added: ${error.message}.`));
    }
  });
}

/** What a button or a key asks for. */
function act(what) {
  if (VERDICTS[what]) decide(VERDICTS[what]);
  else if (what === "undo") undo();
  else if (what === "later") choose(list.beside(1));
}

// Keys.

const KEYS = {
  a: () => act("accept"), r: () => act("reject"), u: () => act("undo"),
  c: () => list.fields?.input()?.focus(), m: () => list.comment?.focus(),
  n: () => choose(list.beside(1)), j: () => choose(list.beside(1)),
  p: () => choose(list.beside(-1)), k: () => choose(list.beside(-1)),
  s: () => caret.begin(article.pieces?.get(list.current)?.[0]),
  "/": () => byId("filter").focus(),
};

addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (byId("help").open || !state.source) return;
  if (event.key === "?") byId("help").showModal();
  else if (byId("keys").checked && !form.isOpen && Object.hasOwn(KEYS, event.key)) KEYS[event.key]();
  else return;
  event.preventDefault();
});

byId("help-button").addEventListener("click", () => byId("help").showModal());
byId("keys").addEventListener("change", (event) => remember("keys", event.target.checked ? "on" : "off"));
for (const id of ["filter", "filter-type", "filter-state", "order"]) byId(id).addEventListener("input", showList);
byId("filters").addEventListener("submit", (event) => {
  event.preventDefault();
  choose(list.current ?? list.order[0]);
});
byId("filter").addEventListener("keydown", (event) => {
  if (event.key === "Escape") choose(list.current ?? list.order[0]);
});
addEventListener("hashchange", () => {
  const id = fromAddress();
  if (state.session && id && id !== state.source?.id) openSource(id);
});
// Another tab, or another person, may have decided meanwhile.
document.addEventListener("visibilitychange", async () => {
  if (document.visibilityState !== "visible" || !state.source || state.isBusy) return;
  try {
    const { sources } = await api.session();
    const [mine, theirs] = [state.session.sources, sources].map((all) => all.find(({ id }) => id === state.source.id));
    state.session.sources = sources;
    showSources();
    if (!state.isBusy && !form.isOpen && theirs && (theirs.claims !== mine?.claims || theirs.decided !== mine?.decided)) {
      await refresh();
    }
  } catch {
    // The next decision says what is wrong.
  }
});
addEventListener("beforeunload", (event) => {
  if (state.isBusy || list.isTyped() || form.isTyped()) event.preventDefault();
});

start();

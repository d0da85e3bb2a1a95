// The text of a source with its findings as `<mark>` elements. Long texts are built a chunk at a time; all marks together are
// one tab stop.

import { el, plain, whenIdle } from "./dom.js";
import { Offsets, inOrder, nested, paragraphs } from "./text.js";

/** Length of a chunk, in UTF-16 units. */
const CHUNK = 8000;
/** Chunks that are built before anything is shown. */
const FIRST = 2;

export class Article {
  /** `choose` is called with the key of the card whose mark is clicked. */
  constructor(root, choose) {
    this.root = root;
    this.choose = choose;
    this.stop = () => {};
    root.addEventListener("click", (event) => this.clicked(event));
    root.addEventListener("keydown", (event) => this.key(event));
  }

  /** Shows a text; positions of marks are code points. */
  show(text, marks) {
    this.stop();
    this.text = text;
    this.bare = undefined;
    this.offsets = new Offsets(text);
    const sorted = marks.map((mark) => this.inUnits(mark)).filter((mark) => mark.start < mark.end).sort(inOrder);
    this.pieces = new Map();
    this.markOf = new WeakMap();
    this.current = undefined;
    this.stopAt = undefined;
    this.chunks = [];
    this.paragraphs = new WeakMap();
    for (const paragraph of paragraphs(text)) {
      const last = this.chunks.at(-1);
      if (last && last.end - last.start < CHUNK) {
        last.paragraphs.push(paragraph);
        last.end = paragraph.end;
      } else {
        this.chunks.push({ start: paragraph.start, end: paragraph.end, paragraphs: [paragraph], isBuilt: false });
      }
    }
    let first = 0;
    // Marks that reach over a chunk are in each chunk that they touch.
    let reaching = [];
    for (const chunk of this.chunks) {
      while (first < sorted.length && sorted[first].start < chunk.end) reaching.push(sorted[first++]);
      chunk.marks = reaching.filter((mark) => mark.end > chunk.start);
      reaching = chunk.marks.filter((mark) => mark.end > chunk.end);
      chunk.element = el("div", { class: "chunk" });
      chunk.element.style.setProperty("--lines", Math.ceil((chunk.end - chunk.start) / 70));
    }
    this.root.replaceChildren(...this.chunks.map((chunk) => chunk.element));
    this.root.scrollTop = 0;
    for (let n = 0; n < Math.min(FIRST, this.chunks.length); n += 1) this.build(n);
    let next = FIRST;
    this.stop = whenIdle(() => {
      if (next < this.chunks.length) this.build(next);
      next += 1;
      return next < this.chunks.length;
    });
  }

  build(n) {
    const chunk = this.chunks[n];
    if (!chunk || chunk.isBuilt) return;
    chunk.isBuilt = true;
    let first = 0;
    let reaching = [];
    for (const { start, end } of chunk.paragraphs) {
      while (first < chunk.marks.length && chunk.marks[first].start < end) reaching.push(chunk.marks[first++]);
      reaching = reaching.filter((mark) => mark.end > start);
      const paragraph = el("p", { dir: "auto" });
      this.fill(paragraph, nested(reaching, start, end), start, end);
      this.paragraphs.set(paragraph, start);
      chunk.element.append(paragraph);
    }
    chunk.element.classList.add("built");
    if (!this.stopAt) this.makeStop(chunk.element.querySelector("mark"));
  }

  fill(parent, pieces, start, end) {
    let at = start;
    for (const piece of pieces) {
      this.words(parent, at, piece.start);
      const { mark } = piece;
      const made = el("mark", { class: `kind-${String(mark.kind).replace(/[^\p{L}\p{N}]+/gu, "-")}` });
      if (mark.state) made.classList.add(`is-${mark.state}`);
      this.markOf.set(made, mark);
      if (mark.card) {
        if (!this.pieces.has(mark.card)) this.pieces.set(mark.card, []);
        this.pieces.get(mark.card).push(made);
        made.classList.add("of-claim");
        if (mark.card === this.current) made.classList.add("current");
      }
      this.fill(made, piece.inside, piece.start, piece.end);
      parent.append(made);
      at = piece.end;
    }
    this.words(parent, at, end);
  }

  words(parent, start, end) {
    if (start < end) parent.append(...plain(this.text.slice(start, end)));
  }

  /** Gives a card other marks, or none; what they touch is built again. */
  setMarks(card, marks) {
    const ours = marks.map((mark) => this.inUnits(mark)).filter((mark) => mark.start < mark.end);
    for (const chunk of this.chunks) {
      const others = chunk.marks.filter((mark) => mark.card !== card);
      const here = ours.filter((mark) => mark.start < chunk.end && mark.end > chunk.start);
      if (here.length === 0 && others.length === chunk.marks.length) continue;
      chunk.marks = [...others, ...here].sort(inOrder);
      if (!chunk.isBuilt) continue;
      const isHere = (piece) => chunk.element.contains(piece);
      for (const [key, pieces] of this.pieces) {
        if (pieces.some(isHere)) this.pieces.set(key, pieces.filter((piece) => !isHere(piece)));
      }
      if (this.stopAt && isHere(this.stopAt)) this.stopAt = undefined;
      chunk.element.replaceChildren();
      chunk.isBuilt = false;
      this.build(this.chunks.indexOf(chunk));
    }
  }

  inUnits(mark) {
    return { ...mark, start: this.offsets.units(mark.start), end: this.offsets.units(mark.end) };
  }

  /** Shows which words belong to a card, and scrolls to them. `start` is a position in code points. */
  select(card, start, scrolls = true) {
    (this.pieces.get(this.current) ?? []).forEach((piece) => piece.classList.remove("current"));
    this.current = card;
    if (card === undefined) return;
    if (start !== undefined && start !== null) {
      const at = this.offsets.units(start);
      this.build(this.chunks.findIndex((chunk) => at < chunk.end));
    }
    const pieces = this.pieces.get(card) ?? [];
    pieces.forEach((piece) => piece.classList.add("current"));
    const first = pieces.find((piece) => piece.getClientRects().length > 0) ?? pieces[0];
    if (first) {
      if (!this.root.contains(document.activeElement)) this.makeStop(first);
      if (scrolls) this.reveal(first);
    }
  }

  reveal(element) {
    const [here, pane] = [element.getBoundingClientRect(), this.root.getBoundingClientRect()];
    if (here.top < pane.top + 24 || here.bottom > pane.bottom - 24) element.scrollIntoView({ block: "center" });
  }

  /** The text of a range, in code points. */
  slice(start, end) {
    return this.text.slice(this.offsets.units(start), this.offsets.units(end));
  }

  /** How words are written as the value of a field: with what stands around them if they stand several times. */
  named({ words, start, end }) {
    const fold = (text) => text.replace(/\s+/gu, " ").trim();
    // Where white space stands is of no account: what is compared is compared without it.
    if (this.count([words]) === 1) return fold(words);
    const before = fold(this.text.slice(0, this.offsets.units(start)).slice(-400)).split(" ");
    const after = fold(this.text.slice(this.offsets.units(end)).slice(0, 400)).split(" ");
    for (let count = 1; count < 20; count += 1) {
      const [left, right] = [before.slice(-count).join(" "), after.slice(0, count).join(" ")];
      if (count === 19 || this.count([left, words, right]) === 1) return `${left} [[${fold(words)}]] ${right}`.trim();
    }
    return fold(words);
  }

  count(parts) {
    const bare = parts.join("").replace(/\s+/gu, "");
    this.bare ??= this.text.replace(/\s+/gu, "");
    let found = 0;
    for (let at = this.bare.indexOf(bare); at >= 0; at = this.bare.indexOf(bare, at + 1)) found += 1;
    return found;
  }

  /** Makes an element the one that Tab reaches. */
  makeStop(element) {
    if (!element) return;
    this.stopAt?.removeAttribute("tabindex");
    element.tabIndex = 0;
    this.stopAt = element;
  }

  clicked(event) {
    const selection = getSelection();
    if (selection && !selection.isCollapsed) return;
    let at = event.target instanceof Element ? event.target.closest("mark.of-claim") : null;
    if (!at) return;
    // A second click on the same words goes on to what stands around them.
    const around = [];
    for (; at; at = at.parentElement.closest("mark.of-claim")) around.push(this.markOf.get(at).card);
    const here = around.indexOf(this.current);
    this.choose(around[(here + 1) % around.length]);
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const here = document.activeElement;
    if (!here || here.tagName !== "MARK" || !this.root.contains(here)) return;
    if (event.key === "Enter" || event.key === " ") {
      const mark = here.closest("mark.of-claim");
      if (mark) this.choose(this.markOf.get(mark).card, true);
    } else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      const next = this.beside(here, event.key === "ArrowRight");
      if (next) {
        this.makeStop(next);
        next.focus({ preventScroll: true });
        this.reveal(next);
      }
    } else return;
    event.preventDefault();
  }

  beside(mark, isForward) {
    const chunk = this.chunks.findIndex((one) => one.element.contains(mark));
    for (const n of isForward ? [chunk + 1, chunk + 2] : [chunk - 1, chunk - 2]) this.build(n);
    const walker = document.createTreeWalker(this.root, NodeFilter.SHOW_ELEMENT, (node) =>
      node.tagName === "MARK" ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP);
    walker.currentNode = mark;
    return isForward ? walker.nextNode() : walker.previousNode();
  }

  /** The position in the text, in units, of a boundary in the document. */
  position(node, offset) {
    const element = node instanceof Element ? node : node.parentElement;
    const paragraph = element?.closest("p");
    if (paragraph && this.paragraphs.has(paragraph)) {
      const before = document.createRange();
      before.setStart(paragraph, 0);
      before.setEnd(node, offset);
      return this.paragraphs.get(paragraph) + before.toString().length;
    }
    const after = node.childNodes?.[offset];
    const next = after?.matches?.("p") ? after : after?.querySelector?.("p");
    if (next) return this.paragraphs.get(next);
    const last = [...(element?.querySelectorAll?.("p") ?? [])].at(-1);
    return last ? this.paragraphs.get(last) + last.textContent.length : this.text.length;
  }

  /** What is selected in the text: its words and their range in code points; `undefined` if nothing is. */
  selected() {
    const selection = getSelection();
    if (!selection || selection.isCollapsed || selection.rangeCount === 0) return undefined;
    const range = selection.getRangeAt(0);
    if (!this.root.contains(range.startContainer) || !this.root.contains(range.endContainer)) return undefined;
    let start = this.position(range.startContainer, range.startOffset);
    let end = this.position(range.endContainer, range.endOffset);
    [start, end] = this.offsets.whole(start, end);
    const words = this.text.slice(start, end);
    start += words.length - words.trimStart().length;
    end -= words.length - words.trimEnd().length;
    if (start >= end) return undefined;
    return { words: this.text.slice(start, end), start: this.offsets.points(start), end: this.offsets.points(end) };
  }
}

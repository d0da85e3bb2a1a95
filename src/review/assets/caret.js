// Words are selected by keyboard: a caret in the text, moved by `Selection.modify`.

import { el, isolated, shortened } from "./dom.js";

const MOVES = {
  ArrowRight: ["right", "character"], ArrowLeft: ["left", "character"],
  ArrowDown: ["forward", "line"], ArrowUp: ["backward", "line"],
  Home: ["backward", "lineboundary"], End: ["forward", "lineboundary"],
};

export class Caret {
  /** `picked` is called when the words are chosen, `left` when the caret goes away, `say` with what it stands at. */
  constructor(article, { picked, left, say }) {
    [this.article, this.root, this.picked, this.left, this.say] = [article, article.root, picked, left, say];
    this.isOn = false;
    this.line = el("div", { class: "caret", "aria-hidden": "true", hidden: true });
    document.body.append(this.line);
    this.root.addEventListener("keydown", (event) => this.key(event), true);
    this.root.addEventListener("scroll", () => this.isOn && this.draw(), { passive: true });
    this.root.addEventListener("mousedown", () => this.end());
    this.root.addEventListener("focusout", () => this.isOn && this.end());
    addEventListener("resize", () => this.isOn && this.draw());
  }

  /** Puts the caret before an element, or at what is selected. */
  begin(element) {
    const selection = getSelection();
    if (!this.article.selected()) {
      const first = element ?? this.firstSeen();
      if (!first) return;
      const walker = document.createTreeWalker(first, NodeFilter.SHOW_TEXT);
      const text = walker.nextNode();
      if (!text) return;
      selection.collapse(text, 0);
    }
    const at = [selection.anchorNode, selection.anchorOffset, selection.focusNode, selection.focusOffset];
    this.root.tabIndex = -1;
    this.root.focus({ preventScroll: true });
    // The focus may have moved the selection.
    selection.setBaseAndExtent(...at);
    this.isOn = true;
    this.root.classList.add("selecting");
    this.say("Selecting. Arrows move, with Ctrl by word; Shift and arrows select; Enter takes the words, Escape leaves.");
    this.draw();
  }

  firstSeen() {
    const top = this.root.getBoundingClientRect().top;
    return [...this.root.querySelectorAll("p")].find((paragraph) => paragraph.getBoundingClientRect().bottom > top + 4);
  }

  /** Leaves; what is selected stays so. */
  end() {
    if (!this.isOn) return;
    this.isOn = false;
    this.line.hidden = true;
    this.root.classList.remove("selecting");
    this.root.removeAttribute("tabindex");
    this.left();
  }

  key(event) {
    if (!this.isOn) return;
    const selection = getSelection();
    if (event.key === "Escape") {
      selection.collapseToStart();
      this.end();
    } else if (event.key === "Enter") {
      const words = this.article.selected();
      if (words) {
        this.end();
        this.picked(words);
      } else this.say("Nothing is selected: hold Shift and press arrows.");
    } else if (event.key === "Tab") {
      this.end();
      return;
    } else if (MOVES[event.key]) {
      const [direction, unit] = MOVES[event.key];
      const byWord = unit === "character" && (event.ctrlKey || event.altKey);
      const before = [selection.anchorNode, selection.anchorOffset, selection.focusNode, selection.focusOffset];
      selection.modify(event.shiftKey ? "extend" : "move", direction, byWord ? "word" : unit);
      if (!this.root.contains(selection.focusNode)) selection.setBaseAndExtent(...before);
      this.draw(true);
      const words = this.article.selected();
      this.say(words ? "Selected: " : "At: ", isolated(shortened(words ? words.words : this.following(), words ? 80 : 30)));
    } else {
      // Other keys act on cards only after the caret has gone.
      event.stopPropagation();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  following() {
    const { focusNode, focusOffset } = getSelection();
    const at = this.article.position(focusNode, focusOffset);
    return this.article.text.slice(at, at + 60);
  }

  draw(scrolls = false) {
    const { focusNode, focusOffset } = getSelection();
    if (!focusNode) return;
    const range = document.createRange();
    range.setStart(focusNode, focusOffset);
    let box = range.getClientRects()[0];
    if (!box && focusNode.nodeType === Node.TEXT_NODE && focusOffset < focusNode.length) {
      range.setEnd(focusNode, focusOffset + 1);
      box = range.getClientRects()[0];
    }
    box ??= (focusNode instanceof Element ? focusNode : focusNode.parentElement).getBoundingClientRect();
    const pane = this.root.getBoundingClientRect();
    if (scrolls && (box.top < pane.top + 8 || box.bottom > pane.bottom - 8)) {
      this.root.scrollTop += box.top - pane.top - pane.height / 2;
      this.draw();
      return;
    }
    this.line.hidden = box.bottom < pane.top || box.top > pane.bottom;
    Object.assign(this.line.style, { left: `${box.left - 1}px`, top: `${box.top}px`, height: `${box.height}px` });
  }
}

// The form for a claim that was not read: selected words, a type, fields.

import { byId, el, plain, shortened } from "./dom.js";
import { FieldSet } from "./fields.js";

export class AddForm {
  /** `add` is called with what is to be added; `left` when the form is closed. */
  constructor(root, { add, left }) {
    [this.root, this.add, this.left] = [root, add, left];
    root.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        this.close();
        event.preventDefault();
      }
    });
  }

  get isOpen() {
    return !this.root.hidden;
  }

  /** Opens the form for words of a source. */
  open(source, words, forms) {
    this.source = source;
    this.words = words;
    this.forms = [...forms.values()].filter((form) => form.addable);
    this.kept = new Map();
    this.type = el("select", { id: "add-type", onchange: () => this.showFields() },
      ...this.forms.map((form) => el("option", { value: form.name }, form.label)));
    this.holder = el("div", { class: "fields" });
    this.comment = el("input", { type: "text", id: "add-comment", dir: "auto", autocomplete: "off" });
    this.told = el("p", { class: "told", role: "alert" });
    this.button = el("button", { type: "submit" }, "Add the claim");
    this.root.replaceChildren(
      el("h2", { id: "add-title" }, "Add a claim"),
      el("blockquote", { dir: "auto" }, el("mark", {}, ...plain(words.words))),
      el("form", { class: "body", noValidate: true, onsubmit: (event) => {
        event.preventDefault();
        this.send();
      } },
      el("div", { class: "field" }, el("label", { for: "add-type" }, "Type of claim"), this.type),
      this.holder,
      el("div", { class: "field" }, el("label", { for: "add-comment" }, "Comment"), this.comment),
      el("p", { class: "buttons" }, this.button, el("button", { type: "button", onclick: () => this.close() }, "Cancel")),
      this.told));
    this.root.hidden = false;
    this.showFields();
    this.type.focus();
    this.root.scrollIntoView({ block: "nearest" });
  }

  /** The fields of the chosen type; what was typed into fields of the same name stays. */
  showFields() {
    for (const [name, values] of this.fields?.values() ?? []) if (values.length > 0) this.kept.set(name, values);
    const form = this.forms.find((one) => one.name === this.type.value);
    this.fields = form ? new FieldSet({ fields: form.fields.filter((field) => field.editable) }, this.kept) : undefined;
    this.holder.replaceChildren(...(this.fields?.elements ?? []));
  }

  send() {
    const form = this.forms.find((one) => one.name === this.type.value);
    if (!form) return;
    const values = this.fields.values();
    const missing = form.fields.filter((field) => field.required && (values.get(field.name) ?? []).length === 0);
    if (missing.length > 0) {
      this.tell(`Not added: ${missing.map((field) => field.label).join(", ")} is needed.`);
      this.fields.input(missing[0].name)?.focus();
      return;
    }
    const fields = [...values].flatMap(([name, all]) => all.map((value) => [name, value]));
    const { start, end } = this.words;
    this.add({ source: this.source, start, end, type: form.name, fields, comment: this.comment.value });
  }

  tell(told) {
    this.told.textContent = told;
  }

  isTyped() {
    return this.isOpen && ([...this.fields?.values().values() ?? []].some((all) => all.length > 0) || this.comment.value !== "");
  }

  close() {
    if (!this.isOpen) return;
    this.root.hidden = true;
    this.root.replaceChildren();
    this.fields = undefined;
    this.left();
  }
}

/** The bar that offers what may be done with selected words: a claim is added from them, or they become the value of a field. */
export class SelectionBar {
  constructor(article, taken) {
    this.article = article;
    this.bar = byId("selection");
    this.use = byId("selection-use");
    byId("selection-add").addEventListener("click", () => this.words && taken(this.words));
    this.use.addEventListener("click", () => this.fill());
    document.addEventListener("selectionchange", () => this.update());
    document.addEventListener("focusin", ({ target }) => {
      if (target.matches("[data-words]")) this.input = target;
    });
  }

  update() {
    const inBar = this.bar.contains(document.activeElement);
    const words = this.article.text === undefined ? undefined : this.article.selected();
    // A click on a button may take the selection away before it is heard.
    if (!words && inBar) return;
    this.words = words;
    this.bar.hidden = !words;
    this.bar.querySelector("bdi").replaceChildren(...plain(words ? shortened(words.words, 200) : ""));
    const isThere = this.input?.isConnected;
    this.use.hidden = !isThere;
    if (isThere) this.use.textContent = `Use for ${this.input.dataset.words}`;
  }

  fill() {
    if (!this.words || !this.input?.isConnected) return;
    this.input.value = this.article.named(this.words);
    this.input.focus();
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
    getSelection().collapseToEnd();
    this.bar.hidden = true;
  }
}

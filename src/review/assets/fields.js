// The fields of a claim as labelled inputs.

import { el, isolated } from "./dom.js";

let ids = 0;

/** The values of the fields of a card, by name. */
export function valuesOf(fields) {
  const values = new Map();
  for (const { name, value } of fields) {
    if (!values.has(name)) values.set(name, []);
    if (value !== "") values.get(name).push(value);
  }
  return values;
}

const isSame = (a = [], b = []) => a.length === b.length && a.every((value, n) => value === b[n]);

/** What a form says otherwise than a card, as the server takes it: pairs of a name and a value, empty for no value. */
export function changed(now, before) {
  const pairs = [];
  for (const [name, values] of now) {
    if (isSame(values, before.get(name))) continue;
    if (values.length === 0) pairs.push([name, ""]);
    values.forEach((value) => pairs.push([name, value]));
  }
  return pairs;
}

/** The inputs of a type of claim. */
export class FieldSet {
  /** `values` are those shown at the start; `shown` are labels of values that cannot be changed. */
  constructor(form, values, shown = new Map()) {
    this.rows = form.fields.map((field) => new FieldRow(field, values.get(field.name) ?? [], shown.get(field.name)));
    this.elements = this.rows.map((row) => row.element);
  }

  /** The values by name, of fields that can be changed. */
  values() {
    return new Map(this.rows.filter((row) => row.field.editable).map((row) => [row.field.name, row.values()]));
  }

  /** The first input, or that of a field. */
  input(name) {
    return this.rows.find((row) => row.inputs.length > 0 && (name === undefined || row.field.name === name))?.inputs[0];
  }
}

class FieldRow {
  constructor(field, values, shown) {
    this.field = field;
    this.inputs = [];
    if (!field.editable) {
      this.element = el("p", { class: "field fixed" }, el("span", { class: "label" }, field.label),
        isolated(shown || values.join("; ") || "–"), field.help ? el("span", { class: "help" }, field.help) : undefined);
      return;
    }
    const help = field.help ? el("span", { class: "help", id: `help-${++ids}` }, field.help) : undefined;
    this.helped = help?.id;
    if (field.repeats) {
      this.list = el("div", { class: "several" });
      const more = el("button", { type: "button", class: "small", onclick: () => this.another("").focus() },
        "Add another ", el("span", { class: "quiet" }, field.label));
      this.element = el("fieldset", { class: "field" }, el("legend", {}, this.name()), this.list, more, help);
      for (const value of values.length > 0 ? values : [""]) this.another(value);
    } else {
      const input = this.input(values[0] ?? "");
      const label = el("label", { for: input.id }, this.name());
      this.inputs.push(input);
      this.element = el("div", { class: "field" }, label, input, help);
    }
  }

  name() {
    return this.field.label + (this.field.required ? " (needed)" : "");
  }

  input(value) {
    const { kind, choices, required } = this.field;
    const shared = { id: `field-${++ids}`, "aria-describedby": this.helped, "data-field": this.field.name,
      "data-words": ["entity", "words", "time"].includes(kind) ? this.field.label : undefined };
    if (kind !== "choice") {
      return el("input", { ...shared, type: "text", value, dir: "auto", autocomplete: "off", spellcheck: "false",
        "aria-required": required ? "true" : undefined });
    }
    const known = choices.some(([name]) => name === value);
    const others = value === "" || !required ? [["", "–"]] : [];
    if (value !== "" && !known) others.push([value, value]);
    const options = [...others, ...choices].map(([name, label]) => el("option", { value: name }, label));
    const made = el("select", shared, ...options);
    made.value = value;
    return made;
  }

  another(value) {
    const input = this.input(value);
    const count = this.inputs.push(input);
    input.setAttribute("aria-label", `${this.field.label} ${count}`);
    const row = el("div", { class: "one" }, input);
    const remove = el("button", { type: "button", class: "small", "aria-label": `Remove ${this.field.label} ${count}`, onclick: () => {
      const at = this.inputs.indexOf(input);
      this.inputs.splice(at, 1);
      row.remove();
      (this.inputs[Math.min(at, this.inputs.length - 1)] ?? this.element.querySelector("button")).focus();
      this.element.dispatchEvent(new Event("input", { bubbles: true }));
    } }, "Remove");
    row.append(remove);
    this.list.append(row);
    return input;
  }

  values() {
    return this.inputs.map((input) => input.value.trim()).filter((value) => value !== "");
  }
}

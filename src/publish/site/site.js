// What scripts add: search among the names, and a button that copies a query. Without them all pages work.
"use strict";

// As `plain` in src/site/names.rs: letters without marks and capitals, in their own script, words parted by one space.
function plain(text) {
  return text.normalize("NFKD").toLowerCase()
    .replace(/\p{M}/gu, "").replace(/[ʼ’‘'ьъ]/gu, "").replace(/ı/gu, "i").replace(/ə/gu, "a")
    .split(/[^\p{L}\p{N}]+/u).filter(Boolean).join(" ");
}

const here = document.currentScript ? document.currentScript.src : "";
const root = new URL("../", here || location.href);

function searching() {
  const section = document.querySelector(".search");
  if (!section) return;
  section.hidden = false;
  const field = document.getElementById("search");
  const status = document.getElementById("search-status");
  const list = document.getElementById("search-results");
  if (location.protocol === "file:") {
    field.disabled = true;
    status.textContent = "Search works when the site is on a web server. On a disk, use the names from A to Z.";
    return;
  }
  const files = new Map();
  const load = (name) => {
    if (!files.has(name)) {
      files.set(name, fetch(new URL("search/" + name, root)).then((answer) => {
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.json();
      }));
      files.get(name).catch(() => files.delete(name));
    }
    return files.get(name);
  };
  let turn = 0;
  async function run() {
    const mine = ++turn;
    const asked = plain(field.value);
    const words = asked.split(" ").filter(Boolean);
    const word = words.reduce((long, next) => (next.length > long.length ? next : long), "");
    list.replaceChildren();
    if ([...word].length < 2) {
      status.textContent = asked ? "Type two letters or more." : "";
      return;
    }
    status.textContent = "Searching…";
    try {
      const index = await load("index.json");
      const two = [...word].slice(0, 2).join(""), three = [...word].slice(0, 3).join("");
      let shards = Object.keys(index).filter((key) => key === three || key === two || ([...word].length === 2 && key.startsWith(two)));
      const parts = await Promise.all(shards.slice(0, 40).map((key) => load(index[key])));
      if (mine !== turn) return;
      const begins = (text) => words.every((w) => (" " + text).includes(" " + w));
      const seen = new Set(), found = [];
      for (const entry of parts.flat()) {
        const [latin, own, spelling, language, title, kind, to] = entry;
        const id = spelling + "\0" + to;
        if (seen.has(id) || !(begins(latin) || begins(own || latin))) continue;
        seen.add(id);
        const exact = latin === asked || own === asked ? 0 : latin.startsWith(asked) || own.startsWith(asked) ? 1 : 2;
        found.push({ exact, latin, spelling, language, title, kind, to });
      }
      found.sort((a, b) => a.exact - b.exact || a.latin.length - b.latin.length || (a.latin < b.latin ? -1 : 1));
      for (const one of found.slice(0, 50)) {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = new URL(one.to, root).href;
        link.textContent = one.spelling;
        if (one.language) link.lang = one.language;
        const more = document.createElement("span");
        more.className = "soft";
        more.textContent = " " + one.kind + (one.title ? ": " + one.title : "");
        item.append(link, more);
        list.append(item);
      }
      const n = found.length;
      status.textContent = n === 0 ? "No name begins so. The lists from A to Z have them all."
        : n > 50 ? "50 of " + n + " names" : n === 1 ? "1 name" : n + " names";
    } catch {
      status.textContent = "The search files cannot be read. Use the lists from A to Z.";
    }
  }
  field.addEventListener("input", run);
  section.querySelector("form").addEventListener("submit", (event) => { event.preventDefault(); run(); });
  if (field.value) run();
}

function copying() {
  const text = document.getElementById("query-text");
  if (!text || !navigator.clipboard) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy-it";
  button.textContent = "Copy this query";
  const told = document.createElement("span");
  told.setAttribute("role", "status");
  told.className = "soft";
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent);
      told.textContent = " Copied.";
    } catch {
      told.textContent = " The browser did not let it be copied.";
    }
  });
  text.closest(".copy").append(button, told);
}

searching();
copying();

// Starts the editor on this server's own endpoint, with the prefixes that it predefines. Nothing asks another host.
"use strict";
(() => {
  const place = document.getElementById("editor");
  const prefixes = JSON.parse(place.dataset.prefixes);
  const Editor = window.Yasgui.default || window.Yasgui;
  const declared = ["choro", "rdfs"].map((p) => `PREFIX ${p}: <${prefixes[p]}>\n`).join("");
  const first = declared + "\nSELECT ?place ?name {\n  ?place a choro:Place ; rdfs:label ?name\n}\nLIMIT 20";

  // What the editor does not say to those who do not see it. Tabs come and go, so it is said again.
  const say = () => {
    const name = (selector, label) => {
      for (const element of place.querySelectorAll(selector)) {
        if (!element.hasAttribute("aria-label")) element.setAttribute("aria-label", label);
      }
    };
    name(".yasqe textarea", "SPARQL query");
    name(".tab input", "Name of the tab");
    name(".autocomplete", "Endpoint");
    name(".yasr input[type=search], .yasr .tableFilter", "Filter the rows");
    name(".yasr .tableSizer", "Rows on a page");
    for (const add of place.querySelectorAll(".tabsList button.addTab:not([role])")) {
      add.setAttribute("role", "tab");
      add.setAttribute("aria-selected", "false");
    }
    for (const { CodeMirror: query } of place.querySelectorAll(".CodeMirror")) {
      if (!query || query.declares) continue;
      query.declares = true;
      query.on("change", () => declare(query));
    }
    // The column of row numbers.
    for (const title of place.querySelectorAll(".yasr thead .dt-column-title:empty")) title.textContent = "No.";
    // What scrolls is reached with the keyboard.
    for (const scrolled of place.querySelectorAll(".yasr_results:not([tabindex])")) {
      scrolled.setAttribute("tabindex", "0");
      scrolled.setAttribute("role", "region");
      scrolled.setAttribute("aria-label", "Answer");
    }
  };
  new MutationObserver(say).observe(place, { childList: true, subtree: true });

  // A known prefix that is written is declared, as the editor does not know what the server predefines.
  const declare = (query) => {
    const text = query.getValue().replace(/<[^<>\s]*>|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#.*/g, " ");
    const declared = query.getPrefixesFromQuery();
    const used = [...text.matchAll(/(?:^|[^\w:?$-])([A-Za-z][\w-]*):(?=[\w%])/g)].map((found) => found[1]);
    for (const prefix of new Set(used)) {
      if (Object.hasOwn(prefixes, prefix) && !Object.hasOwn(declared, prefix)) query.addPrefixes({ [prefix]: prefixes[prefix] });
    }
  };

  // Those that are on by default ask other hosts for prefixes, classes and properties.
  Editor.Yasqe.defaults.autocompleters = ["variables"];
  new Editor(place, {
    requestConfig: { endpoint: new URL("/sparql", location.href).href, method: "POST" },
    copyEndpointOnNewTab: true,
    endpointCatalogueOptions: { getData: () => [] },
    persistenceId: "chorograph-" + location.host,
    yasqe: { value: first, prefixCcApi: null, showQueryButton: true, resizeable: true },
    yasr: { prefixes, pluginOrder: ["table", "response"], defaultPlugin: "table" },
  });
  say();
})();

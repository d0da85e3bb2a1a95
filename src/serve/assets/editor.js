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
    for (const add of place.querySelectorAll(".tabsList button.addTab:not([role])")) {
      add.setAttribute("role", "tab");
      add.setAttribute("aria-selected", "false");
    }
    // What scrolls is reached with the keyboard.
    for (const scrolled of place.querySelectorAll(".yasr_results:not([tabindex])")) {
      scrolled.setAttribute("tabindex", "0");
      scrolled.setAttribute("role", "region");
      scrolled.setAttribute("aria-label", "Answer");
    }
  };
  new MutationObserver(say).observe(place, { childList: true, subtree: true });

  new Editor(place, {
    requestConfig: { endpoint: new URL("/sparql", location.href).href, method: "POST" },
    copyEndpointOnNewTab: true,
    endpointCatalogueOptions: { getData: () => [] },
    persistenceId: "chorograph-" + location.host,
    yasqe: { value: first, prefixCcApi: null, autocompleters: [], showQueryButton: true, resizeable: true },
    yasr: { prefixes, pluginOrder: ["table", "response"], defaultPlugin: "table" },
  });
  say();
})();

// Starts the editor on this server's own endpoint, with the prefixes that it predefines. Nothing asks another host.
"use strict";
(() => {
  const place = document.getElementById("editor");
  const prefixes = JSON.parse(place.dataset.prefixes);
  const Editor = window.Yasgui.default || window.Yasgui;
  const declared = ["choro", "rdfs"].map((p) => `PREFIX ${p}: <${prefixes[p]}>\n`).join("");
  const first = declared + "\nSELECT ?place ?name {\n  ?place a choro:Place ; rdfs:label ?name\n}\nLIMIT 20";
  new Editor(place, {
    requestConfig: { endpoint: new URL("/sparql", location.href).href, method: "POST" },
    copyEndpointOnNewTab: true,
    endpointCatalogueOptions: { getData: () => [] },
    persistenceId: "chorograph-" + location.host,
    yasqe: { value: first, prefixCcApi: null, autocompleters: [], showQueryButton: true, resizeable: true },
    yasr: { prefixes, pluginOrder: ["table", "response"], defaultPlugin: "table" },
  });
})();

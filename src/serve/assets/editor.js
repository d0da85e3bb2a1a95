// Starts the editor on this server's own endpoint, with the prefixes that it predefines. Nothing asks another host.
"use strict";
(() => {
  const place = document.getElementById("editor");
  const prefixes = JSON.parse(place.dataset.prefixes);
  const Editor = window.Yasgui.default || window.Yasgui;
  const first = "SELECT ?place ?name {\n  ?place a choro:Place ; rdfs:label ?name\n}\nLIMIT 20";
  const Query = window.Yasqe || Editor.Yasqe;
  if (Query) {
    Query.forkAutocompleter && (Query.defaults.autocompleters = []);
    Query.defaults.prefixCcApi = null;
    Query.defaults.value = first;
  }
  new Editor(place, {
    requestConfig: { endpoint: new URL("/sparql", location.href).href, method: "POST" },
    copyEndpointOnNewTab: true,
    endpointCatalogueOptions: { getData: () => [] },
    persistenceId: "chorograph-" + location.host,
    yasqe: { value: first, prefixCcApi: null, autocompleters: [], showQueryButton: true, resizeable: true },
    yasr: { prefixes, pluginOrder: ["table", "response"], defaultPlugin: "table" },
  });
})();

// The editor: YASGUI on our endpoint, with our prefixes, and completion from what this graph holds; nothing comes from elsewhere.
"use strict";

const place = document.getElementById("yasgui");
if (place && window.Yasgui) {
  const endpoint = new URL(place.dataset.endpoint, location.href).href;
  const Editor = window.Yasgui.default ?? window.Yasgui;
  const { Yasqe } = Editor;
  document.getElementById("plain").hidden = true;
  fetch(new URL("terms.json", endpoint)).then((answer) => answer.json()).then((terms) => {
    // The completers that it comes with ask other sites; these know the classes and properties that the graph has.
    for (const [name, like] of [["classes", "class"], ["properties", "property"]]) {
      const model = Yasqe.Autocompleters[like];
      Yasqe.registerAutocompleter({
        name: `our-${name}`,
        bulk: true,
        persistenceId: null,
        get: () => terms[name],
        isValidCompletionPosition: (yasqe) => model.isValidCompletionPosition(yasqe),
        preProcessToken: (yasqe, token) => model.preProcessToken(yasqe, token),
        postProcessSuggestion: (yasqe, token, text) => model.postProcessSuggestion(yasqe, token, text),
      });
    }
    const yasgui = new Editor(place, {
      requestConfig: { endpoint, method: "POST" },
      copyEndpointOnNewTab: true,
      endpointCatalogueOptions: { getData: () => [{ endpoint }] },
      persistenceId: null,
      populateFromUrl: false,
      autofocus: false,
      yasqe: { autocompleters: ["variables", "our-classes", "our-properties"] },
    });
    // Its fields have no names for those who hear the page; some come with the first answer.
    const named = () => {
      for (const [field, name] of [[".CodeMirror textarea", "Query"], ["input.autocomplete", "Endpoint"], ["select.tableSizer", "Rows on a page"]]) {
        for (const one of place.querySelectorAll(field)) if (!one.ariaLabel) one.ariaLabel = name;
      }
    };
    new MutationObserver(named).observe(place, { childList: true, subtree: true });
    named();
    yasgui.getTab().setQuery(place.dataset.query || document.getElementById("query").value);
  });
}

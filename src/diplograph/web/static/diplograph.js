// What pages gain by a script: suggestions while one types, ties of one actor in the network, marks that answer their notes.
"use strict";

const root = document.body.dataset.root;
const still = document.body.dataset.still === "yes";

// Suggestions: from the server, or where nothing answers, from the names that lie beside the pages.
let names = null;
async function suggested(type, prefix) {
  if (!still) {
    const answer = await fetch(`${root}suggest?${new URLSearchParams({ type, prefix })}`);
    return answer.ok ? answer.json() : [];
  }
  names ??= await (await fetch(`${root}names.json`)).json();
  const key = prefix.toLowerCase();
  const rank = (one) => Math.min(...one.names.map((name) => {
    const lower = name.toLowerCase();
    return lower.startsWith(key) ? 0 : lower.includes(` ${key}`) ? 1 : 2;
  }));
  return names.filter((one) => rank(one) < 2).sort((one, other) => rank(one) - rank(other) || one.label.length - other.label.length)
    .slice(0, 30).map((one) => ({ name: one.label, label: one.label, kind: one.kind, path: one.path }));
}

for (const field of document.querySelectorAll("input[data-suggest]")) {
  const list = document.getElementById(field.getAttribute("list"));
  let waiting = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    const prefix = field.value.trim();
    if (prefix.length < 2) return;
    waiting = setTimeout(async () => {
      const found = await suggested(field.dataset.suggest, prefix);
      list.replaceChildren(...found.map((one) => {
        const option = document.createElement("option");
        option.value = one.name;
        option.label = one.name === one.label ? one.kind : `${one.label}, ${one.kind}`;
        return option;
      }));
    }, 120);
  });
}

// Search without a server.
const hits = document.getElementById("hits");
if (still && hits) {
  const wanted = new URLSearchParams(location.search).get("q") ?? "";
  document.getElementById("q").value = wanted;
  if (wanted) {
    suggested("", wanted).then((found) => {
      const list = document.createElement("ul");
      list.className = "hits";
      for (const one of found) {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = `${root}${one.path}.html`;
        link.textContent = one.label;
        item.append(link, ` ${one.kind}`);
        list.append(item);
      }
      hits.replaceChildren(found.length ? list : `Nothing here is called “${wanted}”.`);
    });
  }
}

// The ties of one actor.
const network = document.getElementById("network");
if (network) {
  const figure = network.closest("figure");
  const show = (node) => {
    figure.classList.toggle("one", node !== null);
    const near = new Set([node]);
    for (const line of network.querySelectorAll("line")) {
      const lit = node !== null && (line.dataset.from === node || line.dataset.to === node);
      line.classList.toggle("lit", lit);
      if (lit) near.add(line.dataset.from).add(line.dataset.to);
    }
    for (const one of network.querySelectorAll("a")) one.classList.toggle("lit", near.has(one.dataset.node));
  };
  for (const one of network.querySelectorAll("a")) {
    one.addEventListener("pointerenter", () => show(one.dataset.node));
    one.addEventListener("pointerleave", () => show(null));
    one.addEventListener("focus", () => show(one.dataset.node));
    one.addEventListener("blur", () => show(null));
  }
}

// A mark in a text lights its note.
for (const mark of document.querySelectorAll("mark[data-marks]")) {
  const notes = mark.dataset.marks.split(" ").map((number) => document.getElementById(`n${number}`)).filter(Boolean);
  const light = (on) => notes.forEach((note) => note.classList.toggle("lit", on));
  mark.addEventListener("pointerenter", () => light(true));
  mark.addEventListener("pointerleave", () => light(false));
}

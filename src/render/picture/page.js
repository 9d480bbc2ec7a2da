"use strict";
(function () {
  const elements = JSON.parse(document.getElementById("data").textContent);
  const dark = window.matchMedia && matchMedia("(prefers-color-scheme: dark)").matches;
  const ink = dark ? "#eceff2" : "#14181c", page = dark ? "#1e2329" : "#f4f6f8";
  const grey = dark ? "#9aa5ae" : "#5c6670", red = dark ? "#ff7b6b" : "#c0392b";
  const graph = document.getElementById("graph"), details = document.getElementById("details");
  const search = document.getElementById("search"), found = document.getElementById("found");
  const cy = cytoscape({
    container: graph, elements: elements, layout: { name: "preset" }, minZoom: 0.05, maxZoom: 4,
    style: [
      { selector: "node", style: { shape: "round-rectangle", width: "data(width)", height: 38, label: "data(name)", "text-valign": "center",
        "text-wrap": "ellipsis", "text-max-width": "data(width)", "font-size": 12, color: "#111111", "background-color": "data(fill)",
        "border-color": "data(border)", "border-width": 1.4 } },
      { selector: "node[part = 'named']", style: { "border-width": 3.5 } },
      { selector: "edge", style: { width: "data(thickness)", "line-color": grey, "target-arrow-color": grey, "curve-style": "bezier", label: "data(label)",
        "font-size": 9, color: ink, "text-background-color": page, "text-background-opacity": 0.85, "text-background-padding": 2 } },
      { selector: "edge[?directed]", style: { "target-arrow-shape": "triangle" } },
      { selector: "edge[?contested]", style: { "line-color": red, "target-arrow-color": red, color: red } },
      { selector: ".dashed", style: { "line-style": "dashed", "line-dash-pattern": "data(dashes)" } },
      { selector: ".faded", style: { opacity: 0.15 } },
      { selector: ".found", style: { "border-width": 5, "border-color": "#e69f00" } },
      { selector: ":selected", style: { "border-width": 5, "border-color": "#d55e00", "line-color": "#d55e00", "target-arrow-color": "#d55e00" } },
    ],
  });
  cy.edges().filter((edge) => edge.data("dashes").length > 0).addClass("dashed");
  cy.fit(undefined, 20);

  function element(tag, text, className) {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  }
  const places = [
    [/^PMID:(\d+)$/, "https://pubmed.ncbi.nlm.nih.gov/"], [/^(NCT\d+)$/, "https://clinicaltrials.gov/study/"],
    [/^doi:(10\..+)$/i, "https://doi.org/"], [/^PMC:?(\d+)$/, "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC"],
    [/^civic\.eid:(\d+)$/, "https://civicdb.org/evidence/"],
  ];
  function reference(id) {
    for (const [pattern, start] of places) {
      const match = pattern.exec(id);
      if (match) {
        const link = element("a", id);
        link.href = start + encodeURI(match[1]);
        link.target = "_blank";
        link.rel = "noreferrer";
        return link;
      }
    }
    return element("span", id);
  }
  function list(parent, ids) {
    ids.forEach((id, place) => {
      if (place > 0) parent.append(", ");
      parent.append(reference(id));
    });
  }
  function statementItem(statement) {
    const item = element("li", undefined, statement.supports ? "" : "against");
    const says = [statement.effect, statement.direction, statement.level && "level " + statement.level, statement.status, statement.region,
      statement.as_of, statement.line && "line: " + statement.line];
    item.append(reference(statement.id), ": " + says.filter(Boolean).join(", "));
    const about = [statement.therapy, statement.profile, (statement.cancer || []).join(", ")].filter(Boolean).join("; ");
    if (about) item.append(element("div", about));
    if (statement.gist) item.append(element("div", statement.gist, "dim"));
    if (statement.sources.length > 0) {
      const sources = element("div", "sources: ");
      list(sources, statement.sources);
      item.append(sources);
    }
    return item;
  }
  function show(target) {
    details.replaceChildren();
    if (target.isNode()) {
      const data = target.data();
      details.append(element("h2", data.name), element("p", data.kind + " · " + data.entity, "dim"));
      const edges = target.connectedEdges();
      details.append(element("p", edges.length + (edges.length === 1 ? " line" : " lines")));
      edges.forEach((edge) => details.append(edgeDetails(edge, "h3")));
    } else {
      details.append(edgeDetails(target, "h2"));
    }
    details.scrollTop = 0;
  }
  function edgeDetails(edge, tag) {
    const data = edge.data(), box = element("div");
    box.append(element(tag, edge.source().data("name") + " " + data.label + " " + edge.target().data("name"), data.contested ? "against" : ""));
    if (data.contested) box.append(element("p", "only evidence against, failed or disputed", "against"));
    if (data.statements.length > 0) {
      const statements = element("ul");
      data.statements.forEach((statement) => statements.append(statementItem(statement)));
      box.append(statements);
    } else {
      const fact = element("p", data.sources.length > 0 ? "a fact; sources: " : "a fact", "dim");
      list(fact, data.sources);
      box.append(fact);
    }
    return box;
  }
  function select(target) {
    cy.elements().unselect();
    target.select();
    show(target);
  }
  cy.on("tap", "node, edge", (event) => select(event.target));

  const words = new Map(cy.elements().map((one) => {
    const data = one.data();
    const ids = (data.statements || []).map((statement) => statement.id + " " + statement.sources.join(" "));
    return [one.id(), [data.name, data.kind, data.entity, data.label].concat(ids).filter(Boolean).join(" ").toLowerCase()];
  }));
  let hits = cy.collection(), at = -1;
  function find() {
    const wanted = search.value.trim().toLowerCase();
    cy.elements().removeClass("faded found");
    at = -1;
    if (!wanted) {
      hits = cy.collection();
      found.textContent = "";
      return;
    }
    hits = cy.elements().filter((one) => words.get(one.id()).includes(wanted));
    cy.elements().not(hits).not(hits.connectedNodes()).addClass("faded");
    hits.addClass("found");
    found.textContent = hits.length + " found";
  }
  search.addEventListener("input", find);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && hits.length > 0) {
      at = (at + 1) % hits.length;
      select(hits[at]);
      cy.animate({ center: { eles: hits[at] }, zoom: Math.max(cy.zoom(), 0.9), duration: 150 });
    }
  });
  function whole() {
    cy.fit(undefined, 20);
  }
  document.getElementById("fit").addEventListener("click", whole);
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== search) {
      event.preventDefault();
      search.focus();
    } else if (event.key === "Escape") {
      search.value = "";
      find();
      cy.elements().unselect();
      whole();
      graph.focus();
    }
  });
  const order = cy.nodes().sort((a, b) => a.position("x") - b.position("x") || a.position("y") - b.position("y"));
  graph.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "+" || event.key === "-") {
      cy.zoom({ level: cy.zoom() * (event.key === "+" ? 1.25 : 0.8), renderedPosition: { x: graph.clientWidth / 2, y: graph.clientHeight / 2 } });
      return;
    }
    if (step === undefined || order.length === 0) return;
    event.preventDefault();
    let place = -1;
    order.forEach((node, number) => { if (node.selected()) place = number; });
    const next = place < 0 ? order[0] : order[(place + step + order.length) % order.length];
    select(next);
    cy.animate({ center: { eles: next }, duration: 100 });
  });

  const legend = document.getElementById("legend");
  const kinds = new Map();
  cy.nodes().forEach((node) => { kinds.set(node.data("kind"), [node.data("fill"), node.data("border")]); });
  kinds.forEach(([fill, border], kind) => {
    const item = element("span"), sign = element("i");
    sign.style.background = fill;
    sign.style.borderColor = border;
    item.append(sign, kind);
    legend.append(item);
  });
  const lines = new Map();
  cy.edges().forEach((edge) => { lines.set(edge.data("level") ? "level " + edge.data("level") : "fact", edge.data()); });
  Array.from(lines.keys()).sort().forEach((name) => {
    const data = lines.get(name), item = element("span"), sign = element("b");
    sign.style.borderTopWidth = data.thickness + "px";
    sign.style.borderTopStyle = data.dashes.length > 0 ? (data.dashes[0] > 2 ? "dashed" : "dotted") : "solid";
    item.append(sign, name);
    legend.append(item);
  });
  if (cy.edges("[?contested]").length > 0) legend.append(element("span", "✗ red: only evidence against, failed or disputed", "against"));
  window.oncoGraph = cy;
})();

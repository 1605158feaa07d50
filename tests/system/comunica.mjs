// Ask an endpoint through Comunica: node comunica.mjs URL QUERY. Prints one row a line, values in order of name.
import { QueryEngine } from "@comunica/query-sparql";

const [url, query] = process.argv.slice(2);
const bindings = await new QueryEngine().queryBindings(query, { sources: [{ type: "sparql", value: url }] });
for (const row of await bindings.toArray()) {
  const names = [...row.keys()].map((variable) => variable.value).sort();
  console.log(names.map((name) => `${name}=${row.get(name).value}`).join(" "));
}

// What the MDN HTTP Observatory thinks of pages on this machine: `node scan.mjs HOST:PORT PLAIN_PORT PATH...`
// Prints JSON by path: {score, grade, tests: {name: {pass, scoreModifier, result}}}.
import { scan } from "@mdn/mdn-http-observatory";
import axios from "axios";

const [host, plainPort, ...paths] = process.argv.slice(2);

// The scanner makes its clients from these defaults. It takes one name for http and https, as if at ports 80 and 443:
// so http is sent to the port that listens to it. And it judges no error pages: so what is not there counts as found.
const ask = axios.getAdapter("http");
axios.defaults.proxy = false;
axios.defaults.adapter = async (request) => {
  const url = new URL(request.url);
  if (url.protocol === "http:" && url.host === host) url.port = plainPort;
  const answer = await ask({ ...request, url: url.href });
  return { ...answer, status: answer.status === 404 ? 200 : answer.status };
};

const found = {};
for (const path of paths) {
  const { scan: { score, grade }, tests } = await scan(`${host}${path}`);
  found[path] = { score, grade, tests: {} };
  for (const [name, { pass, scoreModifier, result }] of Object.entries(tests)) {
    found[path].tests[name] = { pass, scoreModifier, result };
  }
}
console.log(JSON.stringify(found));

// What the page asks of the console.

let csrf = "";
let user = "";

async function answer(response) {
  if (response.status === 401) {
    location.assign("/sign-in");
    throw new Error("signed out");
  }
  if (response.status === 204) return null;
  const body = await response.json();
  if (!response.ok) throw new Error(body.error);
  return body;
}

async function get(path) {
  return answer(await fetch(path));
}

async function remove(path) {
  return answer(await fetch(path, { method: "DELETE", headers: { "X-Vedette-Csrf": csrf } }));
}

async function post(path, body) {
  const headers = { "Content-Type": "application/json", "X-Vedette-Csrf": csrf };
  return answer(await fetch(path, { method: "POST", headers, body: JSON.stringify(body) }));
}

export async function session() {
  const known = await get("/api/session");
  csrf = known.csrf;
  user = known.user;
  return known;
}

/** Who is signed in. */
export const me = () => user;

export function findings(conditions) {
  const query = new URLSearchParams(Object.entries(conditions).filter(([, value]) => value));
  return get(`/api/findings?${query}`);
}

export function incidents(conditions) {
  const query = new URLSearchParams(Object.entries(conditions).filter(([, value]) => value));
  return get(`/api/incidents?${query}`);
}

export const incident = (id) => get(`/api/incidents/${encodeURIComponent(id)}`);
export const finding = (id) => get(`/api/findings/${encodeURIComponent(id)}`);
export const rulePage = (id) => get(`/api/rules/${encodeURIComponent(id)}`);
export const report = (node) => get(`/api/nodes/${encodeURIComponent(node)}/report`);
export const waits = (node, after) => get(`/api/nodes/${encodeURIComponent(node)}/waits${after ? `?after=${encodeURIComponent(after)}` : ""}`);
export const outcomes = () => get("/api/outcomes");
export const respond = (asked) => post("/api/respond", asked);
export const undo = (node, id) => post("/api/undo", { node, id });
export const automatic = (node, stopped) => post("/api/automatic", { node, stopped });
export const recordings = () => get("/api/recordings");
export const removeRecording = (name) => remove(`/api/recordings/${encodeURIComponent(name)}`);
export const replays = () => get("/api/replays");
export const replay = (asked) => post("/api/replays", asked);
export const replayed = (id) => get(`/api/replays/${encodeURIComponent(id)}`);
export const cancelReplay = (id) => remove(`/api/replays/${encodeURIComponent(id)}`);

/** The file goes as it is, not through memory. */
export async function upload(file) {
  const headers = { "Content-Type": "application/octet-stream", "X-Vedette-Csrf": csrf };
  return answer(await fetch(`/api/recordings?name=${encodeURIComponent(file.name)}`, { method: "POST", headers, body: file }));
}

export const signOut = () => post("/api/sign-out", {});

/**
 * Follows the live stream; the browser connects again by itself. A console that answers with an error ends the
 * browser's own attempts, so a new stream is begun then.
 */
export function follow({ finding, outcome, state, connected }) {
  let stream;
  let retry;
  const begin = () => {
    stream = new EventSource("/api/stream");
    stream.addEventListener("open", () => connected(true));
    stream.addEventListener("error", () => {
      connected(false);
      if (stream.readyState === EventSource.CLOSED) {
        clearTimeout(retry);
        retry = setTimeout(() => session().catch(() => {}).finally(begin), 3000);
      }
    });
    stream.addEventListener("finding", (event) => finding(JSON.parse(event.data)));
    stream.addEventListener("outcome", (event) => outcome(JSON.parse(event.data)));
    stream.addEventListener("state", (event) => state(JSON.parse(event.data)));
  };
  begin();
}

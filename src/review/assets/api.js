// Requests to the server. An answer that is not one becomes an error with what to do.

const base = new URL("api/", document.baseURI);

export class ApiError extends Error {
  constructor(status, message, answer) {
    super(message);
    this.status = status;
    this.answer = answer;
  }
}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(new URL(path, base), { ...options, cache: "no-store", credentials: "omit" });
  } catch {
    throw new ApiError(0, "the server cannot be reached; start `chorograph review serve` again");
  }
  let answer;
  try {
    answer = await response.json();
  } catch {
    throw new ApiError(response.status, `the answer of the server (${response.status}) cannot be read; load the page again`);
  }
  if (!response.ok) throw new ApiError(response.status, String(answer.message ?? response.status), answer);
  return answer;
}

const post = (path, body) => ask(path, {
  method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
});

export const session = () => ask("session");
export const source = (id) => ask(`source?id=${encodeURIComponent(id)}`);
export const decide = (body) => post("decide", body);
export const add = (body) => post("add", body);
export const undo = (body) => post("undo", body);

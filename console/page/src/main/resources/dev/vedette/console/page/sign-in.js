// The token stands behind the # of the link: browsers send that part to no server, so it reaches no log.

const hint = document.getElementById("hint");
const problem = document.getElementById("problem");

async function signIn(token) {
  hint.textContent = "Signing in…";
  history.replaceState(null, "", "/sign-in");
  try {
    const response = await fetch("/api/sign-in", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ token }),
    });
    if (response.ok) {
      location.replace("/");
      return;
    }
    show((await response.json()).error);
  } catch {
    show("the console does not answer: is it running?");
  }
}

function show(sentence) {
  hint.textContent = "You are not signed in.";
  problem.textContent = sentence;
  problem.hidden = false;
}

function begin() {
  const token = location.hash.slice(1);
  if (token) {
    signIn(token);
  }
}

addEventListener("hashchange", begin);
begin();

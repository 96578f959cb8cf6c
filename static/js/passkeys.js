// <form data-passkey="create|get">: its button first asks the device for the key, then sends the form with the answer.
// What to ask stands in the page (data-passkey-options names the element) or is fetched from where the form goes.
const { create, get } = window.webauthnJSON;
const trouble = document.querySelector("[data-passkey-trouble]");

async function optionsFor(form) {
  const inPage = document.getElementById(form.dataset.passkeyOptions);
  if (inPage) return JSON.parse(inPage.textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`asked for a challenge: ${answer.status}`);
  return answer.json();
}

function forCreation(options, form) {
  const alone = form.elements.passwordless?.checked ?? false;
  const wanted = options.publicKey.authenticatorSelection;
  wanted.residentKey = alone ? "required" : "discouraged";
  wanted.requireResidentKey = alone;
  if (alone) wanted.userVerification = "required";
  return options;
}

async function ask(form) {
  const found = await optionsFor(form);
  return form.dataset.passkey === "create"
    ? create(forCreation(found.creation_options, form))
    : get(found.request_options);
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    trouble.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(await ask(form));
      form.submit();
    } catch (error) {
      console.info("passkey:", error);
      trouble.hidden = false;
    }
  });
}

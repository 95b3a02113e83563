// What was typed into a form is not lost by leaving the page, nor when the session has ended before it is saved.
{
  const notice = document.getElementById("not-saved");
  const PAUSE = 600_000; // milliseconds: whoever types is there, and the desk hears of it
  let [heard, changed, asking, sending] = [Date.now(), false, false, null];
  const isWork = (form) => form?.method === "post" && form.id !== "changelist-form" && form.closest("#content") !== null;
  const ask = async () => {
    heard = Date.now();
    const answer = await fetch(notice.dataset.door, { cache: "no-store" }).catch(() => null);
    const token = answer?.ok ? await answer.text() : "";
    notice.hidden = token !== "";
    return token;
  };
  const touched = (event) => {
    if (!isWork(event.target.closest("form"))) return;
    changed = true;
    if (Date.now() - heard > PAUSE) ask();
  };
  const submitted = async (event) => {
    const form = event.target;
    if (event.defaultPrevented || !isWork(form)) return;
    if (form === sending) {
      changed = false;
      return;
    }
    event.preventDefault();
    if (asking) return;
    asking = true;
    const token = await ask();
    asking = false;
    if (!token) return;
    form.elements.csrfmiddlewaretoken.value = token;
    sending = form;
    form.requestSubmit(event.submitter);
    sending = null;
  };
  document.addEventListener("input", touched);
  document.addEventListener("change", touched);
  document.addEventListener("submit", submitted);
  window.addEventListener("beforeunload", (event) => changed && event.preventDefault());
}

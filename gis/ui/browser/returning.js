/* Says that the page is connected again, as soon as it is: its connection was lost for a while, and may now lead to
 * another process. Nothing is asked before that, and nothing on screen changes here. */
export default function ({ setTriggerValue }) {
  window.landmapReturning?.disconnect();
  const app = document.querySelector('[data-testid="stApp"]');
  const connected = () => app.getAttribute("data-test-connection-state") === "CONNECTED";
  let lost = false;
  window.landmapReturning = new MutationObserver(() => {
    if (lost && connected()) setTriggerValue("returned", "again");
    lost = !connected();
  });
  window.landmapReturning.observe(app, { attributes: true, attributeFilter: ["data-test-connection-state"] });
}

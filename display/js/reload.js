/** Reload of a page for what it cannot take in while it runs: once for each reason, and only while the
 * server is there to answer and nobody sees it. */
export async function reloadFor(reason, unseen) {
  if (!reason || !unseen()) return;
  if (sessionStorage.getItem("limelight-build") === reason) return;
  const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
  if (!answer?.ok || !unseen()) return;
  sessionStorage.setItem("limelight-build", reason);
  location.reload();
}

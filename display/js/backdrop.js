/** The ground that every full frame stands on: red light from above, silk, far ridges. Drawn once. */
import { drawing, h } from "./dom.js";

const SILK = `
<defs>
<linearGradient id="silk-a" x1="0" x2="1"><stop stop-color="var(--ground-lift)" stop-opacity="0"/><stop offset=".45" stop-color="var(--ground-lift)" stop-opacity=".55"/><stop offset="1" stop-color="var(--ground-lift)" stop-opacity=".05"/></linearGradient>
<linearGradient id="silk-b" x1="0" x2="1"><stop stop-color="var(--ground-deep)" stop-opacity=".7"/><stop offset=".6" stop-color="var(--ground-deep)" stop-opacity=".15"/><stop offset="1" stop-color="var(--ground-deep)" stop-opacity=".6"/></linearGradient>
<linearGradient id="silk-edge" x1="0" x2="1"><stop stop-color="var(--line)" stop-opacity="0"/><stop offset=".35" stop-color="var(--line)" stop-opacity=".55"/><stop offset=".7" stop-color="var(--line)" stop-opacity=".12"/><stop offset="1" stop-color="var(--line)" stop-opacity=".5"/></linearGradient>
<linearGradient id="ridge-far" x2="0" y2="1"><stop stop-color="var(--ground-lift)" stop-opacity=".34"/><stop offset="1" stop-color="var(--ground-lift)" stop-opacity="0"/></linearGradient>
<linearGradient id="ridge-near" x2="0" y2="1"><stop stop-color="var(--ground-deep)" stop-opacity=".85"/><stop offset="1" stop-color="var(--ground-deep)"/></linearGradient>
</defs>
<path fill="url(#silk-a)" d="M0 560C260 470 430 760 760 700S1260 470 1600 590V760C1300 650 1090 800 800 820S300 640 0 720Z"/>
<path fill="url(#silk-b)" d="M0 640C320 560 520 830 860 780S1320 600 1600 690V800C1330 720 1120 850 830 860S300 740 0 800Z"/>
<path class="edge" d="M0 560C260 470 430 760 760 700S1260 470 1600 590"/>
<path fill="url(#ridge-far)" d="M0 830L90 800 170 815 260 760 330 790 420 742 500 788 590 770 700 818 800 792 900 822 1010 764 1090 790 1190 724 1280 776 1370 750 1460 800 1540 782 1600 806V900H0Z"/>
<path fill="url(#ridge-near)" d="M0 862L120 842 220 866 340 826 430 850 540 832 660 872 780 858 880 876 1000 840 1100 858 1220 814 1310 846 1420 828 1510 860 1600 846V900H0Z"/>
<path class="edge crest" d="M0 862L120 842 220 866 340 826 430 850 540 832 660 872 780 858 880 876 1000 840 1100 858 1220 814 1310 846 1420 828 1510 860 1600 846"/>`;

/** @returns {HTMLElement} */
export function backdrop() {
  return h("div.layer.backdrop", { "aria-hidden": "true" }, h("div.layer.rays"), drawing("0 0 1600 900", SILK, "layer silk", "none"));
}

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { Checkout } from "./Checkout";
import { loadCheckout } from "./finances/loadCheckout";
import "./style/page.css";
import "./style/form.css";
import "./style/after.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no element with the id root");
createRoot(root).render(
  <StrictMode>
    <Checkout first={loadCheckout()} />
  </StrictMode>,
);

import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// `npm run dev`: the page comes from Vite, everything else from the example server.
const server = "http://127.0.0.1:4242";

export default defineConfig({
  plugins: [react()],
  server: { proxy: { "/api": server, "/fake-stripe": server } },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/testing/setup.ts"],
    restoreMocks: true,
  },
});

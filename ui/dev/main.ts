import "./mock";

await import("../src/main");

import { z } from "zod";

// zod would compile its checks with `new Function`, which the page's content security policy refuses and reports.
// Imported first, because schemas decide it when they are made.
z.config({ jitless: true });

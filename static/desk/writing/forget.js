/* After signing out nothing that was written stays in this browser. */

import { forget } from "./local.js";

forget();

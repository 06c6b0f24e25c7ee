/* After signing out nothing that this person wrote stays in this browser; what others wrote does. */

import { forgetWhoLeft } from "./local.js";

forgetWhoLeft();

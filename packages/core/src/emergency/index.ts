export { holdsEverywhere } from "./emergencies.ts";
export { type EmergencyBook, openEmergencyBook } from "./open-emergency-book.ts";
export { startEmergency } from "./start-emergency.ts";

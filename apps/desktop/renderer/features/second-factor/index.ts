export { CodeForm } from "./code-form.tsx";
export { EnrolSteps } from "./enrol-steps.tsx";
export { SecondFactorCard } from "./second-factor-card.tsx";

export const BrandMark = () => (
  <svg viewBox="0 0 32 32" width="18" height="18" aria-hidden>
    <rect width="32" height="32" rx="9" fill="var(--lucid-accent)" />
    <circle cx="16" cy="16" r="7" fill="none" stroke="var(--lucid-on-filled)" strokeWidth="3.5" />
  </svg>
);

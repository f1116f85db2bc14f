import { createRoute, Outlet, redirect } from "@tanstack/react-router";
import { EmergencyPage } from "../../features/emergency/index.ts";
import { PeoplePage, readPeopleAddress } from "../../features/people/index.ts";
import { inside } from "../inside.tsx";

/** The rooms of the organisation: one route each, its code loaded when it is opened. */
const admin = createRoute({
  getParentRoute: () => inside,
  path: "/admin",
  component: Outlet,
});

const entrance = createRoute({
  getParentRoute: () => admin,
  path: "/",
  beforeLoad: () => redirect({ to: "/admin/people", throw: true }),
});

const people = createRoute({
  getParentRoute: () => admin,
  path: "/people",
  validateSearch: readPeopleAddress,
  component: PeoplePage,
});

const emergency = createRoute({
  getParentRoute: () => admin,
  path: "/emergency",
  component: EmergencyPage,
});

export const adminRoutes = admin.addChildren([entrance, people, emergency]);

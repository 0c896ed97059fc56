// SPDX-License-Identifier: GPL-3.0-or-later
//
// `account sign-in`, `account sign-out` and `account client`: permissions of providers (OAuth), which the
// user gives in a browser, and what the providers know Poplar by.
#pragma once

class Invocation;

void runSignIn(Invocation &invocation);
void runSignOut(Invocation &invocation);
void runClient(Invocation &invocation);

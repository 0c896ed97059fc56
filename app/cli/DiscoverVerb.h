// SPDX-License-Identifier: GPL-3.0-or-later
//
// runDiscover() is `account discover`: it looks for the server of an address, says how, and saves nothing.
// Main thread.
#pragma once

class Invocation;

void runDiscover(Invocation &invocation);

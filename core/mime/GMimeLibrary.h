// SPDX-License-Identifier: GPL-3.0-or-later
//
// GMimeLibrary starts GMime once for the whole process; every use of GMime calls it first. Any thread.
#pragma once

void startGMime();

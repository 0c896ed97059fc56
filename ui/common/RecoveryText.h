// SPDX-License-Identifier: GPL-3.0-or-later
//
// RecoveryText says in one sentence what opening a profile had to do because its list of messages was missing
// or damaged. Pure; any thread once the translations are installed.
#pragma once

#include "CatalogueRecovery.h"

// Empty where nothing had to be done.
QString recoverySentence(const CatalogueRecovery &recovery);

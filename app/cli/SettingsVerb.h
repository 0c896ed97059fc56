// SPDX-License-Identifier: GPL-3.0-or-later
//
// The verbs that change what an account does and where it stands, beside `account set`: rules for receiving,
// the folder for new mail, the order, removal, and settings that go to another computer.
#pragma once

class Invocation;

void runReceiveRules(Invocation &invocation);
void runTargetFolder(Invocation &invocation);
void runMoveAccount(Invocation &invocation);
void runRemove(Invocation &invocation);
void runExportSettings(Invocation &invocation);
void runImportSettings(Invocation &invocation);

// SPDX-License-Identifier: GPL-3.0-or-later
//
// The verbs of poplar-cli, each in a file of its name. A verb parses its arguments, starts its work and
// returns; it ends the invocation when the work is done.
#pragma once

class Invocation;

void runAccount(Invocation &invocation);
void runFetch(Invocation &invocation);
void runList(Invocation &invocation);
void runSearch(Invocation &invocation);
void runShow(Invocation &invocation);
void runMark(Invocation &invocation);
void runMove(Invocation &invocation);
void runTag(Invocation &invocation);
void runDelete(Invocation &invocation);
void runInspect(Invocation &invocation);
void runServer(Invocation &invocation);
void runDeletions(Invocation &invocation);
void runVerify(Invocation &invocation);
void runRebuild(Invocation &invocation);
void runCompact(Invocation &invocation);
void runDemo(Invocation &invocation);

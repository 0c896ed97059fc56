// SPDX-License-Identifier: GPL-3.0-or-later
//
// BackOff decides from the outcome of a check when the account may be checked again (R66, R110-R115, R123).
// Pure; the times are seconds since 1970 UTC.
//
//     outcome                          next check by itself
//     no error                         after the account's interval; portions: as soon as the server allows
//     MailboxBusy, ServerTemporary,
//     ServerRefused                    after 1, 2, 5, 10, 10 … minutes
//     LoginTooSoon                     after the server's LOGIN-DELAY, or 5 minutes
//     ServerPermanent, AuthRejected,
//     CredentialsMissing               when the user has acted
//     everything else                  after 1, 2, 5, 10, 15, 15 … minutes
//
// A check that the user asks for heeds `notBefore` alone. Pauses are longer or shorter by up to a tenth, so
// that clients that failed together do not come back together.
#pragma once

#include "CheckPause.h"
#include "FetchReport.h"

#include <optional>

// What a server has taught us. Outlives the program.
struct ServerLesson {
    qint64 notBefore = 0; // the server wants no sign-in before (LOGIN-DELAY); 0: any time
    int loginDelay = 0;   // seconds that it announced; 0: none
    qint64 retryAt = 0;   // after a failure: no check by itself before, and one then; 0: none failed
    int failures = 0;     // in a row, with the error of the latest
    std::optional<ErrorCode> failing;  // of the latest check
    std::optional<ErrorCode> stopped;  // no check by itself any more because of this
    bool moreWaiting = false;          // it shows its mail in portions, and there is more
    bool lockStep = false;             // it mixes up pipelined commands
    std::optional<bool> listsPortions; // it does not list all its mail at once; nothing: not known yet

    bool operator==(const ServerLesson &) const = default;
};

// The lesson after a check. `random` from [0, 1) spreads the pause.
ServerLesson lessonAfter(const ServerLesson &lesson, const FetchReport &report, double random);

// As it is to be taken at `now`: a clock that was turned back cannot make a pause longer than it was meant.
ServerLesson lessonAt(ServerLesson lesson, qint64 now);

// When the account is checked by itself again.
CheckPause pauseOf(const ServerLesson &lesson);

// Whether the failure will probably cure itself, and has not lasted yet: a check that nobody asked for keeps
// quiet about it (R112). `lesson` is the one after the check.
bool isPassing(const ServerLesson &lesson, const Error &error);

// The user has acted (new settings, a password, an accepted certificate): what failed may work now. What the
// server demands stays.
ServerLesson lessonAfterUserActed(ServerLesson lesson);

// SPDX-License-Identifier: GPL-3.0-or-later
#include "BackOff.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace
{
constexpr int defaultLoginDelay = 5 * 60;
constexpr int longestLoginDelay = 24 * 3600; // whatever a server announces
constexpr double spread = 0.1;
constexpr int lastingFailures = 3;
constexpr std::array busyMinutes{1, 2, 5, 10};
constexpr std::array networkMinutes{1, 2, 5, 10, 15};
constexpr qint64 longestPause = 17 * 60; // the last of them, spread

enum class Setback { Busy, TooSoon, Stop, Network };

Setback setbackOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::MailboxBusy:
    case ErrorCode::ServerTemporary:
    case ErrorCode::ServerRefused:
        return Setback::Busy;
    case ErrorCode::LoginTooSoon:
        return Setback::TooSoon;
    case ErrorCode::ServerPermanent:
    case ErrorCode::AuthRejected:
    case ErrorCode::CredentialsMissing:
        return Setback::Stop;
    default:
        return Setback::Network;
    }
}

template <size_t Count> qint64 pause(const std::array<int, Count> &minutes, int failures, double random)
{
    const size_t step = std::min(static_cast<size_t>(std::max(failures, 1)) - 1, Count - 1);
    const double factor = 1.0 - spread + 2.0 * spread * random;
    return std::llround(minutes[step] * 60 * factor);
}

// The server's own demand is learned from every check that came far enough to hear it.
void learnLoginDelay(ServerLesson &lesson, const FetchReport &report)
{
    if (report.notBefore <= 0)
        return;
    const qint64 wait = std::min<qint64>(report.notBefore - report.finishedAt, longestLoginDelay);
    // The delay counts from the sign-in: what the check took is part of it.
    const qint64 announced = wait + static_cast<qint64>(std::ceil(std::max(report.seconds, 0.0)));
    lesson.notBefore = std::max(lesson.notBefore, report.finishedAt + std::max<qint64>(wait, 0));
    lesson.loginDelay = static_cast<int>(std::clamp<qint64>(announced, 0, longestLoginDelay));
}

void forget(ServerLesson &lesson)
{
    lesson.retryAt = 0;
    lesson.failures = 0;
    lesson.failing.reset();
    lesson.stopped.reset();
}
} // namespace

ServerLesson lessonAfter(const ServerLesson &before, const FetchReport &report, double random)
{
    ServerLesson lesson = before;
    lesson.lockStep = lesson.lockStep || report.pipeliningFailed;
    if (report.listsPortions)
        lesson.listsPortions = report.listsPortions;
    learnLoginDelay(lesson, report);
    if (!report.error) {
        forget(lesson);
        lesson.moreWaiting = report.moreWaiting;
        return lesson;
    }
    const ErrorCode code = report.error->code;
    if (code == ErrorCode::Cancelled)
        return lesson;
    forget(lesson);
    lesson.failing = code;
    const bool again = before.failing && setbackOf(*before.failing) == setbackOf(code);
    lesson.failures = again ? before.failures + 1 : 1;
    const qint64 now = report.finishedAt;
    switch (setbackOf(code)) {
    case Setback::Busy:
        lesson.retryAt = now + pause(busyMinutes, lesson.failures, random);
        break;
    case Setback::TooSoon:
        if (lesson.loginDelay == 0)
            lesson.loginDelay = defaultLoginDelay;
        lesson.notBefore = std::max(lesson.notBefore, now + lesson.loginDelay);
        lesson.retryAt = lesson.notBefore;
        break;
    case Setback::Stop:
        lesson.stopped = code;
        break;
    case Setback::Network:
        lesson.retryAt = now + pause(networkMinutes, lesson.failures, random);
        break;
    }
    return lesson;
}

ServerLesson lessonAt(ServerLesson lesson, qint64 now)
{
    const bool retriesWhenAllowed = lesson.retryAt == lesson.notBefore;
    const qint64 delay = lesson.loginDelay > 0 ? lesson.loginDelay : longestLoginDelay;
    lesson.notBefore = std::min(lesson.notBefore, now + delay);
    lesson.retryAt = retriesWhenAllowed ? lesson.notBefore : std::min(lesson.retryAt, now + longestPause);
    return lesson;
}

CheckPause pauseOf(const ServerLesson &lesson)
{
    CheckPause pause;
    pause.notBefore = std::max(lesson.notBefore, lesson.retryAt);
    pause.stopped = lesson.stopped;
    pause.isRetry = lesson.retryAt > 0;
    pause.moreWaiting = lesson.moreWaiting;
    return pause;
}

bool isPassing(const ServerLesson &lesson, const Error &error)
{
    const Setback setback = setbackOf(error.code);
    if (setback == Setback::TooSoon)
        return true;
    const bool isSaidToPass =
        error.code == ErrorCode::MailboxBusy || error.code == ErrorCode::ServerTemporary;
    return isSaidToPass && lesson.failures < lastingFailures;
}

ServerLesson lessonAfterUserActed(ServerLesson lesson)
{
    forget(lesson);
    return lesson;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "SignatureCheck.h"

#include "GnupgContext.h"

#include <QStandardPaths>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace
{

// What the thread that checks and the one that waits have in common; the last of them lets go of it.
struct Work {
    std::vector<SignedPart> parts;
    std::vector<MessageSignature> done;
    std::mutex mutex;
    std::condition_variable changed;
    bool isDone = false;
    bool isCancelled = false;
};

void run(const std::shared_ptr<Work> &work)
{
    std::vector<MessageSignature> checked;
    for (const SignedPart &part : work->parts) {
        const bool can = canCheck(part.signature.kind);
        checked.push_back(can ? GnupgContext(part.signature.kind).check(part) : part.signature);
    }
    const std::lock_guard lock(work->mutex);
    work->done = std::move(checked);
    work->isDone = true;
    work->changed.notify_all();
}

} // namespace

bool canCheck(MessageSignature::Kind kind)
{
    const QString program =
        kind == MessageSignature::Kind::OpenPgp ? QStringLiteral("gpg") : QStringLiteral("gpgsm");
    return !QStandardPaths::findExecutable(program).isEmpty() && GnupgContext(kind).isValid();
}

Result<std::vector<MessageSignature>>
checkSignatures(std::vector<SignedPart> parts, std::chrono::milliseconds patience, Cancellation &cancellation)
{
    const auto work = std::make_shared<Work>();
    work->parts = std::move(parts);
    // GPGME cannot be interrupted, so a GnuPG that hangs keeps its thread and nobody else.
    std::thread([work] { run(work); }).detach();
    const Cancellation::Listener listener(cancellation, [work] {
        const std::lock_guard lock(work->mutex);
        work->isCancelled = true;
        work->changed.notify_all();
    });
    std::unique_lock lock(work->mutex);
    const bool ended =
        work->changed.wait_for(lock, patience, [&work] { return work->isDone || work->isCancelled; });
    if (work->isDone)
        return std::move(work->done);
    return failure(ended ? ErrorCode::Cancelled : ErrorCode::Timeout, QStringLiteral("GnuPG"));
}

// SPDX-License-Identifier: GPL-3.0-or-later
//
// DiscoveryRun looks for the server of an address: in the table of providers first, which asks nobody, and if
// it is not there in all other ways at the same time, each in a thread of its own. A find ends the ways that
// could find nothing better, and leaves the better ones a little time. Blocks: for a worker thread.
#pragma once

#include "DiscoveryWays.h"

#include <QThread>

#include <array>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>

class DiscoveryRun
{
public:
    // Called in the thread that run() was called in, for each source as it begins and ends. One that has
    // found something may be heard of again, when a better way of the same source has.
    using Stepped = std::function<void(const DiscoveryStep &)>;

    DiscoveryRun(const MailAddress &address, bool mayAskIspdb, const DiscoveryEnvironment &environment,
                 Stepped stepped);
    ~DiscoveryRun(); // ends and waits for what still runs

    // Once. The best first; as far as it came where it was cancelled or the time was over. Nobody is told
    // more than the domain, and no password is known here. ConnectionLost where nobody at all could be asked,
    // as without a network; ProxyFailed where the proxy let nothing pass.
    Result<std::vector<ServerProposal>> run(Cancellation &cancellation);

private:
    using Found = Result<std::vector<ServerProposal>>;
    // How the look of one way ended.
    enum class End { None, Answered, Failed, Outranked, TimedOut, Cancelled };
    struct Attempt {
        DiscoveryWay way;
        End end = End::None;
        std::vector<ServerProposal> found;
        std::optional<Error> error;
        std::unique_ptr<Cancellation> cancellation;
        std::unique_ptr<QThread> thread;
    };
    static constexpr size_t sources = 6;

    void chooseProxy();
    bool lookIntoTable();
    void start();
    void wait(Cancellation &cancellation);
    void take(size_t attempt, Found found);
    void outrank(size_t first);
    void endRest(End end);
    bool isRunning() const;
    bool has(DiscoverySource source, End end) const;
    std::optional<Error> errorOf(DiscoverySource source) const;
    DiscoveryStep stepOf(DiscoverySource source) const;
    void announce(DiscoveryStep step);
    void announceAll();
    void announceSilence();
    std::vector<ServerProposal> allFound() const;
    std::optional<Error> whyNobodyAnswered() const;

    const MailAddress m_address;
    const bool m_mayAskIspdb;
    DiscoveryEnvironment m_environment;
    const Stepped m_stepped;
    std::array<std::optional<DiscoveryStep>, sources> m_announced;
    std::vector<Attempt> m_attempts; // in the order of their worth
    std::chrono::steady_clock::time_point m_deadline;

    // What comes from other threads.
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<std::pair<size_t, Found>> m_arrived;
    bool m_isCancelled = false;
};
